package io.archipelago.placement.engine;

import java.util.Arrays;

/** How many replicas a group has at each site, and which sites those are. */
final class Replicas {
    private final int[] counts;
    private int[] used = new int[4]; // ascending
    private int sites;
    private int total;

    private Replicas(int[] counts) {
        this.counts = counts;
    }

    static Replicas none(int sites) {
        return new Replicas(new int[sites]);
    }

    /** Per site; not a copy. */
    int[] counts() {
        return counts;
    }

    int at(int site) {
        return counts[site];
    }

    int total() {
        return total;
    }

    /** Distinct sites in use. */
    int sites() {
        return sites;
    }

    /** The n-th site in use, in site order. */
    int site(int n) {
        return used[n];
    }

    /** Moves one replica; -1 stands for "not running". */
    void change(int from, int to) {
        if (from >= 0) {
            total--;
            if (--counts[from] == 0) leave(from);
        }
        if (to >= 0) {
            total++;
            if (counts[to]++ == 0) enter(to);
        }
    }

    private void leave(int site) {
        int at = Arrays.binarySearch(used, 0, sites, site);
        System.arraycopy(used, at + 1, used, at, sites - at - 1);
        sites--;
    }

    private void enter(int site) {
        int at = -1 - Arrays.binarySearch(used, 0, sites, site);
        if (sites == used.length) used = Arrays.copyOf(used, 2 * sites);
        System.arraycopy(used, at, used, at + 1, sites - at);
        used[at] = site;
        sites++;
    }
}
