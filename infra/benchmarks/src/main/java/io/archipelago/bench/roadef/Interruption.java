package io.archipelago.bench.roadef;

import io.archipelago.placement.assign.Budget;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Whoever asks the process to stop (SIGINT, SIGTERM) gets what the search has found so far: the process waits for {@link #close}. */
public final class Interruption implements AutoCloseable {
    private static final int PATIENCE_S = 10;

    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean asked;
    private volatile boolean heeded;

    public Interruption() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop));
    }

    private void stop() {
        asked = true;
        if (!heeded) return;
        try {
            closed.await(PATIENCE_S, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The budget is spent as soon as the process is asked to stop. */
    Budget orSpent(Budget budget) {
        heeded = true;
        return steps -> asked ? 1 : budget.spent(steps);
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
