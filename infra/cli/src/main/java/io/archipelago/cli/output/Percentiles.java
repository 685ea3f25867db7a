package io.archipelago.cli.output;

import java.util.Arrays;

/** Exact percentiles of a handful of samples, by the nearest-rank method. */
public record Percentiles(double[] sorted) {

    public static Percentiles of(double[] samples) {
        if (samples.length == 0) throw new IllegalArgumentException("no samples");
        var sorted = samples.clone();
        Arrays.sort(sorted);
        return new Percentiles(sorted);
    }

    /** @param share 0.5 for the median */
    public double at(double share) {
        return sorted[(int) Math.max(0, Math.ceil(share * sorted.length) - 1)];
    }
}
