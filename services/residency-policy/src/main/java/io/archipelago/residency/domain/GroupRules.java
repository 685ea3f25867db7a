package io.archipelago.residency.domain;

import io.archipelago.events.residency.JurisdictionGroupSpec;
import io.archipelago.kit.declaration.Draft;
import io.archipelago.kit.declaration.Findings;
import io.archipelago.kit.declaration.OwnedKind;
import io.archipelago.kit.declaration.View;
import java.util.HashSet;
import java.util.regex.Pattern;

/** A group lists countries, for good or for a time, and says whence the list. */
record GroupRules() implements OwnedKind.Rules<JurisdictionGroupSpec> {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{2,62}");

    @Override
    public void check(Draft<JurisdictionGroupSpec> draft, View view, Findings findings) {
        var spec = draft.spec();
        if (!NAME.matcher(draft.name()).matches())
            findings.mistake(
                    "metadata.name",
                    "a group's name has at least three characters (two would be a country), no dots, and begins with a"
                            + " letter; policies call it in capitals, such as EU-EEA");
        Jurisdictions.countries(spec.members(), "spec.members", findings);
        var seen = new HashSet<String>();
        for (int i = 0; i < spec.members().size(); i++)
            if (!seen.add(spec.members().get(i)))
                findings.mistake("spec.members[" + i + "]", spec.members().get(i) + " is listed twice");
        var terms = Law.listed(spec.terms());
        for (int i = 0; i < terms.size(); i++) {
            var term = terms.get(i);
            var path = "spec.terms[" + i + "]";
            Jurisdictions.country(term.jurisdiction(), path + ".jurisdiction", findings);
            if (term.from() != null && term.until() != null && !term.from().isBefore(term.until()))
                findings.mistake(path + ".until", "is " + term.until() + ", not after from, " + term.from());
            if (seen.contains(term.jurisdiction()))
                findings.mistake(
                        path + ".jurisdiction", term.jurisdiction() + " is in spec.members, hence a member for good");
        }
        if (spec.source().isBlank())
            findings.mistake("spec.source", "is empty: say whence the list, and of which date");
    }
}
