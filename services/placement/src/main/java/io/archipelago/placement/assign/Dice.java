package io.archipelago.placement.assign;

/** Chance that is the same on every machine: xorshift for the numbers, a table for the logarithms. */
final class Dice {
    private static final int FACES = 1 << 14;
    private static final double[] MINUS_LOG = new double[FACES];

    static {
        for (int i = 0; i < FACES; i++) MINUS_LOG[i] = -StrictMath.log((i + 0.5) / FACES);
    }

    private long state;

    Dice(long seed) {
        state = (seed + 1) * 0x9E3779B97F4A7C15L | 1;
        for (int i = 0; i < 8; i++) next();
    }

    private long next() {
        state ^= state << 13;
        state ^= state >>> 7;
        state ^= state << 17;
        return state;
    }

    /** From 0 to below {@code end}. */
    int below(int end) {
        return (int) ((next() >>> 32) * end >>> 32);
    }

    /** What a Metropolis test with mean 1 allows the cost to grow by. */
    double allowance() {
        return MINUS_LOG[(int) (next() >>> 50)];
    }
}
