package io.archipelago.placement.engine;

import java.util.Arrays;

/**
 * The cheapest way to run one group when room has a price and every answered request is worth a given amount: a relaxation
 * of the group's own problem, solved exactly. A replica earns by answering the requests that are worth most beyond
 * their way, as many as it can serve, and the next one at the same site earns no more. So the cheapest replicas, one by
 * one, are the cheapest set; a wish to spread asks for firsts in distinct regions and sites, cheapest first.
 *
 * <p>Money is in {@link #UNIT}ths of a micro-USD per hour, so that no product is rounded. Reused scratch space: not
 * thread-safe.
 */
final class GroupDual {
    /** Parts of a micro-USD: {@link Rates#perHour} divides by this. */
    static final long UNIT = 10_000_000;

    /** Dearer than anything: a site that is out of the question. */
    static final long NEVER = Long.MAX_VALUE / 4;

    /** How many sites {@link #nearest} names per area. */
    static final int NEAR = 12;

    private static final int AREA_BITS = 16;
    private static final int AREA = (1 << AREA_BITS) - 1;
    private static final int SELECTED = 12; // of the best areas, one by one; the rest is sorted

    private final PlacementProblem problem;
    private int group;
    private GroupSpec spec = GroupSpec.of("");
    private PlacementProblem.Demand demand = PlacementProblem.Demand.NONE;
    private int areas;
    private long service;
    private long dearest;

    /** The sites looked at, and how many. */
    final int[] site;

    int sites;
    private long[] way = {}; // [area * sites + i] cost of answering one request per 1,000 s from there
    private final long[] key; // what the next replica would cost, or less
    private final long[] all; // per looked-at site: what a replica would earn that answers all that is worth its way
    private final boolean[] exact;
    private long[] sorted = {}; // per site: its areas by worth, the best ones first, as -(worth << AREA_BITS | area)
    private final int[] count;
    private final int[] inOrder; // of those: how many are in their place
    private final int[] at; // per site: position in its areas
    private final long[] rest; // per site: what is left of the area at that position
    private final boolean[] regionTaken;

    /** Replicas per looked-at site in the last answer. */
    final int[] picks;
    /** Requests answered per area of the group in the last answer. */
    long[] served = {};

    GroupDual(PlacementProblem problem) {
        this.problem = problem;
        int most = problem.siteCount();
        site = new int[most];
        key = new long[most];
        all = new long[most];
        exact = new boolean[most];
        count = new int[most];
        inOrder = new int[most];
        at = new int[most];
        rest = new long[most];
        picks = new int[most];
        regionTaken = new boolean[problem.regions];
    }

    /** Takes up a group on the sites that {@link #site} holds. */
    void load(int g, int howMany) {
        group = g;
        sites = howMany;
        spec = problem.groups[g];
        demand = problem.demandOf(g);
        areas = demand.areas().length;
        service = spec.serviceMilliRps <= 0 ? Long.MAX_VALUE : spec.serviceMilliRps;
        if (way.length < areas * sites) way = new long[areas * sites];
        if (sorted.length < areas * sites) sorted = new long[areas * sites];
        if (served.length < areas) served = new long[areas];
        // no sum over all sites can overflow; ways that are cut off keep the bound true
        dearest = Math.min(1L << 62 - AREA_BITS, (1L << 62) / (problem.siteCount() + 2) / Math.max(1, demand.total()));
        var goal = spec.latency;
        for (int a = 0; a < areas; a++) {
            int[] rtt = problem.areaRttMs[demand.areas()[a]];
            for (int i = 0; i < sites; i++) {
                long perMillion = goal.pricePerMillionRequestMs() * rtt[site[i]]
                        + (rtt[site[i]] > goal.objectiveMs() ? goal.pricePerMillionMisses() : 0);
                way[a * sites + i] = 36 * Math.min(perMillion, dearest / 36);
            }
        }
    }

