package io.archipelago.residency.domain;

import io.archipelago.events.residency.ResidencyPolicySpec;
import io.archipelago.events.residency.ResidencyPolicySpec.Rule;
import io.archipelago.kit.declaration.Draft;
import io.archipelago.kit.declaration.Findings;
import io.archipelago.kit.declaration.OwnedKind;
import io.archipelago.kit.declaration.Spelling;
import io.archipelago.kit.declaration.View;
import java.util.HashMap;
import java.util.List;
import java.util.regex.Pattern;

/** A policy says of which data it speaks, in rules that each name their source. */
record PolicyRules() implements OwnedKind.Rules<ResidencyPolicySpec> {

    private static final Pattern CLASS = Pattern.compile("[a-z][a-z0-9-]{0,62}");
    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final List<String> EFFECTS = List.of("allow", "deny");

    @Override
    public void check(Draft<ResidencyPolicySpec> draft, View view, Findings findings) {
        var spec = draft.spec();
        if (spec.dataClasses().isEmpty())
            findings.mistake("spec.dataClasses", "is empty: name the classes of data it speaks of");
        for (int i = 0; i < spec.dataClasses().size(); i++)
            if (!CLASS.matcher(spec.dataClasses().get(i)).matches())
                findings.mistake(
                        "spec.dataClasses[" + i + "]",
                        "is '" + spec.dataClasses().get(i)
                                + "': a class is one lower case word, such as public or personal");
        Jurisdictions.check(spec.subjects(), "spec.subjects", view, findings);
        var from = spec.effectiveFrom();
        var until = spec.effectiveUntil();
        if (from != null && until != null && !from.isBefore(until))
            findings.mistake("spec.effectiveUntil", "is " + until + ", not after effectiveFrom, " + from);
        if (spec.rules().isEmpty()) findings.mistake("spec.rules", "is empty: a policy without rules says nothing");
        var firsts = new HashMap<String, Integer>();
        for (int i = 0; i < spec.rules().size(); i++) {
            var rule = spec.rules().get(i);
            var path = "spec.rules[" + i + "]";
            var first = firsts.putIfAbsent(rule.id(), i);
            if (first != null)
                findings.mistake(path + ".id", "'" + rule.id() + "' is already the id of spec.rules[" + first + "]");
            rule(rule, path, view, findings);
        }
    }

    private static void rule(Rule rule, String path, View view, Findings findings) {
        if (!ID.matcher(rule.id()).matches())
            findings.mistake(path + ".id", "is '" + rule.id() + "': lower case letters, digits and '-'");
        oneOf(EFFECTS, rule.effect(), path + ".effect", findings);
        if (rule.actions().isEmpty())
            findings.mistake(path + ".actions", "is empty: " + String.join(", ", Action.WORDS));
        for (int i = 0; i < rule.actions().size(); i++)
            oneOf(Action.WORDS, rule.actions().get(i), path + ".actions[" + i + "]", findings);
        Jurisdictions.check(rule.jurisdictions(), path + ".jurisdictions", view, findings);
        if (rule.except() != null) Jurisdictions.checkExceptions(rule.except(), path + ".except", view, findings);
        if (rule.source().isBlank()) findings.mistake(path + ".source", "is empty: cite what the rule models");
    }

    private static void oneOf(List<String> words, String word, String path, Findings findings) {
        if (!words.contains(word))
            findings.mistake(
                    path, "is '" + word + "', must be one of " + String.join(", ", words) + Spelling.hint(word, words));
    }
}
