package io.archipelago.residency.domain;

import io.archipelago.events.residency.ResidencyPolicySpec;
import io.archipelago.events.residency.ResidencyPolicySpec.Rule;
import io.archipelago.events.residency.ResidencyPolicySpec.Volume;
import io.archipelago.kit.declaration.Draft;
import io.archipelago.kit.declaration.Findings;
import io.archipelago.kit.declaration.OwnedKind;
import io.archipelago.kit.declaration.Spelling;
import io.archipelago.kit.declaration.View;
import io.archipelago.residency.condition.Condition;
import java.util.HashMap;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A policy says of which data it speaks, in rules that each name their source. */
record PolicyRules() implements OwnedKind.Rules<ResidencyPolicySpec> {

    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final List<String> EFFECTS = List.of("allow", "deny");

    @Override
    public void check(Draft<ResidencyPolicySpec> draft, View view, Findings findings) {
        var spec = draft.spec();
        if (spec.dataClasses().isEmpty())
            findings.mistake("spec.dataClasses", "is empty: name the classes of data it speaks of");
        for (int i = 0; i < spec.dataClasses().size(); i++)
            dataClass(spec.dataClasses().get(i), "spec.dataClasses[" + i + "]", findings);
        Jurisdictions.check(spec.subjects(), "spec.subjects", view, findings);
        if (spec.processedIn() != null) Jurisdictions.check(spec.processedIn(), "spec.processedIn", view, findings);
        if (spec.otherwise() != null) oneOf(EFFECTS, spec.otherwise(), "spec.otherwise", findings);
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
            proviso(rule, path, view, findings);
        }
        if (Code.isDraft(spec))
            findings.condition(io.archipelago.kit.declaration.Condition.unmet(
                    "InForce", "Draft", "a draft is never in force: preview it, then take draft out"));
        if (findings.mistakes().isEmpty()) Conflicts.tell(draft.name(), spec, view, findings);
    }

    private static void rule(Rule rule, String path, View view, Findings findings) {
        if (!ID.matcher(rule.id()).matches())
            findings.mistake(path + ".id", "is '" + rule.id() + "': lower case letters, digits and '-'");
        else if (rule.id().equals(Law.OTHERWISE))
            findings.mistake(path + ".id", "is 'otherwise', which names what the policy says otherwise");
        oneOf(EFFECTS, rule.effect(), path + ".effect", findings);
        if (rule.actions().isEmpty())
            findings.mistake(path + ".actions", "is empty: " + String.join(", ", Action.WORDS));
        for (int i = 0; i < rule.actions().size(); i++)
            oneOf(Action.WORDS, rule.actions().get(i), path + ".actions[" + i + "]", findings);
        Jurisdictions.check(rule.jurisdictions(), path + ".jurisdictions", view, findings);
        if (rule.except() != null) Jurisdictions.checkExceptions(rule.except(), path + ".except", view, findings);
        if (rule.source().isBlank()) findings.mistake(path + ".source", "is empty: cite what the rule models");
    }

    private static void proviso(Rule rule, String path, View view, Findings findings) {
        words(rule.purposes(), path + ".purposes", findings);
        words(rule.safeguards(), path + ".safeguards", findings);
        if (rule.localCopy() != null) Jurisdictions.check(rule.localCopy(), path + ".localCopy", view, findings);
        if ("deny".equals(rule.effect())) {
            allowsOnly(rule.safeguards(), path + ".safeguards", findings);
            allowsOnly(rule.localCopy(), path + ".localCopy", findings);
            allowsOnly(rule.treatments(), path + ".treatments", findings);
        }
        if (rule.volume() != null) volume(rule.volume(), path + ".volume", findings);
        if (rule.when() != null) when(rule.when(), path + ".when", findings);
        if (rule.treatments() != null)
            rule.treatments().forEach((dataClass, treatment) -> {
                dataClass(dataClass, path + ".treatments." + dataClass, findings);
                oneOf(Treatment.WORDS, treatment, path + ".treatments." + dataClass, findings);
            });
    }

    private static void dataClass(String name, String path, Findings findings) {
        if (!DataClass.NAME.matcher(name).matches())
            findings.mistake(
                    path,
                    "is '" + name + "': a class is one lower case word, such as public or personal, or narrows one,"
                            + " such as personal.health");
    }

    private static void words(@Nullable List<String> words, String path, Findings findings) {
        if (words == null) return;
        if (words.isEmpty()) findings.mistake(path, "is empty: leave it out, or name one");
        for (int i = 0; i < words.size(); i++)
            if (!Circumstances.WORD.matcher(words.get(i)).matches())
                findings.mistake(path + "[" + i + "]", "is '" + words.get(i) + "': lower case letters, digits and '-'");
    }

    private static void allowsOnly(@Nullable Object field, String path, Findings findings) {
        if (field != null)
            findings.mistake(path, "makes no sense on a deny: it says what an allow asks for; write it there");
    }

    private static void volume(Volume volume, String path, Findings findings) {
        long from = volume.atLeast() == null ? 0 : volume.atLeast();
        if (from < 0) findings.mistake(path + ".atLeast", "is " + from + ", must not be negative");
        if (volume.below() != null && volume.below() <= from)
            findings.mistake(path + ".below", "is " + volume.below() + ", not more than atLeast, " + from);
        if (volume.atLeast() == null && volume.below() == null)
            findings.mistake(path, "is empty: name atLeast, below, or both");
    }

    private static void when(String text, String path, Findings findings) {
        try {
            Condition.of(text);
        } catch (Condition.Unreadable e) {
            findings.mistake(path, String.valueOf(e.getMessage()));
        }
    }

    private static void oneOf(List<String> words, String word, String path, Findings findings) {
        if (!words.contains(word))
            findings.mistake(
                    path, "is '" + word + "', must be one of " + String.join(", ", words) + Spelling.hint(word, words));
    }
}
