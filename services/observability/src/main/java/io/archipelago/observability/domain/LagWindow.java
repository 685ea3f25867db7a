package io.archipelago.observability.domain;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The last 256 samples, for exact percentiles of what is going on now. Not thread-safe. */
final class LagWindow {

    private static final int SIZE = 256;

    private final long[] samples = new long[SIZE];
    private long count;

    /** @param lagMs below zero, as between clocks that disagree, counts as zero */
    void add(long lagMs) {
        samples[(int) (count++ % SIZE)] = Math.max(0, lagMs);
    }

    /** The smallest sample that at least this share of them does not exceed; null when there is none. */
    @Nullable
    Double percentile(double share) {
        int size = (int) Math.min(count, SIZE);
        if (size == 0) return null;
        var sorted = Arrays.copyOf(samples, size);
        Arrays.sort(sorted);
        return (double) sorted[Math.max(0, (int) Math.ceil(share * size) - 1)];
    }
}
