package io.archipelago.cli.demo;

import java.util.Arrays;

/** Exact percentiles of a handful of samples, by the nearest-rank method. */
record Percentiles(double[] sorted) {

    static Percentiles of(double[] samples) {
        if (samples.length == 0) throw new IllegalArgumentException("no samples");
        var sorted = samples.clone();
        Arrays.sort(sorted);
        return new Percentiles(sorted);
    }

    /** @param share 0.5 for the median */
    double at(double share) {
        return sorted[(int) Math.max(0, Math.ceil(share * sorted.length) - 1)];
    }
}
