package io.archipelago.placement.domain;

import io.archipelago.events.placement.DecisionExplained;
import io.archipelago.events.quantity.Usd;
import io.archipelago.placement.engine.Budget;
import io.archipelago.placement.engine.Change;
import io.archipelago.placement.engine.Counterfactuals;
import io.archipelago.placement.engine.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What would change a placement and what holds it, in words. Every answer was tried: planned anew with the change. */
final class TurningPoints {
    private final Eligibility eligibility;
    private final Model model;
    private final int group;
    private final Counterfactuals counterfactuals;

    TurningPoints(RegionState state, Planner planner, Model model, int group) {
        eligibility = new Eligibility(state);
        this.model = model;
        this.group = group;
        counterfactuals = new Counterfactuals(model.problem(), Budget.steps(planner.steps));
    }

    /** The smallest changes of each kind after which the site wins. */
    List<DecisionExplained.Flip> flips(int site, Usd delta) {
        return counterfactuals.flips(group, site, freed(site)).stream()
                .map(flip -> new DecisionExplained.Flip(
                        name(site), words(site, flip.change()) + ": then " + name(site) + " would win", delta))
                .toList();
    }

    /** What holds it where it is, dearest first. */
    List<Explanation.Binding> binding() {
        var freed = IntStream.range(0, model.sites().size())
                .mapToObj(this::freed)
                .filter(sites -> !sites.isEmpty())
                .distinct()
                .toList();
        return counterfactuals.binding(group, freed).stream()
                .map(binding -> new Explanation.Binding(constraint(binding.without()), new Usd(binding.savesPerHour())))
                .toList();
    }

    /** Sites that only the same reason keeps it from; none where a second reason stands, or the price is not known. */
    private List<Integer> freed(int site) {
        var reasons = against(site);
        if (reasons.size() != 1 || isUnknown(reasons.getFirst())) return List.of();
        return IntStream.range(0, model.sites().size())
                .filter(other -> against(other).equals(reasons))
                .boxed()
                .toList();
    }

    private static boolean isUnknown(Exclusion reason) {
        return reason instanceof Exclusion.NotInCatalogue || reason instanceof Exclusion.Contradicted;
    }

    private List<Exclusion> against(int site) {
        var of = model.groups().get(group);
        return eligibility.against(of, model.sites().get(site), of.current()[site]);
    }

    private String name(int site) {
        return model.sites().get(site).name();
    }

    private String words(int site, Change change) {
        return switch (change) {
            case Change.Discount discount -> "if its prices fell by %.1f %%".formatted(discount.permille() / 10.0);
            case Change.Nearer nearer -> "if it were " + nearer.ms() + " ms nearer";
            case Change.MoreCapacity more -> "if it had " + amounts(more) + " more capacity";
            case Change.Admitted admitted ->
                "if this no longer held: " + against(site).getFirst().reason();
            case Change.HigherCeiling higher ->
                "if the budget of %s were higher by %s USD per hour"
                        .formatted(model.problem().groupName(higher.group()), new Usd(higher.by()));
            case Change.NoSiteLimit free -> "without spec.spread.maxShare";
            case Change.NoSpread free -> "without " + spread();
        };
    }

    private String constraint(Change without) {
        return switch (without) {
            case Change.MoreCapacity full -> "room at " + name(full.site());
            case Change.Admitted admitted ->
                against(admitted.sites().getFirst()).getFirst().reason();
            case Change.HigherCeiling ceiling ->
                "the budget of " + model.problem().groupName(ceiling.group());
            case Change.NoSiteLimit limit -> "spec.spread.maxShare";
            case Change.NoSpread free -> spread();
            case Change.Discount discount -> throw new IllegalStateException("a price is no constraint");
            case Change.Nearer nearer -> throw new IllegalStateException("a distance is no constraint");
        };
    }

    private String spread() {
        return Stream.of(Scope.values())
                .filter(scope -> model.problem().distinctWanted(group, scope) > 1)
                .map(scope -> SpreadField.of(scope).path())
                .collect(Collectors.joining(" and "));
    }

    private static String amounts(Change.MoreCapacity more) {
        var parts = new ArrayList<String>();
        for (int r = 0; r < more.amounts().size(); r++)
            if (more.amounts().get(r) > 0)
                parts.add(Explaining.amount(r, more.amounts().get(r)));
        return String.join(" and ", parts);
    }
}
