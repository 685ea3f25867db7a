package io.archipelago.residency.gate;

import io.archipelago.topology.Topology;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Keeps the gate alive on a thread of its own: a session that fails is followed by the next one. */
public final class Gate {

    private static final Logger LOG = Logger.getLogger(Gate.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private final GateSettings settings;
    private final Topology topology;
    private final Orders orders;
    private final Tally tally;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread;
    private volatile Status status = Status.STARTING;
    private volatile @Nullable GateSession session;

    public Gate(GateSettings settings, Topology topology, Orders orders, Tally tally) {
        this.settings = settings;
        this.topology = topology;
        this.orders = orders;
        this.tally = tally;
        this.thread = Thread.ofPlatform().name("gate").daemon().unstarted(this::live);
    }

    public void start() {
        thread.start();
    }

    /** Finishes the transaction under way. */
    public void stop() {
        stopped.countDown();
        var running = session;
        if (running != null) running.end();
        try {
            if (!thread.join(PATIENCE)) LOG.warn("event=gate-stopped-in-the-middle");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public Status status() {
        return status;
    }

    /** The orders have changed: a gate that waits for records looks at once. Of any thread. */
    public void wake() {
        var running = session;
        if (running != null) running.wake();
    }

    private void live() {
        var pause = FIRST_PAUSE;
        while (stopped.getCount() > 0) {
            long begunNanos = System.nanoTime();
            try {
                orders.read(); // a core that cannot answer yet is asked before anything is connected
                runSession();
            } catch (RuntimeException | VirtualMachineError failure) { // a record that inflates beyond the heap, too
                status = Status.closed(reason(failure));
                if (System.nanoTime() - begunNanos
                        > LONGEST_PAUSE.multipliedBy(5).toNanos()) pause = FIRST_PAUSE;
                LOG.warnf("event=gate-closed reason=\"%s\" next-try-ms=%d", status.reason(), pause.toMillis());
                LOG.debug("event=gate-closed", failure);
            }
            if (isStoppedWithin(pause)) break;
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }
        status = Status.closed("stopped");
    }

    private void runSession() {
        try (var running = new GateSession(settings, topology, orders, tally, current -> status = current)) {
            session = running;
            if (stopped.getCount() > 0) running.run();
        } finally {
            session = null;
        }
    }

    private boolean isStoppedWithin(Duration pause) {
        try {
            return stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            return true;
        }
    }

    private static String reason(Throwable failure) {
        var cause = failure;
        while (cause.getCause() != null && cause.getCause() != cause) cause = cause.getCause();
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
