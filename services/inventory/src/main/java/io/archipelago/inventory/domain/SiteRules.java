package io.archipelago.inventory.domain;

import io.archipelago.events.inventory.SiteSpec;
import io.archipelago.kit.declaration.Draft;
import io.archipelago.kit.declaration.Findings;
import io.archipelago.kit.declaration.OwnedKind;
import io.archipelago.kit.declaration.View;

/** A site stands in a cloud region that exists and has something to give. */
record SiteRules(Places places) implements OwnedKind.Rules<SiteSpec> {

    @Override
    public void check(Draft<SiteSpec> draft, View view, Findings findings) {
        var spec = draft.spec();
        places.cloudRegion(spec.cloudRegion(), "spec.cloudRegion", view, findings);
        Amounts.usable(spec.capacity(), "spec.capacity", findings);
        if (spec.fillLimit() != null) Amounts.between(1, 100, spec.fillLimit(), "spec.fillLimit", findings);
    }
}
