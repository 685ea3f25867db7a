package io.archipelago.placement.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns a state into a plan, with a reason for everything that was wanted and is missing. */
final class PlanReport {
    private final PlanState state;
    private final MoveRules rules;
    private final PlacementProblem problem;

    PlanReport(PlanState state, MoveRules rules) {
        this.state = state;
        this.rules = rules;
        problem = state.problem;
    }

    /** All there is to say of one group; does not change when the state does. */
    record Part(
            int[] counts,
            int waiting,
            Cost cost,
            int moves,
            int withinPermille,
            List<Shortfall> shortfalls,
            List<DemandSplit> splits) {}

    Plan plan(long steps) {
        var parts = new Part[problem.groupCount()];
        for (int g = 0; g < parts.length; g++) parts[g] = part(g);
        return plan(parts, steps);
    }

    static Plan plan(Part[] parts, long steps) {
        int groups = parts.length;
        var counts = new int[groups][];
        var waiting = new int[groups];
        var within = new int[groups];
        var costs = new Cost[groups];
        var shortfalls = new ArrayList<Shortfall>();
        var splits = new ArrayList<List<DemandSplit>>(groups);
        var total = Cost.ZERO;
        int moves = 0;
        for (int g = 0; g < groups; g++) {
            var part = parts[g];
            counts[g] = part.counts();
            waiting[g] = part.waiting();
            costs[g] = part.cost();
            total = total.plus(part.cost());
            moves += part.moves();
            within[g] = part.withinPermille();
            shortfalls.addAll(part.shortfalls());
            splits.add(part.splits());
        }
        return new Plan(
                counts, waiting, List.copyOf(shortfalls), costs, total, List.copyOf(splits), within, moves, steps);
    }

    Part part(int g) {
        int waiting = Math.max(0, problem.neededReplicas(g) - state.placed[g]);
        var shortfalls = new ArrayList<Shortfall>(0);
        var split = state.split(g);
        if (split.unservedMilliRps > 0) shortfalls.add(new Shortfall.DemandUnserved(g, 0, split.unservedMilliRps));
        long demand = problem.demandOf(g).total();
        int within = demand == 0 ? 1000 : (int) (split.withinMilliRps * 1000 / demand);
        var splits = splits(g, split);
        if (waiting > 0) shortfalls.add(whyWaiting(g, waiting));
        else if (state.placed[g] > 0) for (var scope : rules.shortScopes(g)) shortfalls.add(spreadMissed(g, scope));
        return new Part(
                state.counts[g].clone(),
                waiting,
                state.costOf(g),
                state.moves(g),
                within,
                List.copyOf(shortfalls),
                splits);
    }

    private Shortfall whyWaiting(int g, int waiting) {
        int excluded = 0;
        int full = 0;
        Shortfall.@Nullable NoRoom closest = null;
        Shortfall.@Nullable OverBudget cheapest = null;
        for (int s = 0; s < problem.siteCount(); s++) {
            switch (rules.blocker(g, -1, s)) {
                case Alternatives.Blocker.Excluded e -> excluded++;
                case Alternatives.Blocker.PerSiteLimit l -> full++;
                case Alternatives.Blocker.Capacity c -> {
                    if (closest == null || closer(c, s, closest))
                        closest = new Shortfall.NoRoom(g, waiting, s, c.resource(), c.shortBy());
                }
                case Alternatives.Blocker.BudgetCeiling b -> {
                    long ceiling = problem.groups[b.payer()].budgetPerHour;
                    if (cheapest == null || b.overBy() < cheapest.spendWithOneMore() - cheapest.ceiling())
                        cheapest = new Shortfall.OverBudget(g, waiting, b.payer(), ceiling, ceiling + b.overBy());
                }
                case Alternatives.Blocker.SpreadKept k -> {}
                case Alternatives.Blocker.Open o -> {}
            }
        }
        if (excluded == problem.siteCount()) return new Shortfall.NoEligibleSite(g, waiting);
        if (cheapest != null) return cheapest;
        if (closest != null) return closest;
        return new Shortfall.TooConcentrated(g, waiting, problem.limitPerSite(g), full);
    }

    /** Shortages of different resources compare by their share of the site's capacity. */
    private boolean closer(Alternatives.Blocker.Capacity c, int site, Shortfall.NoRoom than) {
        double share = (double) c.shortBy() / Math.max(1, problem.limit(site, c.resource()));
        return share < (double) than.shortBy() / Math.max(1, problem.limit(than.site(), than.resource()));
    }

    private Shortfall spreadMissed(int g, Scope scope) {
        return new Shortfall.SpreadMissed(g, 0, scope, problem.groups[g].spread.least(scope), rules.distinct(g, scope));
    }

    private List<DemandSplit> splits(int g, DemandSplitter split) {
        if (state.placed[g] == 0) return List.of();
        var demand = problem.demandOf(g);
        var splits = new ArrayList<DemandSplit>(demand.areas().length);
        for (int a = 0; a < demand.areas().length; a++) splits.add(areaSplit(g, a, split));
        return List.copyOf(splits);
    }

    private DemandSplit areaSplit(int g, int a, DemandSplitter split) {
        var replicas = state.replicas[g];
        int n = replicas.sites();
        long demand = problem.demandOf(g).milliRps()[a];
        var sites = new int[n];
        var permille = new int[n];
        int used = 0;
        long before = 0;
        for (int u = 0; u < n; u++) {
            long flow = split.flows[a * n + u];
            if (flow == 0) continue;
            // rounding the running sum keeps the parts at exactly 1000
            int share = (int) ((before + flow) * 1000 / demand - before * 1000 / demand);
            before += flow;
            if (share == 0) continue;
            sites[used] = replicas.site(u);
            permille[used++] = share;
        }
        return new DemandSplit(
                g, problem.demandOf(g).areas()[a], Arrays.copyOf(sites, used), Arrays.copyOf(permille, used));
    }
}
