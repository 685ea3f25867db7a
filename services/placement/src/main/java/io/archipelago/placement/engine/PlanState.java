package io.archipelago.placement.engine;

import java.util.ArrayList;
import java.util.List;

/** Counts per group and site with everything derived from them, kept exact under single-replica changes. */
final class PlanState {
    final PlacementProblem problem;
    final int[][] counts;
    final int[] placed;
    final long[] used; // [site * resources + resource], others included
    private final DemandSplitter splitter;
    private final int[][] touching; // affinities per group
    private final Cost[] own; // without affinities
    private final Cost[] affinity;
    private long total;

    PlanState(PlacementProblem problem) {
        this.problem = problem;
        int resources = problem.resourceCount();
        counts = new int[problem.groupCount()][problem.siteCount()];
        placed = new int[problem.groupCount()];
        used = new long[problem.siteCount() * resources];
        for (int s = 0; s < problem.siteCount(); s++)
            System.arraycopy(problem.sites[s].usedByOthers(), 0, used, s * resources, resources);
        splitter = new DemandSplitter(problem);
        touching = touching(problem);
        own = new Cost[problem.groupCount()];
        affinity = new Cost[problem.affinities.length];
        for (int g = 0; g < own.length; g++) own[g] = ownCost(g);
        for (int e = 0; e < affinity.length; e++) affinity[e] = affinityCost(e);
        total = recomputedTotal();
    }

    static PlanState of(PlacementProblem problem, int[][] counts) {
        var state = new PlanState(problem);
        for (int g = 0; g < problem.groupCount(); g++)
            for (int s = 0; s < problem.siteCount(); s++) for (int i = 0; i < counts[g][s]; i++) state.add(g, s);
        return state;
    }

    private static int[][] touching(PlacementProblem problem) {
        var lists = new ArrayList<List<Integer>>();
        for (int g = 0; g < problem.groupCount(); g++) lists.add(new ArrayList<>());
        for (int e = 0; e < problem.affinities.length; e++) {
            var edge = problem.affinities[e];
            lists.get(edge.caller()).add(e);
            if (edge.callee() != edge.caller()) lists.get(edge.callee()).add(e);
        }
        return lists.stream()
                .map(l -> l.stream().mapToInt(Integer::intValue).toArray())
                .toArray(int[][]::new);
    }

    /** Micro-USD per hour of everything. */
    long total() {
        return total;
    }

    /** The same from scratch: what {@link #total()} must always equal. */
    long recomputedTotal() {
        long sum = 0;
        for (int g = 0; g < own.length; g++) sum += ownCost(g).total();
        for (int e = 0; e < affinity.length; e++) sum += affinityCost(e).total();
        return sum;
    }

    Cost costOf(int group) {
        var cost = own[group];
        for (int e : touching[group]) if (problem.affinities[e].caller() == group) cost = cost.plus(affinity[e]);
        return cost;
    }

    DemandSplitter split(int group) {
        splitter.split(problem.groups[group], counts[group], true);
        return splitter;
    }

    boolean fits(int group, int site) {
        return missingResource(group, site) < 0;
    }

    /** The first resource that is too short for one more replica; -1 if it fits. */
    int missingResource(int group, int site) {
        long[] need = problem.groups[group].perReplica;
        for (int r = 0; r < need.length; r++) if (isShort(group, site, r)) return r;
        return -1;
    }

    boolean isShort(int group, int site, int resource) {
        long[] need = problem.groups[group].perReplica;
        return need[resource] > 0
                && used[site * need.length + resource] + need[resource] > problem.limit(site, resource);
    }

    long shortBy(int group, int site, int resource) {
        long[] need = problem.groups[group].perReplica;
        return used[site * need.length + resource] + need[resource] - problem.limit(site, resource);
    }

    void add(int group, int site) {
        change(group, -1, site);
    }

    void remove(int group, int site) {
        change(group, site, -1);
    }

    void move(int group, int from, int to) {
        change(group, from, to);
    }

    /** Moves one replica; -1 stands for "not running". */
    void change(int group, int from, int to) {
        shift(group, from, to);
        own[group] = replace(own[group], ownCost(group));
        for (int e : touching[group]) affinity[e] = replace(affinity[e], affinityCost(e));
    }

