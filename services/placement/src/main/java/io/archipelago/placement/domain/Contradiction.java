package io.archipelago.placement.domain;

import io.archipelago.events.quantity.Usd;
import io.archipelago.placement.engine.Conflict;
import io.archipelago.placement.engine.Plan;
import io.archipelago.placement.engine.Wish;
import io.archipelago.placement.engine.Wish.Constraint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Says which of a workload's wishes cannot hold together. */
final class Contradiction {
    private static final int REASONS_TOLD = 3;

    private final Eligibility eligibility;
    private final Model model;
    private final Plan plan;

    Contradiction(RegionState state, Model model, Plan plan) {
        eligibility = new Eligibility(state);
        this.model = model;
        this.plan = plan;
    }

    private record Barrier(boolean[] closed, Set<String> reasons) {}

    /** Minimal sets of constraints that cannot all be kept beside what else runs; none when they can. */
    List<Explanation.Conflict> of(int group) {
        var barriers = barriers(group);
        var wish = Wish.of(
                model.problem(),
                plan.counts(),
                group,
                barriers.values().stream().map(Barrier::closed).toList());
        var named = List.copyOf(barriers.entrySet());
        return Conflict.in(wish).stream()
                .map(conflict -> new Explanation.Conflict(
                        conflict.constraints().stream()
                                .map(constraint -> term(constraint, wish, group, named))
                                .toList(),
                        conflict.minimal(),
                        summary(conflict)))
                .toList();
    }

    private static String summary(Conflict conflict) {
        return switch (conflict.constraints().size()) {
            case 0 -> "no site is declared: nothing can run";
            case 1 -> "this alone cannot be kept";
            default ->
                conflict.minimal()
                        ? "these cannot be kept together; give up any one of them and the others can"
                        : "these cannot be kept together";
        };
    }

    private Map<String, Barrier> barriers(int group) {
        var barriers = new LinkedHashMap<String, Barrier>();
        var sites = model.sites();
        for (int s = 0; s < sites.size(); s++)
            for (var exclusion : eligibility.against(
                    model.groups().get(group),
                    sites.get(s),
                    model.groups().get(group).current()[s])) {
                var barrier = barriers.computeIfAbsent(
                        exclusion.constraint(),
                        unseen -> new Barrier(new boolean[sites.size()], new LinkedHashSet<>()));
                barrier.closed()[s] = true;
                barrier.reasons().add(exclusion.reason());
            }
        return barriers;
    }

    private Explanation.Term term(
            Constraint constraint, Wish wish, int group, List<Map.Entry<String, Barrier>> barriers) {
        var spec = model.groups().get(group).spec();
        return switch (constraint) {
            case Constraint.Barrier barrier -> {
                var named = barriers.get(barrier.index());
                yield new Explanation.Term(named.getKey(), told(named.getValue().reasons()));
            }
            case Constraint.Room room -> new Explanation.Term("room", room(wish));
            case Constraint.SiteLimit limit ->
                new Explanation.Term(
                        "spec.spread.maxShare", "at most " + wish.maxPerSite() + " replicas may share a site");
            case Constraint.Distinct distinct ->
                new Explanation.Term(
                        SpreadField.of(distinct.scope()).path(),
                        model.problem().distinctWanted(group, distinct.scope()) + " "
                                + SpreadField.of(distinct.scope()).noun() + " are wanted");
            case Constraint.MaxReplicas most ->
                new Explanation.Term(
                        "spec.replicas.max",
                        "at most %d replicas, while demand and minimum ask for %d"
                                .formatted(wish.maxReplicas(), wish.minReplicas()));
            case Constraint.Ceiling ceiling ->
                new Explanation.Term("spec.budget.maxPerHour", "at most " + new Usd(wish.ceiling()) + " USD per hour");
            case Constraint.Latency latency ->
                new Explanation.Term(
                        "spec.objective",
                        "%.1f %% of the requests within %s ms"
                                .formatted(
                                        wish.sharePermille() / 10.0,
                                        spec.objective() == null
                                                ? "?"
                                                : Math.round(spec.objective().latencyMs())));
        };
    }

    private String room(Wish wish) {
        var rooms = new ArrayList<String>();
        for (int s = 0; s < wish.room().length; s++)
            if (wish.room()[s] < wish.minReplicas())
                rooms.add(model.sites().get(s).name() + " has room for " + wish.room()[s]);
        return told(rooms) + " of " + wish.minReplicas() + " replicas beside what else runs";
    }

    private static String told(java.util.Collection<String> reasons) {
        var first = String.join("; ", reasons.stream().limit(REASONS_TOLD).toList());
        int more = reasons.size() - REASONS_TOLD;
        return more > 0 ? first + "; and " + more + " more" : first;
    }
}
