package io.archipelago.placement.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Counts per group and site with everything derived from them, kept exact under single-replica changes. What a change
 * would cost is reckoned from the sites the group uses, never from all.
 */
final class PlanState {
    final PlacementProblem problem;
    /** Per [group][site]: the rows of {@link #replicas}, to read. */
    final int[][] counts;
    /** Per resource and site: what may still be taken; negative where a site is overfull. */
    final long[][] free;

    final int[] placed;
    final Replicas[] replicas;
    /** Groups whose replicas or costs changed since this was cleared. */
    final BitSet dirty = new BitSet();

    private static final long[][] NOTHING = {};

    private final DemandSplitter splitter;
    private final int[][] touching; // affinities per group
    private final Own[] own;
    private final long[] affinityTransfer;
    private final long[] affinityLatency;
    private final boolean[] unsettled; // groups whose latency is out of date
    private long total;
    private final long[][] room; // of a fork: what is free for all
    private final long[][] taken; // of a fork: of that, what it has taken and released

    /** What a group costs by itself. */
    private static final class Own {
        long compute;
        long carbon;
        long latency;
        int arrived; // replicas at sites beyond what runs there now
        int left; // replicas missing where they run now
    }

    /** Nothing runs yet. */
    PlanState(PlacementProblem problem) {
        this(problem, null);
        for (int g = 0; g < problem.groupCount(); g++) start(g);
    }

    private PlanState(PlacementProblem problem, @Nullable PlanState before) {
        this.problem = problem;
        int groups = problem.groupCount();
        replicas = new Replicas[groups];
        own = new Own[groups];
        unsettled = new boolean[groups];
        counts = new int[groups][];
        placed = new int[groups];
        free = new long[problem.resourceCount()][problem.siteCount()];
        splitter = new DemandSplitter(problem);
        touching =
                before != null && before.problem.affinities == problem.affinities ? before.touching : touching(problem);
        affinityTransfer = new long[problem.affinities.length];
        affinityLatency = new long[problem.affinities.length];
        for (int r = 0; r < free.length; r++)
            for (int s = 0; s < problem.siteCount(); s++)
                free[r][s] = problem.limit(s, r) - problem.sites[s].usedByOthers()[r];
        room = free;
        taken = NOTHING;
    }

    private PlanState(PlanState of) {
        problem = of.problem;
        replicas = of.replicas;
        own = of.own;
        unsettled = of.unsettled;
        counts = of.counts;
        placed = of.placed;
        touching = of.touching;
        affinityTransfer = of.affinityTransfer;
        affinityLatency = of.affinityLatency;
        room = of.free;
        free = Arrays.stream(room).map(long[]::clone).toArray(long[][]::new);
        taken = new long[free.length][problem.siteCount()];
        splitter = new DemandSplitter(problem);
    }

    static PlanState of(PlacementProblem problem, int[][] counts) {
        var state = new PlanState(problem);
        for (int g = 0; g < problem.groupCount(); g++)
            for (int s = 0; s < problem.siteCount(); s++) for (int i = 0; i < counts[g][s]; i++) state.place(g, s);
        state.reckon();
        return state;
    }

    /**
     * The same replicas under a changed problem; this state must not be used again.
     *
     * @param before per group of the changed problem: its index here, -1 where it starts from nothing
     */
    PlanState under(PlacementProblem changed, int[] before) {
        var next = new PlanState(changed, this);
        for (int g = 0; g < before.length; g++)
            if (before[g] < 0) next.start(g);
            else next.take(g, replicas[before[g]], own[before[g]]);
        for (int e = 0; e < changed.affinities.length; e++) {
            int caller = changed.affinities[e].caller();
            int callee = changed.affinities[e].callee();
            boolean same =
                    changed.affinities == problem.affinities && before[caller] == caller && before[callee] == callee;
            if (same) next.takeAffinity(e, affinityTransfer[e], affinityLatency[e]);
            else {
                next.reckonAffinity(e);
                next.dirty.set(caller);
            }
        }
        return next;
    }

    private void take(int g, Replicas its, Own costs) {
        replicas[g] = its;
        counts[g] = its.counts();
        placed[g] = its.total();
        own[g] = costs;
        total += ownTotal(g);
        long[] need = problem.groups[g].perReplica;
        for (int u = 0; u < its.sites(); u++)
            for (int r = 0; r < need.length; r++) free[r][its.site(u)] -= need[r] * its.at(its.site(u));
    }

    /**
     * Another thread's view: groups and calls are shared, so no two threads may change groups that calls connect. Room is as
     * it was: what a fork takes it does not see once {@link #release released}, nor do others before they are joined.
     */
    PlanState fork() {
        return new PlanState(this);
    }

