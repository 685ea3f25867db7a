package io.archipelago.local.part;

import io.archipelago.local.CloudStatus;
import io.archipelago.local.LocalCloudException;
import io.archipelago.local.PartState;
import io.archipelago.local.process.OwnedProcess;
import io.archipelago.local.process.ProcFs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A part that runs or shall run. When its process dies without having been told to, it is started again after a pause
 * that doubles with each death; a part that was taken down on purpose stays down.
 */
public final class Part {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Duration STEADY = Duration.ofMinutes(1);
    private static final Duration PORT_LIMIT = Duration.ofSeconds(3);
    private static final long PROBE_EVERY_MS = 40;
    private static final long PROBE_AT_LEAST_EVERY_MS = 500;

    private final PartSpec spec;
    private final Path pidFile;
    private final ScheduledExecutorService timer;
    private final Consumer<String> notices;

    private PartState state = PartState.DOWN;
    private @Nullable OwnedProcess process;
    private long startedNanos;
    private int restarts;
    private boolean closed;
    private Duration pause = FIRST_PAUSE;
    private @Nullable String message;

    /**
     * @param pidFolder remembers the process for a later supervisor
     * @param timer runs the restarts
     * @param notices told when the process dies
     */
    public Part(PartSpec spec, Path pidFolder, ScheduledExecutorService timer, Consumer<String> notices) {
        this.spec = spec;
        this.pidFile = pidFolder.resolve(spec.region() + "." + spec.name().text());
        this.timer = timer;
        this.notices = notices;
    }

    public PartSpec spec() {
        return spec;
    }

    public synchronized PartState state() {
        return state;
    }

    /**
     * Starts it and waits until it answers; does nothing when it does already.
     *
     * @throws LocalCloudException when it cannot be started or does not answer in time; it is left down
     */
    public void start() {
        synchronized (this) {
            if (state == PartState.READY || state == PartState.STARTING) return;
            pause = FIRST_PAUSE;
            launch();
        }
        if (!answersInTime()) {
            stop(PartState.DOWN);
            throw new LocalCloudException(late());
        }
    }

    /** It is never started again, not even by a start that is under way. */
    public synchronized void close() {
        closed = true;
    }

    /** Ends it in an orderly way; does nothing when it is down. */
    public void stop(PartState afterwards) {
        end(afterwards, running -> running.end(spec.stopSignal(), spec.stopLimit()));
    }

    /** Ends it as a crash would. */
    public void kill(PartState afterwards) {
        end(afterwards, running -> {
            running.kill();
            running.waitForEnd(Duration.ofSeconds(10));
        });
    }

    /** What it does and uses now. */
    public CloudStatus.Part status() {
        OwnedProcess running;
        synchronized (this) {
            running = process;
        }
        var use = running == null ? ProcFs.Use.NONE : ProcFs.useOf(running.pid());
        synchronized (this) {
            return new CloudStatus.Part(
                    spec.name().text(),
                    state,
                    running == null ? null : running.pid(),
                    running == null
                            ? 0
                            : Duration.ofNanos(System.nanoTime() - startedNanos).toMillis() / 1000.0,
                    restarts,
                    use.rssBytes(),
                    use.pssBytes(),
                    use.cpuSeconds(),
                    spec.address(),
                    message);
        }
    }

    private void end(PartState afterwards, Consumer<OwnedProcess> how) {
        OwnedProcess running;
        synchronized (this) {
            running = process;
            state = afterwards;
            message = null;
        }
        if (running != null) how.accept(running);
        synchronized (this) {
            if (Objects.equals(process, running)) process = null;
        }
        try {
            Files.deleteIfExists(pidFile);
        } catch (IOException e) {
            notices.accept(spec.id() + ": " + pidFile + " cannot be deleted: " + e.getMessage());
        }
    }

    private synchronized void launch() {
        if (closed) throw new LocalCloudException(spec.id() + " is not started: the cloud is going down");
        requireFreePort();
        try {
            var started = spec.starter().prepare().start(spec.log().path());
            var owned = OwnedProcess.of(started.pid());
            state = PartState.STARTING;
            message = null;
            startedNanos = System.nanoTime();
            process = owned.orElse(null);
            if (owned.isPresent()) owned.get().write(pidFile);
            var unused = started.onExit().thenAccept(ended -> died(owned.orElse(null), ended.exitValue()));
        } catch (IOException e) {
            state = PartState.DOWN;
            throw new LocalCloudException(spec.id() + " cannot be started: " + e.getMessage(), e);
        }
    }

