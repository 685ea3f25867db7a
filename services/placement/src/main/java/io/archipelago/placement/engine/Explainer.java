package io.archipelago.placement.engine;

import io.archipelago.placement.engine.Alternatives.Alternative;
import io.archipelago.placement.engine.Alternatives.Blocker;
import io.archipelago.placement.engine.Alternatives.Flip;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Reads a plan backwards: what every other site would have cost, what forbids it, what would change that. */
public final class Explainer {
    private static final int FLIPS = 5;

    private final PlacementProblem problem;
    private final PlanState state;
    private final MoveRules rules;

    Explainer(PlacementProblem problem, Plan plan) {
        this.problem = problem;
        state = PlanState.of(problem, plan.counts());
        rules = new MoveRules(state);
    }

    /** Why a group runs where the plan put it, and what would change that. */
    public Alternatives explain(int group) {
        var bySite = new ArrayList<Alternative>();
        for (int s = 0; s < problem.siteCount(); s++) bySite.add(alternative(group, s));
        Optional<Alternative> runnerUp = bySite.stream()
                .filter(a -> a.blocker() instanceof Blocker.Open && a.from() >= 0)
                .min(Comparator.comparingLong(Alternative::deltaMicroUsd));
        record Ranked(Flip flip, long delta) {}
        var flips = new ArrayList<Ranked>();
        for (var a : bySite) for (var f : flips(group, a)) flips.add(new Ranked(f, a.deltaMicroUsd()));
        flips.sort(Comparator.comparingLong(r -> Math.abs(r.delta())));
        return new Alternatives(
                group,
                List.copyOf(bySite),
                runnerUp,
                flips.stream().limit(FLIPS).map(Ranked::flip).toList());
    }

    /** The best single move to a site: from wherever it costs least, or a start when replicas wait. */
    private Alternative alternative(int group, int site) {
        int bestFrom = -1;
        long best = waits(group) || state.placed[group] == 0 ? state.delta(group, -1, site) : Long.MAX_VALUE;
        var replicas = state.replicas[group];
        for (int u = 0; u < replicas.sites(); u++) {
            int from = replicas.site(u);
            if (from == site) continue;
            long delta = state.delta(group, from, site);
            if (delta < best) {
                best = delta;
                bestFrom = from;
            }
        }
        if (best == Long.MAX_VALUE) best = state.delta(group, -1, site); // all replicas are here already
        return new Alternative(site, state.counts[group][site], bestFrom, best, rules.blocker(group, bestFrom, site));
    }

    /** Only a change after which nothing else stands in the way is a flip. */
    private List<Flip> flips(int group, Alternative a) {
        boolean pays = a.from() < 0 ? waits(group) : a.deltaMicroUsd() < 0;
        return switch (a.blocker()) {
            case Blocker.Open o -> open(group, a);
            case Blocker.Excluded e
            when pays && rules.allowsOtherwise(group, a.from(), a.site(), MoveRules.LAW) ->
                List.of(new Flip.ExclusionLifted(a.site(), a.from(), e.reason()));
            case Blocker.Capacity c
            when pays
                    && problem.site(a.site()).headroomPermille() < 1000
                    && rules.allowsOtherwise(group, a.from(), a.site(), c.resource()) ->
                List.of(new Flip.MoreCapacity(
                        a.site(), a.from(), c.resource(), problem.capacityFor(a.site(), c.shortBy())));
            case Blocker.BudgetCeiling b
            when pays && rules.allowsWithout(b.payer(), group, a.from(), a.site()) ->
                List.of(new Flip.HigherBudget(a.site(), a.from(), b.payer(), b.overBy()));
            default -> List.of();
        };
    }

    private boolean waits(int group) {
        return state.placed[group] < problem.neededReplicas(group);
    }

    private List<Flip> open(int group, Alternative a) {
        long delta = a.deltaMicroUsd();
        if (delta < 0 || a.from() < 0) return List.of(); // the search ended before taking it; no change is needed
        var found = new ArrayList<Flip>();
        long price = problem.groups[group].price(a.site());
        // Replicas already there get cheaper too, but they do so with and without the move.
        if (price > delta) found.add(new Flip.Price(a.site(), a.from(), price, price - delta - 1));
        return found;
    }
}
