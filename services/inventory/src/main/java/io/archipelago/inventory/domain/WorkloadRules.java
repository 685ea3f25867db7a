package io.archipelago.inventory.domain;

import io.archipelago.events.inventory.WorkloadSpec;
import io.archipelago.events.inventory.WorkloadSpec.Replicas;
import io.archipelago.events.inventory.WorkloadSpec.Spread;
import io.archipelago.events.quantity.Usd;
import io.archipelago.events.resource.Kind;
import io.archipelago.kit.declaration.Condition;
import io.archipelago.kit.declaration.Draft;
import io.archipelago.kit.declaration.Findings;
import io.archipelago.kit.declaration.OwnedKind;
import io.archipelago.kit.declaration.Spelling;
import io.archipelago.kit.declaration.View;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A workload asks for what can be given. What it refers to may be unknown yet: regions hear of things at different
 * times. Until then the law denies it, so nothing runs that should not.
 */
record WorkloadRules(Places places) implements OwnedKind.Rules<WorkloadSpec> {

    private static final int MAX_REPLICAS = 100_000;
    private static final List<String> ACTIONS = List.of("store", "process");

    @Override
    public void check(Draft<WorkloadSpec> draft, View view, Findings findings) {
        var spec = draft.spec();
        Amounts.label(spec.owner(), "spec.owner", findings);
        replicas(spec.replicas(), findings);
        Amounts.usable(spec.resources(), "spec.resources", findings);
        if (spec.objective() != null) {
            Amounts.positive(spec.objective().latencyMs(), "spec.objective.latencyMs", findings);
            Amounts.share(spec.objective().share(), "spec.objective.share", findings);
        }
        DemandRules.areas(spec.demand(), "spec.demand", places, view, findings);
        data(spec, view, findings);
        if (spec.spread() != null) spread(spec.spread(), spec.replicas(), findings);
        affinity(draft, view, findings);
        if (spec.allow() != null) allow(spec.allow(), view, findings);
        if (spec.budget() != null && spec.budget().maxPerHour().compareTo(Usd.ZERO) < 0)
            findings.mistake("spec.budget.maxPerHour", "is " + spec.budget().maxPerHour() + ", must not be negative");
        if (spec.priority() != null) Amounts.atLeast(0, spec.priority(), "spec.priority", findings);
    }

    private static void replicas(Replicas replicas, Findings findings) {
        Amounts.atLeast(0, replicas.min(), "spec.replicas.min", findings);
        Amounts.between(1, MAX_REPLICAS, replicas.max(), "spec.replicas.max", findings);
        if (replicas.min() > replicas.max())
            findings.mistake(
                    "spec.replicas.min", "is " + replicas.min() + ", more than spec.replicas.max, " + replicas.max());
        if (replicas.requestsPerSecond() != null)
            Amounts.atLeast(1, replicas.requestsPerSecond(), "spec.replicas.requestsPerSecond", findings);
    }

    private static void data(WorkloadSpec spec, View view, Findings findings) {
        for (int i = 0; i < spec.data().size(); i++) {
            var use = spec.data().get(i);
            var path = "spec.data[" + i + "]";
            if (!ACTIONS.contains(use.action()))
                findings.mistake(
                        path + ".action",
                        "is '" + use.action() + "', must be one of " + String.join(", ", ACTIONS)
                                + Spelling.hint(use.action(), ACTIONS));
            if (!view.has(Kind.DATASET, use.dataset()))
                findings.condition(Condition.unmet(
                        "ReferencesKnown",
                        "UnknownDataset",
                        "nobody has declared the dataset '" + use.dataset() + "' (" + path
                                + ") here yet: the workload may run nowhere until its law is known"));
        }
    }

    private static void spread(Spread spread, Replicas replicas, Findings findings) {
        distinct(spread.minSites(), "spec.spread.minSites", replicas, findings);
        distinct(spread.minRegions(), "spec.spread.minRegions", replicas, findings);
        distinct(spread.minCorridors(), "spec.spread.minCorridors", replicas, findings);
        if (spread.maxShare() != null) Amounts.share(spread.maxShare(), "spec.spread.maxShare", findings);
    }

    private static void distinct(@Nullable Integer least, String path, Replicas replicas, Findings findings) {
        if (least == null) return;
        Amounts.atLeast(1, least, path, findings);
        if (least > replicas.max())
            findings.mistake(path, "is " + least + ", but there are at most " + replicas.max() + " replicas");
    }

    private static void affinity(Draft<WorkloadSpec> draft, View view, Findings findings) {
        var affinity = draft.spec().affinity();
        for (int i = 0; i < affinity.size(); i++) {
            var call = affinity.get(i);
            var path = "spec.affinity[" + i + "]";
            if (call.workload().equals(draft.name()))
                findings.mistake(path + ".workload", "a workload cannot have an affinity to itself");
            else if (!view.has(Kind.WORKLOAD, call.workload()))
                findings.condition(Condition.unmet(
                        "ReferencesKnown",
                        "UnknownWorkload",
                        "nobody has declared the workload '" + call.workload() + "' (" + path
                                + ") here yet: the affinity counts once it is known"));
            Amounts.notNegative(call.callsPerSecond(), path + ".callsPerSecond", findings);
            Amounts.notNegative(call.bytesPerCall(), path + ".bytesPerCall", findings);
        }
    }

    private void allow(WorkloadSpec.Allow allow, View view, Findings findings) {
        var providers = listed(allow.providers());
        for (int i = 0; i < providers.size(); i++)
            places.provider(providers.get(i), "spec.allow.providers[" + i + "]", view, findings);
        var countries = listed(allow.countries());
        for (int i = 0; i < countries.size(); i++)
            places.country(countries.get(i), "spec.allow.countries[" + i + "]", view, findings);
        for (var site : listed(allow.sites()))
            if (!view.has(Kind.SITE, site))
                findings.condition(Condition.unmet(
                        "ReferencesKnown",
                        "UnknownSite",
                        "nobody has declared the site '" + site + "' of spec.allow.sites here yet"));
    }

    private static List<String> listed(@Nullable List<String> list) {
        return list == null ? List.of() : list;
    }
}
