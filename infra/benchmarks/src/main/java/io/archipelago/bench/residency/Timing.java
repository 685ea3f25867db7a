package io.archipelago.bench.residency;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;

/**
 * Times rounds of work by the processor time of the thread that does them, so that others on the machine who take their
 * turns count for nobody.
 */
final class Timing {

    /** What rounds come to; kept so that no compiler finds out that nobody needs it. */
    static volatile long sink;

    /** One round. */
    interface Round {
        /** @return something that depends on all of the work */
        long run();
    }

    private static final ThreadMXBean THREAD = ManagementFactory.getThreadMXBean();

    private Timing() {}

    /** @return nanoseconds of the median round of each, taken in turns so that all see the same machine */
    static double[] medianNanos(int rounds, Round... all) {
        var nanos = new long[all.length][rounds];
        for (int r = 0; r < rounds; r++)
            for (int i = 0; i < all.length; i++) {
                long start = THREAD.getCurrentThreadCpuTime();
                sink += all[i].run();
                nanos[i][r] = THREAD.getCurrentThreadCpuTime() - start;
            }
        var medians = new double[all.length];
        for (int i = 0; i < all.length; i++) {
            Arrays.sort(nanos[i]);
            medians[i] = nanos[i][rounds / 2];
        }
        return medians;
    }
}
