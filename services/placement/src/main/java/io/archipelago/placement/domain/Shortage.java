package io.archipelago.placement.domain;

import io.archipelago.events.placement.Placement.Waiting;
import io.archipelago.events.quantity.Usd;
import io.archipelago.placement.engine.Plan;
import io.archipelago.placement.engine.Shortfall;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Says in words what stands between a workload and what it asked for. */
final class Shortage {
    private static final int REASONS_TOLD = 4;
    private final Model model;

    Shortage(Model model) {
        this.model = model;
    }

    /** What a plan could not give a workload. Demand that goes unserved only because replicas wait is not told twice. */
    List<Waiting> of(Plan plan, int group) {
        return plan.shortfalls().stream()
                .filter(shortfall -> shortfall.group() == group)
                .filter(shortfall -> !(shortfall instanceof Shortfall.DemandUnserved) || plan.waiting()[group] == 0)
                .map(this::tell)
                .toList();
    }

    private Waiting tell(Shortfall shortfall) {
        return switch (shortfall) {
            case Shortfall.NoEligibleSite none ->
                new Waiting(none.waiting(), rule(none.group()), excluded(none.group()));
            case Shortfall.NoRoom full ->
                new Waiting(
                        full.waiting(),
                        "room",
                        "no eligible site has room for one more; %s comes closest and is %s short%s"
                                .formatted(
                                        model.sites().get(full.site()).name(),
                                        Explaining.amount(full.resource(), full.shortBy()),
                                        others(full.group())));
            case Shortfall.OverBudget over ->
                new Waiting(
                        over.waiting(),
                        "budget",
                        "one more would lift %s to %s USD per hour, above its ceiling of %s"
                                .formatted(
                                        model.problem().groupName(over.payer()),
                                        new Usd(over.spendWithOneMore()),
                                        new Usd(over.ceiling())));
            case Shortfall.TooConcentrated dense ->
                new Waiting(
                        dense.waiting(),
                        "spread",
                        "at most %d at one site, and only %d sites may run it%s"
                                .formatted(dense.limitPerSite(), dense.eligibleSites(), others(dense.group())));
            case Shortfall.SpreadMissed missed ->
                new Waiting(
                        missed.waiting(),
                        "spread",
                        "%s asks for %d %s, it has %d%s"
                                .formatted(
                                        SpreadField.of(missed.scope()).path(),
                                        missed.wanted(),
                                        SpreadField.of(missed.scope()).noun(),
                                        missed.got(),
                                        others(missed.group())));
            case Shortfall.DemandUnserved unserved ->
                new Waiting(
                        unserved.waiting(),
                        "demand",
                        "%.1f requests per second are more than all replicas can serve; spec.replicas.max is %d"
                                .formatted(
                                        unserved.unservedMilliRps() / 1000.0,
                                        model.groups()
                                                .get(unserved.group())
                                                .spec()
                                                .replicas()
                                                .max()));
        };
    }

    /** Law, if the law keeps it out of any site: then room elsewhere would not help. */
    private String rule(int group) {
        var rules =
                reasons(group).keySet().stream().map(Exclusion::rule).distinct().toList();
        return rules.isEmpty() ? "room" : rules.contains("law") ? "law" : rules.getFirst();
    }

    private String excluded(int group) {
        var reasons = reasons(group);
        return reasons.isEmpty() ? "no site is declared" : "no site may run it: " + list(reasons);
    }

    private String others(int group) {
        var reasons = reasons(group);
        return reasons.isEmpty() ? "" : "; elsewhere " + list(reasons);
    }

    private Map<Exclusion, Integer> reasons(int group) {
        var sites = new LinkedHashMap<Exclusion, Integer>();
        for (int s = 0; s < model.sites().size(); s++) {
            var exclusion = model.exclusion(group, s);
            if (exclusion != null) sites.merge(exclusion, 1, Integer::sum);
        }
        return sites;
    }

    private static String list(Map<Exclusion, Integer> reasons) {
        var parts = new ArrayList<String>();
        reasons.forEach(
                (reason, sites) -> parts.add(reason.reason() + " (" + sites + (sites == 1 ? " site)" : " sites)")));
        List<String> told = parts.subList(0, Math.min(REASONS_TOLD, parts.size()));
        int more = parts.size() - told.size();
        return String.join("; ", told) + (more > 0 ? "; and " + more + " more reasons" : "");
    }
}