    /** Hides what this fork took from what is decided on it next. */
    void release() {
        for (int r = 0; r < free.length; r++)
            for (int s = 0; s < free[r].length; s++) {
                taken[r][s] += room[r][s] - free[r][s];
                free[r][s] = room[r][s];
            }
    }

    /** What forks have released since the last time happened here, too, and all of them see it. */
    void join(PlanState[] forks) {
        splitter.forget();
        for (var fork : forks) {
            for (int r = 0; r < free.length; r++)
                for (int s = 0; s < free[r].length; s++) {
                    free[r][s] -= fork.taken[r][s];
                    fork.taken[r][s] = 0;
                }
            total += fork.total;
            fork.total = 0;
            dirty.or(fork.dirty);
            fork.splitter.forget();
        }
        for (var fork : forks)
            for (int r = 0; r < free.length; r++) System.arraycopy(free[r], 0, fork.free[r], 0, free[r].length);
    }

    private void takeAffinity(int e, long itsTransfer, long itsLatency) {
        affinityTransfer[e] = itsTransfer;
        affinityLatency[e] = itsLatency;
        total += itsTransfer + itsLatency;
    }

    private static int[][] touching(PlacementProblem problem) {
        var lists = new ArrayList<List<Integer>>();
        for (int g = 0; g < problem.groupCount(); g++) lists.add(new ArrayList<>(0));
        for (int e = 0; e < problem.affinities.length; e++) {
            var edge = problem.affinities[e];
            lists.get(edge.caller()).add(e);
            if (edge.callee() != edge.caller()) lists.get(edge.callee()).add(e);
        }
        return lists.stream()
                .map(l -> l.stream().mapToInt(Integer::intValue).toArray())
                .toArray(int[][]::new);
    }

    private void start(int g) {
        var spec = problem.groups[g];
        replicas[g] = Replicas.none(problem.siteCount());
        counts[g] = replicas[g].counts();
        own[g] = new Own();
        own[g].left = Arrays.stream(spec.current).sum();
        own[g].latency = latency(g, -1, -1);
        total += ownTotal(g);
    }

    /** Micro-USD per hour of everything. */
    long total() {
        return total;
    }

    Cost costOf(int group) {
        settle(group);
        var costs = own[group];
        long transfer = 0;
        long calls = 0;
        for (int e : touching[group])
            if (problem.affinities[e].caller() == group) {
                transfer += affinityTransfer[e];
                calls += affinityLatency[e];
            }
        return new Cost(costs.compute, transfer, costs.latency + calls, costs.carbon, moveCost(group, moves(group)));
    }

    private long ownTotal(int g) {
        return own[g].compute + own[g].carbon + own[g].latency + moveCost(g, moves(g));
    }

    /** Where the demand of a group goes; valid until the next question. */
    DemandSplitter split(int group) {
        splitter.load(group, replicas[group]);
        splitter.record();
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
        long need = problem.groups[group].perReplica[resource];
        return need > 0 && need > free[resource][site];
    }

    long shortBy(int group, int site, int resource) {
        return problem.groups[group].perReplica[resource] - free[resource][site];
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
        settle(group);
        long before = ownTotal(group);
        var costs = own[group];
        costs.latency = latency(group, from, to);
        count(group, from, to);
        splitter.changed(group, from, to);
        total += ownTotal(group) - before;
        for (int e : touching[group]) reckonAffinity(e);
        dirty.set(group);
    }

    /** Takes a replica away; what that means for latency is reckoned when the group is next looked at. */
    void withdraw(int group, int site) {
        total -= ownTotal(group);
        count(group, site, -1);
        total += ownTotal(group);
        splitter.forget();
        unsettled[group] = true;
        dirty.set(group);
        for (int e : touching[group]) reckonAffinity(e);
    }

    private void settle(int group) {
        if (!unsettled[group]) return;
        unsettled[group] = false;
        total -= own[group].latency;
        own[group].latency = latency(group, -1, -1);
        total += own[group].latency;
    }

    /** Places a replica without reckoning latency or calls; {@link #reckon} must follow. */
    private void place(int group, int site) {
        count(group, -1, site);
    }

    private void reckon() {
        total = 0;
        splitter.forget();
        for (int g = 0; g < own.length; g++) {
            own[g].latency = latency(g, -1, -1);
            total += ownTotal(g);
        }
        reckonAffinities();
    }

    private void reckonAffinities() {
        for (int e = 0; e < affinityTransfer.length; e++) {
            total -= affinityTransfer[e] + affinityLatency[e];
            affinityTransfer[e] = affinityLatency[e] = 0;
            reckonAffinity(e);
        }
    }