    /** A first guess at what answering one request is worth: the cheapest way and its part of a busy replica. */
    void guess(long[] rent, long[] worth) {
        for (int a = 0; a < areas; a++) {
            long best = NEVER;
            for (int i = 0; i < sites; i++)
                if (rent[i] < NEVER)
                    best = Math.min(best, way[a * sites + i] + (service == Long.MAX_VALUE ? 0 : rent[i] / service));
            worth[a] = best == NEVER ? 0 : best;
        }
        cap(worth);
    }

    /**
     * Keeps the worth of requests within what sums can hold. And where replicas cannot serve all, or none is needed, the rest
     * is missed: then no request is worth more than that costs.
     */
    void cap(long[] worth) {
        boolean none = problem.neededReplicas(group) == 0;
        boolean all = service > demand.total() || service * spec.maxReplicas >= demand.total();
        var goal = spec.latency;
        for (int a = 0; a < areas; a++) {
            worth[a] = Math.min(worth[a], dearest);
            if (all && !none) continue;
            int nearest = none ? 0 : Integer.MAX_VALUE; // without replicas no way is reckoned
            for (int rtt : problem.areaRttMs[demand.areas()[a]]) nearest = Math.min(nearest, rtt);
            long missed = 36 * (goal.pricePerMillionRequestMs() * nearest + goal.pricePerMillionMisses());
            worth[a] = Math.min(worth[a], missed);
        }
    }

    /**
     * The least cost of the group, and with {@link #picks} and {@link #served} how.
     *
     * @param rent of one replica per looked-at site, price of room included; {@link #NEVER} where it may not run
     * @param worth of one request per 1,000 seconds, per area of the group
     */
    long solve(long[] rent, long[] worth) {
        Arrays.fill(picks, 0, sites, 0);
        Arrays.fill(served, 0, areas, 0);
        firstKeys(rent, worth);
        long cost = 0;
        for (int a = 0; a < areas; a++) cost += demand.milliRps()[a] * worth[a];
        int wanted = problem.neededReplicas(group);
        int placed = 0;
        var spread = spec.spread;
        if (spread.minRegions() > 1 || spread.minSites() > 1) {
            Arrays.fill(regionTaken, false);
            boolean newRegion = true;
            while (true) {
                newRegion = newRegion && placed < Math.min(spread.minRegions(), wanted);
                if (!newRegion && placed >= Math.min(spread.minSites(), wanted)) break;
                int i = cheapestFirst(rent, worth, newRegion);
                if (i >= 0) {
                    regionTaken[problem.regionOf[site[i]]] = true;
                    cost += take(i, rent);
                    placed++;
                } else if (newRegion) newRegion = false;
                else break;
            }
        }
        while (placed < spec.maxReplicas) {
            int i = cheapest(rent, worth);
            if (i < 0 || key[i] >= NEVER || placed >= wanted && key[i] >= 0) break;
            cost += take(i, rent);
            placed++;
        }
        return cost;
    }

    /** What one replica would cost at each looked-at site, what it earns taken off. */
    void firsts(long[] rent, long[] worth, long[] row) {
        firstKeys(rent, worth);
        for (int i = 0; i < sites; i++) {
            if (!exact[i] && key[i] < NEVER) refine(i, rent, worth);
            row[i] = key[i];
        }
    }

    /** Copies what the next replica would cost at each looked-at site, or less. */
    void keys(long[] row) {
        System.arraycopy(key, 0, row, 0, sites);
    }

    /** For each area the sites where a busy replica would answer it cheapest, best first: [area * {@link #NEAR} + n]. */
    int[] nearest(long[] rent, long[] scratch) {
        var found = new int[areas * NEAR];
        for (int a = 0; a < areas; a++) {
            for (int i = 0; i < sites; i++)
                scratch[i] = way[a * sites + i] + (service == Long.MAX_VALUE ? 0 : rent[i] / service);
            for (int n = 0; n < NEAR; n++) {
                int i = Math.max(0, SiteScan.least(scratch, sites));
                scratch[i] = Long.MAX_VALUE;
                found[a * NEAR + n] = site[i];
            }
        }
        return sites == 0 ? new int[0] : found;
    }

