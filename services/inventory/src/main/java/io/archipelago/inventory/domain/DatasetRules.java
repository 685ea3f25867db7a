package io.archipelago.inventory.domain;

import io.archipelago.events.inventory.DatasetSpec;
import io.archipelago.events.resource.Kind;
import io.archipelago.kit.declaration.Draft;
import io.archipelago.kit.declaration.Findings;
import io.archipelago.kit.declaration.OwnedKind;
import io.archipelago.kit.declaration.Region;
import io.archipelago.kit.declaration.Spelling;
import io.archipelago.kit.declaration.View;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A dataset says whose law binds it, and copies are wanted where there is a region. */
record DatasetRules(Region region, Places places) implements OwnedKind.Rules<DatasetSpec> {

    private static final Pattern CLASS = Pattern.compile("(?=.{1,63}$)[a-z][a-z0-9-]*(\\.[a-z][a-z0-9-]*)*");
    private static final Pattern WORD = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final String ATTESTED_PLACE = "attested-place";
    private static final Pattern GROUP = Pattern.compile("[A-Z][A-Z0-9-]{2,62}");
    private static final Pattern TOPIC = Pattern.compile("[a-zA-Z0-9._-]{1,200}");

    /** Topics that Archipelago speaks on itself, or that a mirror or the gate writes. */
    private static final Set<String> RESERVED =
            Set.of("inventory", "residency", "placement", "cost", "observability", "telemetry", "export");

    @Override
    public void check(Draft<DatasetSpec> draft, View view, Findings findings) {
        var spec = draft.spec();
        Amounts.label(spec.owner(), "spec.owner", findings);
        dataClass(spec.dataClass(), "spec.dataClass", findings);
        if (!GROUP.matcher(spec.jurisdiction()).matches() && !places.isCountry(spec.jurisdiction(), view))
            findings.mistake(
                    "spec.jurisdiction",
                    "is '" + spec.jurisdiction()
                            + "': write an ISO 3166-1 country code, such as DE, or a group, such as EU-EEA");
        if (spec.source() != null) topic(spec.source().topic(), findings);
        copies(draft, view, findings);
        if (spec.size() != null) Amounts.notNegative(spec.size(), "spec.size", findings);
        words(spec.purposes(), "spec.purposes", findings);
        words(spec.safeguards(), "spec.safeguards", findings);
        int place = spec.safeguards() == null ? -1 : spec.safeguards().indexOf(ATTESTED_PLACE);
        if (place >= 0)
            findings.mistake(
                    "spec.safeguards[" + place + "]",
                    "'" + ATTESTED_PLACE + "' is not for a dataset to say: a site has it whose place is attested");
        if (spec.columns() != null)
            spec.columns().forEach((column, dataClass) -> dataClass(dataClass, "spec.columns." + column, findings));
        if (spec.encrypt() != null) encrypt(spec, spec.encrypt(), findings);
    }

    /** A person's key encrypts; and what is treated must be declared whole. */
    private static void encrypt(DatasetSpec spec, List<String> columns, Findings findings) {
        if (spec.subjectColumn() == null && !columns.isEmpty())
            findings.mistake("spec.subjectColumn", "is missing: encrypt takes the key of the person a record is about");
        for (int i = 0; i < columns.size(); i++) {
            var path = "spec.encrypt[" + i + "]";
            if (columns.get(i).equals("$key"))
                findings.mistake(path, "'$key' encrypts otherwise each time: a law may have it pseudonymised");
            else if (spec.columns() == null || !spec.columns().containsKey(columns.get(i)))
                findings.mistake(path, "'" + columns.get(i) + "' is not among spec.columns");
        }
    }

    private static void dataClass(String name, String path, Findings findings) {
        if (!CLASS.matcher(name).matches())
            findings.mistake(
                    path,
                    "is '" + name + "': a class is one lower case word, such as public or personal, or narrows one,"
                            + " such as personal.health");
    }

    private static void words(@Nullable List<String> words, String path, Findings findings) {
        if (words == null) return;
        for (int i = 0; i < words.size(); i++)
            if (!WORD.matcher(words.get(i)).matches())
                findings.mistake(path + "[" + i + "]", "is '" + words.get(i) + "': lower case letters, digits and '-'");
    }

    private void topic(String topic, Findings findings) {
        var path = "spec.source.topic";
        if (!TOPIC.matcher(topic).matches() || topic.equals(".") || topic.equals("..")) {
            findings.mistake(path, "is not a topic's name: letters, digits, '.', '_' and '-', at most 200");
            return;
        }
        var first = topic.split("\\.", 2)[0];
        if (RESERVED.contains(first) || region.all().contains(first) || first.startsWith("__"))
            findings.mistake(
                    path,
                    "topics that begin with '" + first + "' are not users' data: the gate would take them abroad");
    }

    private void copies(Draft<DatasetSpec> draft, View view, Findings findings) {
        var copies = draft.spec().copies();
        var home = draft.home() != null
                ? draft.home()
                : view.find(Kind.DATASET, DatasetSpec.class, draft.name())
                        .orElseThrow()
                        .home();
        var seen = new HashSet<String>();
        for (int i = 0; i < copies.size(); i++) {
            var copy = copies.get(i);
            var path = "spec.copies[" + i + "]";
            if (!region.all().contains(copy))
                findings.mistake(
                        path,
                        "there is no region '" + copy + "'" + Spelling.hint(copy, region.all()) + " Known: "
                                + String.join(", ", region.all()));
            else if (copy.equals(home)) findings.mistake(path, copy + " is its home and has it already");
            else if (!seen.add(copy)) findings.mistake(path, copy + " is named twice");
        }
    }
}
