package io.archipelago.placement.engine;

/**
 * When to stop improving. A step is one group looked at: a limit in work, not in time, so the plan is the same on every
 * machine. Construction always completes: a budget cuts improvement, never correctness.
 */
public record Budget(long maxSteps) {
    public static Budget steps(long steps) {
        return new Budget(steps);
    }
}
