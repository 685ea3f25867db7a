package io.archipelago.placement.engine;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns a finished state into a plan, with a reason for everything that was wanted and is missing. */
final class PlanReport {
    private final PlanState state;
    private final MoveRules rules;
    private final PlacementProblem problem;

    PlanReport(PlanState state, MoveRules rules) {
        this.state = state;
        this.rules = rules;
        problem = state.problem;
    }

    Plan plan(long steps) {
        int groups = problem.groupCount();
        var waiting = new int[groups];
        var within = new int[groups];
        var costs = new Cost[groups];
        var shortfalls = new ArrayList<Shortfall>();
        var splits = new ArrayList<DemandSplit>();
        var total = Cost.ZERO;
        int moves = 0;
        for (int g = 0; g < groups; g++) {
            waiting[g] = Math.max(0, problem.groups[g].neededReplicas() - state.placed[g]);
            costs[g] = state.costOf(g);
            total = total.plus(costs[g]);
            moves += state.moves(g);
            within[g] = split(g, splits, shortfalls);
            if (waiting[g] > 0) shortfalls.add(whyWaiting(g, waiting[g]));
            else if (rules.wantsSpread(g) && state.placed[g] > 0) shortfalls.add(spreadMissed(g));
        }
        return new Plan(
                state.counts,
                waiting,
                List.copyOf(shortfalls),
                costs,
                total,
                List.copyOf(splits),
                within,
                moves,
                steps);
    }

    private Shortfall whyWaiting(int g, int waiting) {
        var spec = problem.groups[g];
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
        return new Shortfall.TooConcentrated(g, waiting, spec.limitPerSite(), full);
    }

    /** Shortages of different resources compare by their share of the site's capacity. */
    private boolean closer(Alternatives.Blocker.Capacity c, int site, Shortfall.NoRoom than) {
        double share = (double) c.shortBy() / Math.max(1, problem.limit(site, c.resource()));
        return share < (double) than.shortBy() / Math.max(1, problem.limit(than.site(), than.resource()));
    }

    private Shortfall spreadMissed(int g) {
        var spread = problem.groups[g].spread;
        return new Shortfall.SpreadMissed(
                g, 0, spread.minSites(), rules.distinctSites(g), spread.minRegions(), rules.distinctRegions(g));
    }

    /** Records where each area's requests go; returns the share within the objective. */
    private int split(int g, List<DemandSplit> splits, List<Shortfall> shortfalls) {
        var spec = problem.groups[g];
        var split = state.split(g);
        long demand = 0;
        for (int a = 0; a < spec.demandMilliRps.length; a++) {
            demand += spec.demandMilliRps[a];
            if (spec.demandMilliRps[a] > 0 && split.usedCount() > 0) splits.add(areaSplit(g, a, split));
        }
        if (split.unservedMilliRps > 0) shortfalls.add(new Shortfall.DemandUnserved(g, 0, split.unservedMilliRps));
        return demand == 0 ? 1000 : (int) (split.withinMilliRps * 1000 / demand);
    }

    private DemandSplit areaSplit(int g, int area, DemandSplitter split) {
        int n = split.usedCount();
        long demand = problem.groups[g].demandMilliRps[area];
        var sites = new ArrayList<Integer>();
        var permille = new ArrayList<Integer>();
        long before = 0;
        for (int u = 0; u < n; u++) {
            long flow = split.flows[area * n + u];
            if (flow == 0) continue;
            // rounding the running sum keeps the parts at exactly 1000
            int share = (int) ((before + flow) * 1000 / demand - before * 1000 / demand);
            before += flow;
            if (share == 0) continue;
            sites.add(split.used(u));
            permille.add(share);
        }
        return new DemandSplit(g, area, toArray(sites), toArray(permille));
    }

    private static int[] toArray(List<Integer> list) {
        return list.stream().mapToInt(Integer::intValue).toArray();
    }
}