    private void count(int group, int from, int to) {
        var spec = problem.groups[group];
        var costs = own[group];
        int[] row = counts[group];
        if (from >= 0) {
            costs.compute -= spec.price(from);
            costs.carbon -= spec.carbon(from);
            if (row[from] > spec.current(from)) costs.arrived--;
            else costs.left++;
        }
        if (to >= 0) {
            costs.compute += spec.price(to);
            costs.carbon += spec.carbon(to);
            if (row[to] >= spec.current(to)) costs.arrived++;
            else costs.left--;
        }
        replicas[group].change(from, to);
        placed[group] = replicas[group].total();
        long[] need = spec.perReplica;
        for (int r = 0; r < need.length; r++) {
            if (from >= 0) free[r][from] += need[r];
            if (to >= 0) free[r][to] -= need[r];
        }
    }

    /** Change of the total if one replica moved; nothing is changed. */
    long delta(int group, int from, int to) {
        if (from == to) return 0;
        settle(group);
        long delta = ownDelta(group, from, to);
        if (touching[group].length == 0) return delta;
        replicas[group].change(from, to);
        for (int e : touching[group]) {
            affinity(e);
            delta += transfer + calls - affinityTransfer[e] - affinityLatency[e];
        }
        replicas[group].change(to, from);
        return delta;
    }

    private long ownDelta(int group, int from, int to) {
        var spec = problem.groups[group];
        long delta = latency(group, from, to) - own[group].latency;
        if (from >= 0) delta -= spec.price(from) + spec.carbon(from);
        if (to >= 0) delta += spec.price(to) + spec.carbon(to);
        if (spec.moveCost == 0) return delta;
        return delta + moveCost(group, movesAfter(group, from, to)) - moveCost(group, moves(group));
    }

    private int movesAfter(int group, int from, int to) {
        var spec = problem.groups[group];
        int[] row = counts[group];
        int arrived = own[group].arrived;
        int left = own[group].left;
        if (from >= 0) {
            if (row[from] > spec.current(from)) arrived--;
            else left++;
        }
        if (to >= 0) {
            if (row[to] >= spec.current(to)) arrived++;
            else left--;
        }
        return Math.min(arrived, left);
    }

    /** Compute and transfer the payer would pay after a replica of the group moved. */
    long spendAfter(int payer, int group, int from, int to) {
        long spend = own[payer].compute;
        if (payer == group) {
            var spec = problem.groups[group];
            if (from >= 0) spend -= spec.price(from);
            if (to >= 0) spend += spec.price(to);
        }
        replicas[group].change(from, to);
        for (int e : touching[payer])
            if (problem.affinities[e].caller() == payer) {
                affinity(e);
                spend += transfer;
            }
        replicas[group].change(to, from);
        return spend;
    }

    /** The affinities in which the group calls or is called. */
    int[] touching(int group) {
        return touching[group];
    }

    int moves(int group) {
        return Math.min(own[group].arrived, own[group].left);
    }

    private long moveCost(int group, int moves) {
        return moves * problem.groups[group].moveCost / problem.paybackHours;
    }

    private long latency(int group, int from, int to) {
        var goal = problem.groups[group].latency;
        boolean free = goal.pricePerMillionRequestMs() == 0 && goal.pricePerMillionMisses() == 0;
        if (free || problem.demandOf(group).total() == 0) return 0;
        splitter.load(group, replicas[group]);
        return splitter.costAfter(from, to);
    }

    private void reckonAffinity(int e) {
        affinity(e);
        if (transfer == affinityTransfer[e] && calls == affinityLatency[e]) return;
        dirty.set(problem.affinities[e].caller());
        total += transfer + calls - affinityTransfer[e] - affinityLatency[e];
        affinityTransfer[e] = transfer;
        affinityLatency[e] = calls;
    }

    private long transfer; // of the affinity last looked at
    private long calls;

    private void affinity(int e) {
        transfer = calls = 0;
        var edge = problem.affinities[e];
        var callers = replicas[edge.caller()];
        if (callers.total() == 0 || replicas[edge.callee()].total() == 0) return;
        for (int u = 0; u < callers.sites(); u++) {
            int s = callers.site(u);
            int t = cheapestCallee(edge, s);
            long rate = edge.callsMilliRps() * callers.at(s) / callers.total();
            transfer += Rates.perHour(rate, transferPerMillion(edge, s, t));
            calls += Rates.perHour(rate, edge.pricePerMillionCallMs() * problem.siteRtt(s, t));
        }
    }

    private int cheapestCallee(Affinity edge, int from) {
        var callees = replicas[edge.callee()];
        int best = -1;
        long bestCost = Long.MAX_VALUE;
        for (int u = 0; u < callees.sites(); u++) {
            int t = callees.site(u);
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