    private Cost replace(Cost before, Cost after) {
        total += after.total() - before.total();
        return after;
    }

    /** Change of the total if one replica moved; nothing is changed. */
    long delta(int group, int from, int to) {
        if (from == to) return 0;
        shiftCounts(group, from, to);
        long delta = ownCost(group).total() - own[group].total();
        for (int e : touching[group]) delta += affinityCost(e).total() - affinity[e].total();
        shiftCounts(group, to, from);
        return delta;
    }

    /** Compute and transfer the payer would pay after a replica of the group moved. */
    long spendAfter(int payer, int group, int from, int to) {
        shiftCounts(group, from, to);
        long spend = payer == group ? ownCost(group).spend() : own[payer].spend();
        for (int e : touching[payer])
            if (problem.affinities[e].caller() == payer)
                spend += affinityCost(e).spend();
        shiftCounts(group, to, from);
        return spend;
    }

    /** The affinities in which the group calls or is called. */
    int[] touching(int group) {
        return touching[group];
    }

    int moves(int group) {
        var spec = problem.groups[group];
        int arrived = 0;
        int left = 0;
        for (int s = 0; s < counts[group].length; s++) {
            int change = counts[group][s] - spec.current(s);
            if (change > 0) arrived += change;
            else left -= change;
        }
        return Math.min(arrived, left);
    }

    private void shift(int group, int from, int to) {
        shiftCounts(group, from, to);
        long[] need = problem.groups[group].perReplica;
        for (int r = 0; r < need.length; r++) {
            if (from >= 0) used[from * need.length + r] -= need[r];
            if (to >= 0) used[to * need.length + r] += need[r];
        }
    }

    private void shiftCounts(int group, int from, int to) {
        if (from >= 0) {
            counts[group][from]--;
            placed[group]--;
        }
        if (to >= 0) {
            counts[group][to]++;
            placed[group]++;
        }
    }

    private Cost ownCost(int group) {
        var spec = problem.groups[group];
        int[] row = counts[group];
        long compute = 0;
        long carbon = 0;
        for (int s = 0; s < row.length; s++)
            if (row[s] > 0) {
                compute += row[s] * spec.price(s);
                carbon += row[s] * spec.carbon(s);
            }
        splitter.split(spec, row, false);
        long move = spec.moveCost == 0 ? 0 : moves(group) * spec.moveCost / problem.paybackHours;
        return new Cost(compute, 0, splitter.latencyCost, carbon, move);
    }

    private Cost affinityCost(int e) {
        var edge = problem.affinities[e];
        int[] callers = counts[edge.caller()];
        int total = placed[edge.caller()];
        if (total == 0 || placed[edge.callee()] == 0) return Cost.ZERO;
        long transfer = 0;
        long latency = 0;
        for (int s = 0; s < callers.length; s++) {
            if (callers[s] == 0) continue;
            int t = cheapestCallee(edge, s);
            long calls = edge.callsMilliRps() * callers[s] / total;
            transfer += Rates.perHour(calls, transferPerMillion(edge, s, t));
            latency += Rates.perHour(calls, edge.pricePerMillionCallMs() * problem.siteRtt(s, t));
        }
        return new Cost(0, transfer, latency, 0, 0);
    }

    private int cheapestCallee(Affinity edge, int from) {
        int[] callees = counts[edge.callee()];
        int best = -1;
        long bestCost = Long.MAX_VALUE;
        for (int t = 0; t < callees.length; t++) {
            if (callees[t] == 0) continue;
            long cost = transferPerMillion(edge, from, t) + edge.pricePerMillionCallMs() * problem.siteRtt(from, t);
            if (cost < bestCost) {
                bestCost = cost;
                best = t;
            }
        }
        return best;
    }

    private long transferPerMillion(Affinity edge, int from, int to) {
        return Rates.perMillion(edge.requestBytes(), problem.transferPrice(from, to))
                + Rates.perMillion(edge.responseBytes(), problem.transferPrice(to, from));
    }
}
