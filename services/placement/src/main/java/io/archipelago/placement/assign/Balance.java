package io.archipelago.placement.assign;

/**
 * Wants {@code target} units of {@code second} left for each unit of {@code first} left on a bin; each unit that is
 * missing costs {@code weight}. Resources are given by index.
 */
public record Balance(int first, int second, long target, long weight) {
    long shortfall(long firstLeft, long secondLeft) {
        return Math.max(0, target * firstLeft - secondLeft);
    }
}
