package io.archipelago.inventory.domain;

import io.archipelago.events.inventory.SiteSpec;
import io.archipelago.kit.declaration.Draft;
import io.archipelago.kit.declaration.Findings;
import io.archipelago.kit.declaration.OwnedKind;
import io.archipelago.kit.declaration.View;
import java.util.regex.Pattern;

/**
 * A site stands in a cloud region that exists and has something to give. Where it stands is its own claim: what speaks
 * for and against that is told, and refuses nothing.
 */
record SiteRules(Places places) implements OwnedKind.Rules<SiteSpec> {

    private static final Pattern SIGNATURE = Pattern.compile("[0-9a-f]{128}");

    @Override
    public void check(Draft<SiteSpec> draft, View view, Findings findings) {
        var spec = draft.spec();
        places.cloudRegion(spec.cloudRegion(), "spec.cloudRegion", view, findings);
        Amounts.usable(spec.capacity(), "spec.capacity", findings);
        if (spec.fillLimit() != null) Amounts.between(1, 100, spec.fillLimit(), "spec.fillLimit", findings);
        if (spec.corridor() != null) Amounts.label(spec.corridor(), "spec.corridor", findings);
        if (spec.place() != null) {
            places.country(spec.place().country(), "spec.place.country", view, findings);
            if (!SIGNATURE.matcher(spec.place().signature()).matches())
                findings.mistake("spec.place.signature", "is not one of Ed25519: 128 hexadecimal digits");
        }
        places.standing(draft.name(), spec, view, findings);
    }
}
