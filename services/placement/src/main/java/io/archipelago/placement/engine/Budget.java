package io.archipelago.placement.engine;

/**
 * When to stop improving. A step is one group looked at; with only a step limit the plan is the same on every machine.
 * Construction always completes: a budget cuts improvement, never correctness.
 */
public record Budget(long maxSteps, long maxNanos) {
    public static Budget steps(long steps) {
        return new Budget(steps, Long.MAX_VALUE);
    }

    public static Budget millis(long millis) {
        return new Budget(Long.MAX_VALUE, millis * 1_000_000);
    }
}