    /** What the process before it left open takes the kernel a moment to close. */
    private void requireFreePort() {
        var deadline = System.nanoTime() + PORT_LIMIT.toNanos();
        while (!portIsFree()) {
            if (System.nanoTime() > deadline)
                throw new LocalCloudException(spec.id() + " needs port " + spec.port()
                        + " of this machine, and another program has it: end that program, or ./archipelago down and"
                        + " up to use other ports");
            pauseMs(PROBE_EVERY_MS);
        }
    }

    private boolean portIsFree() {
        try (var probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), spec.port()));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    /** False when it still does not answer at the end of its time. */
    private boolean answersInTime() {
        var deadline = System.nanoTime() + spec.readyLimit().toNanos();
        while (System.nanoTime() < deadline) {
            synchronized (this) {
                if (state != PartState.STARTING) throw new LocalCloudException(whyNotReady());
            }
            if (answers()) {
                synchronized (this) {
                    if (state == PartState.STARTING) state = PartState.READY;
                    message = null;
                    return true;
                }
            }
            pauseMs(untilNextProbe());
        }
        return false;
    }

    /** The longer it takes, the less often it is asked: a probe costs CPU that the part itself could use. */
    private long untilNextProbe() {
        long waitedMs = Duration.ofNanos(System.nanoTime() - startedNanos).toMillis();
        return Math.clamp(waitedMs / 20, PROBE_EVERY_MS, PROBE_AT_LEAST_EVERY_MS);
    }

    private String late() {
        return spec.id() + " did not answer within " + spec.readyLimit().toSeconds() + " s; its log: "
                + spec.log().path();
    }

    private String whyNotReady() {
        return spec.id() + " ended while it started" + cause() + "; its log: "
                + spec.log().path();
    }

    private String cause() {
        return spec.log().causeOfDeath().map(found -> " (" + found + ")").orElse("");
    }

    private boolean answers() {
        try {
            return spec.probe().ready();
        } catch (Exception notYet) {
            return false;
        }
    }

    private void died(@Nullable OwnedProcess which, int exitCode) {
        synchronized (this) {
            if (which == null || process == null || !process.equals(which)) return;
            if (state != PartState.READY && state != PartState.STARTING) return;
            var wasReady = state == PartState.READY;
            process = null;
            message = "ended with code " + exitCode + cause();
            if (!wasReady && restarts == 0) {
                state = PartState.DOWN;
                return;
            }
            state = PartState.RESTARTING;
            if (System.nanoTime() - startedNanos > STEADY.toNanos()) pause = FIRST_PAUSE;
            notices.accept(spec.id() + " " + message + "; starts again in " + pause.toMillis() + " ms");
            var unused = timer.schedule(this::restart, pause.toMillis(), TimeUnit.MILLISECONDS);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
        }
    }

    private void restart() {
        Thread.ofVirtual().name("restart " + spec.id()).start(() -> {
            synchronized (this) {
                if (closed || state != PartState.RESTARTING) return;
                restarts++;
                try {
                    launch();
                } catch (LocalCloudException e) {
                    state = PartState.RESTARTING;
                    message = e.getMessage();
                    var unused = timer.schedule(this::restart, pause.toMillis(), TimeUnit.MILLISECONDS);
                    return;
                }
            }
            try {
                if (answersInTime()) {
                    notices.accept(spec.id() + " runs again");
                } else {
                    notices.accept(late());
                    killToRestart();
                }
            } catch (LocalCloudException e) {
                notices.accept(e.getMessage());
            }
        });
    }

    /** Its end is noticed like any other death, and leads to the next start. */
    private synchronized void killToRestart() {
        if (process != null && state == PartState.STARTING) process.kill();
    }

    private static void pauseMs(long ms) {
        try {
            Thread.sleep(ms);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalCloudException("interrupted");
        }
    }
}
