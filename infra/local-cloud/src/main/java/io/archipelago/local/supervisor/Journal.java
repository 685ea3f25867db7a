package io.archipelago.local.supervisor;

import io.archipelago.local.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the current operation has done so far, for anyone who wants to read along, from its beginning. */
final class Journal {
    private final List<Progress> entries = new ArrayList<>();
    private long begunNanos = System.nanoTime();
    private int operation;

    /** Forgets the operation before; what that one still has to say about its end is not heard any more. */
    synchronized int begin() {
        entries.clear();
        begunNanos = System.nanoTime();
        notifyAll();
        return ++operation;
    }

    /** Runs a step and reports its beginning and its end; a failure is for the caller to report. */
    <T> T step(String phase, @Nullable String region, @Nullable String part, Supplier<T> step) {
        var from = System.nanoTime();
        add(new Progress(Progress.State.BEGUN, phase, region, part, seconds(begunNanos), null));
        var result = step.get();
        add(new Progress(Progress.State.DONE, phase, region, part, seconds(from), null));
        return result;
    }

    void step(String phase, @Nullable String region, @Nullable String part, Runnable step) {
        var unused = step(phase, region, part, () -> {
            step.run();
            return Boolean.TRUE;
        });
    }

    void notice(String message) {
        add(new Progress(Progress.State.NOTICE, "notice", null, null, seconds(begunNanos), message));
    }

    /** @param of the operation, as {@link #begin} numbered it */
    synchronized void finished(int of, String phase) {
        if (of != operation) return;
        add(new Progress(Progress.State.FINISHED, phase, null, null, seconds(begunNanos), null));
    }

    /** @param of the operation, as {@link #begin} numbered it */
    synchronized void failed(int of, String phase, String message) {
        if (of != operation) return;
        add(new Progress(Progress.State.FAILED, phase, null, null, seconds(begunNanos), message));
    }

    /** The entry at this place; waits for it. */
    synchronized Progress entry(int index) throws InterruptedException {
        while (entries.size() <= index) wait();
        return entries.get(index);
    }

    private synchronized void add(Progress entry) {
        entries.add(entry);
        System.out.println(java.time.Instant.now() + " " + entry);
        notifyAll();
    }

    private static double seconds(long fromNanos) {
        return Math.round((System.nanoTime() - fromNanos) / 1e7) / 100.0;
    }
}
