package io.archipelago.placement.engine;

/** The inner loops over all sites: contiguous rows and no branches, so that the compiler turns them into vector code. */
final class SiteScan {
    /** Added to what does not fit: dearer than any site, and no overflow. */
    private static final long FULL = 1L << 61;

    private SiteScan() {}

    /** The first of the first {@code n} with the least value; -1 when there is none. */
    static int least(long[] row, int n) {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < n; i++) least = Math.min(least, row[i]);
        for (int i = 0; i < n; i++) if (row[i] == least) return i;
        return -1;
    }

    /**
     * What {@code worth} leaves beyond the ways that start at {@code base}: each entry of {@code most} is raised to it, and
     * each of {@code all} by {@code amount} times it.
     */
    static void raise(long[] most, long[] all, long worth, long amount, long[] way, int base, int n) {
        for (int i = 0; i < n; i++) {
            long beyond = Math.max(0, worth - way[base + i]);
            most[i] = Math.max(most[i], beyond);
            all[i] += amount * beyond;
        }
    }

    /**
     * What one replica costs at each site where it fits; {@link #FULL} or more where it does not.
     *
     * @param row costs per site, below {@link #FULL}
     * @param free per resource and site
     * @param need per resource
     */
    static void score(long[] row, long[][] free, long[] need, long[] into) {
        int n = row.length;
        System.arraycopy(row, 0, into, 0, n);
        for (int r = 0; r < free.length; r++) if (need[r] > 0) lack(free[r], need[r], into, n);
    }

    private static void lack(long[] free, long need, long[] into, int n) {
        for (int s = 0; s < n; s++) into[s] = Math.max(into[s], ((free[s] - need) >>> 63) << 61);
    }

    static boolean fits(long score) {
        return score < FULL >> 1;
    }
}
