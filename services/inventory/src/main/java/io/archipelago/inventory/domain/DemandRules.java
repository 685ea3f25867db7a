package io.archipelago.inventory.domain;

import io.archipelago.events.inventory.DemandSpec;
import io.archipelago.events.inventory.WorkloadSpec.AreaDemand;
import io.archipelago.events.resource.Kind;
import io.archipelago.kit.declaration.Condition;
import io.archipelago.kit.declaration.Draft;
import io.archipelago.kit.declaration.Findings;
import io.archipelago.kit.declaration.OwnedKind;
import io.archipelago.kit.declaration.View;
import java.util.HashMap;
import java.util.List;

/** A workload's demand is said once, for areas that exist. */
record DemandRules(Places places) implements OwnedKind.Rules<DemandSpec> {

    @Override
    public void check(Draft<DemandSpec> draft, View view, Findings findings) {
        var spec = draft.spec();
        if (!view.has(Kind.WORKLOAD, spec.workload()))
            findings.condition(Condition.unmet(
                    "ReferencesKnown",
                    "UnknownWorkload",
                    "nobody has declared the workload '" + spec.workload()
                            + "' here yet: the demand counts once it is known"));
        view.all(Kind.DEMAND, DemandSpec.class).stream()
                .filter(other -> !other.name().equals(draft.name()))
                .filter(other -> other.spec().workload().equals(spec.workload()))
                .findFirst()
                .ifPresent(other -> findings.mistake(
                        "spec.workload",
                        "the demand of '" + spec.workload() + "' is already declared as '" + other.name()
                                + "': change that one"));
        areas(spec.areas(), "spec.areas", places, view, findings);
    }

    /** @param path of the list */
    static void areas(List<AreaDemand> areas, String path, Places places, View view, Findings findings) {
        var firsts = new HashMap<String, Integer>();
        for (int i = 0; i < areas.size(); i++) {
            var one = areas.get(i);
            var item = path + "[" + i + "]";
            places.area(one.area(), item + ".area", view, findings);
            var first = firsts.putIfAbsent(one.area(), i);
            if (first != null)
                findings.mistake(item + ".area", "'" + one.area() + "' is already in " + path + "[" + first + "]");
            Amounts.notNegative(one.requestsPerSecond(), item + ".requestsPerSecond", findings);
        }
    }
}
