package io.archipelago.kit.runtime;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** The one thread that touches a core. What is handed in after the end is dropped. */
final class CoreThread implements Executor {

    private static final Logger LOG = Logger.getLogger(CoreThread.class);
    private static final long PATIENCE_S = 5;

    private final ScheduledThreadPoolExecutor executor;

    CoreThread(String service) {
        executor = new ScheduledThreadPoolExecutor(
                1, task -> Thread.ofPlatform().name("core-" + service).daemon().unstarted(task));
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        executor.setRejectedExecutionHandler((task, stopped) -> {});
    }

    @Override
    public void execute(Runnable task) {
        executor.execute(guarded(task));
    }

    void after(Duration delay, Runnable task) {
        var unused = executor.schedule(guarded(task), delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    void every(Duration pause, Runnable task) {
        var unused = executor.scheduleWithFixedDelay(
                guarded(task), pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException | StackOverflowError bug) {
                LOG.error("event=bug detail=\"a task of the core's thread failed\"", bug);
            }
        };
    }

    /** Runs what was handed in before, for a few seconds at most. */
    void stop() {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(PATIENCE_S, TimeUnit.SECONDS)) LOG.warn("event=stopped-in-the-middle");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
