package io.archipelago.placement.engine;

import java.util.Arrays;

/**
 * Sends each area's requests to the nearest replicas that still have capacity: all (area, site) pairs by distance, each
 * taking what is left on both sides. What no replica can serve overloads the nearest ones and counts as missed.
 *
 * <p>Works on one group at a time and keeps its pairs in order, so that the price of a change is one walk along them.
 * Reused scratch space: not thread-safe.
 */
final class DemandSplitter {
    private static final int FIELD = 20;
    private static final int MASK = (1 << FIELD) - 1;
    private static final int NONE = -1;

    private final PlacementProblem problem;
    private final long[] left; // capacity left, per site
    private final int[] positions; // of a used site among the used ones
    private final int[] listed; // per site: the load in which its list was made
    private long[][] lists = {}; // per site: its pairs in order
    private long[] order = new long[64]; // pairs of all used sites: distance, area, site
    private long[] merged = new long[64];
    private int pairs;
    private long[] open = new long[16]; // demand left, per area of the group
    private int loads;

    private int group = NONE;
    private PlacementProblem.Demand demand = PlacementProblem.Demand.NONE;
    private LatencyGoal goal = LatencyGoal.NONE;
    private long service;
    private Replicas replicas = Replicas.none(0);
    private boolean recording;

    long latencyCost;
    long withinMilliRps;
    long unservedMilliRps;
    /** Requests per [area of the group * used sites + position of the site]; filled by {@link #record}. */
    long[] flows = {};

    DemandSplitter(PlacementProblem problem) {
        this.problem = problem;
        left = new long[problem.siteCount()];
        positions = new int[problem.siteCount()];
        listed = new int[problem.siteCount()];
        lists = new long[problem.siteCount()][0];
    }

    /** Takes up a group as it stands; a change to its replicas must be told by {@link #changed}. */
    void load(int g, Replicas its) {
        if (group == g) return;
        group = g;
        replicas = its;
        var spec = problem.groups[g];
        demand = problem.demandOf(g);
        goal = spec.latency;
        service = spec.serviceMilliRps;
        loads++;
        if (open.length < demand.areas().length) open = new long[demand.areas().length];
        sortPairs();
    }

    private void sortPairs() {
        pairs = 0;
        for (int u = 0; u < replicas.sites(); u++) add(replicas.site(u));
        Arrays.sort(order, 0, pairs);
    }

    private void add(int site) {
        int[] areas = demand.areas();
        if (order.length < pairs + areas.length) order = Arrays.copyOf(order, 2 * (pairs + areas.length));
        for (int a = 0; a < areas.length; a++) order[pairs++] = pair(areas[a], a, site);
    }

    private long pair(int area, int a, int site) {
        return (long) problem.areaRttMs[area][site] << 2 * FIELD | (long) a << FIELD | site;
    }

    /** The group taken up may have changed untold. */
    void forget() {
        group = NONE;
    }

    /** A replica of the group has moved; -1 stands for "not running". */
    void changed(int g, int from, int to) {
        if (group != g) return;
        if (from >= 0 && replicas.at(from) == 0) drop(from);
        if (to >= 0 && replicas.at(to) == 1) insert(to);
    }

    private void drop(int site) {
        int kept = 0;
        for (int i = 0; i < pairs; i++) if ((int) (order[i] & MASK) != site) order[kept++] = order[i];
        pairs = kept;
    }

    private void insert(int site) {
        long[] list = list(site);
        int n = list.length;
        if (merged.length < pairs + n) merged = new long[2 * (pairs + n)];
        int i = 0;
        int j = 0;
        for (int k = 0; k < pairs + n; k++)
            merged[k] = j == n || i < pairs && order[i] < list[j] ? order[i++] : list[j++];
        long[] spare = order;
        order = merged;
        merged = spare;
        pairs += n;
    }

    private long[] list(int site) {
        if (listed[site] == loads) return lists[site];
        int[] areas = demand.areas();
        long[] list = lists[site].length == areas.length ? lists[site] : new long[areas.length];
        for (int a = 0; a < areas.length; a++) list[a] = pair(areas[a], a, site);
        Arrays.sort(list);
        listed[site] = loads;
        lists[site] = list;
        return list;
    }

    /** What the group's latency would cost with one replica moved; -1 stands for "not running". */
    long costAfter(int from, int to) {
        walk(from, to);
        return latencyCost;
    }

    /** Splits the group's demand as it stands; fills all fields. */
    void record() {
        flows = new long[demand.areas().length * replicas.sites()];
        for (int u = 0; u < replicas.sites(); u++) positions[replicas.site(u)] = u;
        recording = true;
        walk(NONE, NONE);
        recording = false;
    }

    private void walk(int from, int to) {
        latencyCost = withinMilliRps = unservedMilliRps = 0;
        for (int u = 0; u < replicas.sites(); u++) {
            int s = replicas.site(u);
            left[s] = capacity(replicas.at(s) - (s == from ? 1 : 0));
        }
        boolean opens = to >= 0 && replicas.at(to) == 0;
        if (to >= 0) left[to] = capacity(replicas.at(to) + 1);
        long[] extra = opens ? list(to) : NO_PAIRS;
        long[] amounts = demand.milliRps();
        System.arraycopy(amounts, 0, open, 0, amounts.length);
        long total = demand.total();
        int i = 0;
        int j = 0;
        while (total > 0 && (i < pairs || j < extra.length)) {
            long pair = j == extra.length || i < pairs && order[i] < extra[j] ? order[i++] : extra[j++];
            int a = (int) (pair >> FIELD) & MASK;
            int s = (int) pair & MASK;
            long amount = Math.min(open[a], left[s]);
            if (amount == 0) continue;
            open[a] -= amount;
            left[s] -= amount;
            total -= amount;
            int rtt = (int) (pair >> 2 * FIELD);
            boolean within = rtt <= goal.objectiveMs();
            if (within) withinMilliRps += amount;
            price(amount, rtt, within);
            if (recording) flows[a * replicas.sites() + positions[s]] += amount;
        }
        if (total > 0) overload(from, to);
    }

    private static final long[] NO_PAIRS = {};

    private long capacity(int replicas) {
        return replicas == 0 ? 0 : service <= 0 ? Long.MAX_VALUE : replicas * service;
    }

    private void overload(int from, int to) {
        for (int a = 0; a < demand.areas().length; a++) {
            if (open[a] == 0) continue;
            unservedMilliRps += open[a];
            int nearest = nearest(demand.areas()[a], from, to);
            price(open[a], nearest < 0 ? 0 : problem.areaRttMs[demand.areas()[a]][nearest], false);
            if (recording && nearest >= 0) flows[a * replicas.sites() + positions[nearest]] += open[a];
        }
    }

    private int nearest(int area, int from, int to) {
        int[] rtt = problem.areaRttMs[area];
        int best = to;
        for (int u = 0; u < replicas.sites(); u++) {
            int s = replicas.site(u);
            if (s == from && replicas.at(s) == 1) continue;
            if (best < 0 || rtt[s] < rtt[best] || rtt[s] == rtt[best] && s < best) best = s;
        }
        return best;
    }

    private void price(long amount, int rttMs, boolean within) {
        long perMillion = goal.pricePerMillionRequestMs() * rttMs + (within ? 0 : goal.pricePerMillionMisses());
        latencyCost += Rates.perHour(amount, perMillion);
    }
}
