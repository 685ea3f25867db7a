package io.archipelago.placement.engine;

import java.util.Arrays;

/**
 * Sends each area's requests to the nearest replicas that still have capacity: all (area, site) pairs by distance, each
 * taking what is left on both sides. What no replica can serve overloads the nearest ones and counts as missed.
 *
 * <p>Reused scratch space: not thread-safe.
 */
final class DemandSplitter {
    private final PlacementProblem problem;
    private final int[] used; // sites with replicas, ascending
    private int usedCount;
    private final long[] left; // capacity left, parallel to used
    private final long[] open; // demand left, per area
    private long[] pairs = new long[64];

    long latencyCost;
    long withinMilliRps;
    long unservedMilliRps;
    /** Requests per [area * usedCount + position in used]; valid after {@link #split} with flows wanted. */
    long[] flows = new long[0];

    DemandSplitter(PlacementProblem problem) {
        this.problem = problem;
        used = new int[problem.siteCount()];
        left = new long[problem.siteCount()];
        open = new long[problem.areaCount()];
    }

    int usedCount() {
        return usedCount;
    }

    int used(int position) {
        return used[position];
    }

    /** Evaluates a group for the given counts; fills the cost fields, and {@link #flows} if wanted. */
    void split(GroupSpec group, int[] counts, boolean wantFlows) {
        latencyCost = withinMilliRps = unservedMilliRps = 0;
        usedCount = 0;
        if (group.demandMilliRps.length == 0) return;
        for (int s = 0; s < counts.length; s++)
            if (counts[s] > 0) {
                left[usedCount] = group.serviceMilliRps <= 0 ? Long.MAX_VALUE : counts[s] * group.serviceMilliRps;
                used[usedCount++] = s;
            }
        if (wantFlows) flows = new long[problem.areaCount() * usedCount];
        System.arraycopy(group.demandMilliRps, 0, open, 0, open.length);
        if (usedCount > 0 && !nearestHasRoomForAll(group, wantFlows)) serveByDistance(group, wantFlows);
        overload(group, wantFlows);
    }

    /** The common case needs no sorting: every area's nearest site can take all that comes to it. */
    private boolean nearestHasRoomForAll(GroupSpec group, boolean wantFlows) {
        for (int a = 0; a < open.length; a++) {
            if (open[a] == 0) continue;
            int nearest = nearest(a);
            left[nearest] -= open[a];
            if (left[nearest] < 0) {
                for (int b = 0; b <= a; b++) if (open[b] > 0) left[nearest(b)] += open[b];
                return false;
            }
        }
        for (int a = 0; a < open.length; a++) {
            if (open[a] == 0) continue;
            serve(group, a, nearest(a), open[a], wantFlows);
        }
        return true;
    }

    private int nearest(int area) {
        int[] rtt = problem.areaRttMs[area];
        int best = 0;
        for (int u = 1; u < usedCount; u++) if (rtt[used[u]] < rtt[used[best]]) best = u;
        return best;
    }

    private void serveByDistance(GroupSpec group, boolean wantFlows) {
        int n = 0;
        for (int a = 0; a < open.length; a++) {
            if (open[a] == 0) continue;
            if (pairs.length < n + usedCount) pairs = Arrays.copyOf(pairs, 2 * (n + usedCount));
            for (int u = 0; u < usedCount; u++)
                pairs[n++] = (long) problem.areaRttMs[a][used[u]] << 40 | (long) a << 20 | u;
        }
        Arrays.sort(pairs, 0, n);
        for (int i = 0; i < n; i++) {
            int a = (int) (pairs[i] >> 20) & 0xFFFFF;
            int u = (int) pairs[i] & 0xFFFFF;
            long amount = Math.min(open[a], left[u]);
            if (amount == 0) continue;
            left[u] -= amount;
            serve(group, a, u, amount, wantFlows);
        }
    }

    private void serve(GroupSpec group, int a, int u, long amount, boolean wantFlows) {
        open[a] -= amount;
        int rtt = problem.areaRttMs[a][used[u]];
        boolean within = rtt <= group.latency.objectiveMs();
        if (within) withinMilliRps += amount;
        price(group.latency, amount, rtt, within);
        if (wantFlows) flows[a * usedCount + u] += amount;
    }

    private void overload(GroupSpec group, boolean wantFlows) {
        for (int a = 0; a < open.length; a++) {
            if (open[a] == 0) continue;
            unservedMilliRps += open[a];
            int nearest = usedCount == 0 ? -1 : nearest(a);
            price(group.latency, open[a], nearest < 0 ? 0 : problem.areaRttMs[a][used[nearest]], false);
            if (wantFlows && nearest >= 0) flows[a * usedCount + nearest] += open[a];
        }
    }

    private void price(LatencyGoal goal, long amount, int rttMs, boolean within) {
        long perMillion = goal.pricePerMillionRequestMs() * rttMs + (within ? 0 : goal.pricePerMillionMisses());
        latencyCost += Rates.perHour(amount, perMillion);
    }
}
