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

    /** Raises each entry to what {@code worth} leaves beyond the ways that start at {@code base}. */
    static void raise(long[] row, long worth, long[] way, int base, int n) {
        for (int i = 0; i < n; i++) row[i] = Math.max(row[i], worth - way[base + i]);
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