    private int cheapest(long[] rent, long[] worth) {
        while (true) {
            int best = SiteScan.least(key, sites);
            if (best < 0 || exact[best] || key[best] >= NEVER) return best;
            refine(best, rent, worth);
        }
    }

    private int cheapestFirst(long[] rent, long[] worth, boolean newRegion) {
        while (true) {
            int best = -1;
            for (int i = 0; i < sites; i++) {
                boolean open =
                        picks[i] == 0 && key[i] < NEVER && !(newRegion && regionTaken[problem.regionOf[site[i]]]);
                if (open && (best < 0 || key[i] < key[best])) best = i;
            }
            if (best < 0 || exact[best]) return best;
            refine(best, rent, worth);
        }
    }

    /**
     * A bound that needs no sorting: as if all a replica answers were worth what the best of it is, or as if it answered all
     * that is worth its way.
     */
    private void firstKeys(long[] rent, long[] worth) {
        Arrays.fill(key, 0, sites, 0);
        Arrays.fill(all, 0, sites, 0);
        for (int a = 0; a < areas; a++)
            SiteScan.raise(key, all, worth[a], Math.min(service, demand.milliRps()[a]), way, a * sites, sites);
        long most = Math.min(service, demand.total());
        for (int i = 0; i < sites; i++) {
            key[i] = rent[i] >= NEVER ? NEVER : rent[i] - Math.min(key[i] * most, all[i]);
            exact[i] = areas == 0;
        }
    }

    private void refine(int i, long[] rent, long[] worth) {
        list(i, worth);
        key[i] = rent[i] - earn(i, false);
        exact[i] = true;
    }

    /** Lists what is worth its way to a site; {@link #best} puts it in order as far as it is needed. */
    private void list(int i, long[] worth) {
        int base = i * areas;
        int n = 0;
        for (int a = 0; a < areas; a++) {
            long beyond = worth[a] - way[a * sites + i];
            if (beyond > 0) sorted[base + n++] = -(beyond << AREA_BITS | a);
        }
        count[i] = n;
        inOrder[i] = 0;
        at[i] = 0;
        rest[i] = n == 0 ? 0 : demand.milliRps()[(int) (best(i, 0) & AREA)];
    }

    /** The k-th best of a site's areas. A replica is soon busy, so few are asked for; many are cheaper sorted. */
    private long best(int i, int k) {
        int from = i * areas + k;
        int end = i * areas + count[i];
        if (k >= inOrder[i]) {
            if (k < SELECTED) {
                int best = from;
                for (int c = from + 1; c < end; c++) if (sorted[c] < sorted[best]) best = c;
                long entry = sorted[best];
                sorted[best] = sorted[from];
                sorted[from] = entry;
                inOrder[i] = k + 1;
            } else {
                Arrays.sort(sorted, from, end);
                inOrder[i] = count[i];
            }
        }
        return -sorted[from];
    }

    /** What the next replica at a site earns; with {@code take} it is taken. */
    private long earn(int i, boolean take) {
        int k = at[i];
        long left = service;
        long here = rest[i];
        long sum = 0;
        while (left > 0 && k < count[i]) {
            long entry = best(i, k);
            long part = Math.min(left, here);
            sum += part * (entry >> AREA_BITS);
            left -= part;
            here -= part;
            if (take) served[(int) (entry & AREA)] += part;
            if (here == 0 && ++k < count[i]) here = demand.milliRps()[(int) (best(i, k) & AREA)];
        }
        if (take) {
            at[i] = k;
            rest[i] = here;
        }
        return sum;
    }

    private long take(int i, long[] rent) {
        long cost = key[i];
        if (areas > 0) earn(i, true);
        picks[i]++;
        key[i] = picks[i] >= problem.limitPerSite(group) ? NEVER : areas == 0 ? rent[i] : rent[i] - earn(i, false);
        return cost;
    }
}
