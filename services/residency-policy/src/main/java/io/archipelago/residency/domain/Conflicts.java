package io.archipelago.residency.domain;

import io.archipelago.events.residency.JurisdictionGroupSpec;
import io.archipelago.events.residency.ResidencyPolicySpec;
import io.archipelago.events.resource.Declared;
import io.archipelago.events.resource.Kind;
import io.archipelago.kit.declaration.Condition;
import io.archipelago.kit.declaration.Findings;
import io.archipelago.kit.declaration.View;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Tells where a policy says the opposite of another, or of itself, at the same precedence. No mistake: the deny holds,
 * and that may be just what is meant. Conditions are not weighed: rules that are told here may never hold together.
 */
final class Conflicts {

    /** More than a person reads. */
    private static final int MAX = 10;

    private Conflicts() {}

    /** Adds one condition per pair of rules. */
    static void tell(String policy, ResidencyPolicySpec spec, View view, Findings findings) {
        var provisions = law(policy, spec, view).provisions();
        int told = 0;
        for (var own : provisions) {
            if (!own.policy().equals(policy)) continue;
            for (var other : provisions) {
                if (other.policy().equals(policy) && other.number() <= own.number()) continue;
                var where = overlap(own, other);
                if (where == null) continue;
                findings.condition(Condition.unmet("ConflictFree", "Contradiction", sentence(own, other, where)));
                if (++told == MAX) return;
            }
        }
    }

    /** All policies that are no drafts, and this one, whenever they are in force; groups as they are for good. */
    private static Law law(String policy, ResidencyPolicySpec spec, View view) {
        var articles = new TreeMap<String, Code.Article>();
        for (var other : view.all(Kind.RESIDENCY_POLICY, ResidencyPolicySpec.class))
            if (!Code.isDraft(other.spec()) && meet(spec, other.spec()))
                articles.put(other.name(), new Code.Article(0, other.spec()));
        articles.put(policy, new Code.Article(0, spec));
        var groups = new TreeMap<String, List<String>>();
        for (Declared<JurisdictionGroupSpec> group : view.all(Kind.JURISDICTION_GROUP, JurisdictionGroupSpec.class))
            groups.put(Code.calledName(group.name()), Law.listed(group.spec().members()));
        return Law.withoutConditions(Code.of(articles, groups, Instant.EPOCH));
    }

    /** True when there is a time at which both are in force. */
    private static boolean meet(ResidencyPolicySpec one, ResidencyPolicySpec other) {
        return (one.effectiveFrom() == null
                        || other.effectiveUntil() == null
                        || one.effectiveFrom().isBefore(other.effectiveUntil()))
                && (other.effectiveFrom() == null
                        || one.effectiveUntil() == null
                        || other.effectiveFrom().isBefore(one.effectiveUntil()));
    }

    /** @param subjects and places where one rule allows what the other denies */
    private record Overlap(String dataClass, BitSet subjects, BitSet places) {}

    /** Null when there is none. What policies say otherwise is there to be contradicted. */
    private static @Nullable Overlap overlap(Provision one, Provision other) {
        if (one.denies() == other.denies() || one.precedence() != other.precedence()) return null;
        if (one.otherwise() || other.otherwise()) return null;
        if ((one.actions() & other.actions()) == 0) return null;
        if (one.processedIn() != null
                && other.processedIn() != null
                && !one.processedIn().intersects(other.processedIn())) return null;
        var subjects = (BitSet) one.subjects().clone();
        subjects.and(other.subjects());
        var places = (BitSet) one.places().clone();
        places.and(other.places());
        if (subjects.isEmpty() || places.isEmpty()) return null;
        for (var a : one.dataClasses())
            for (var b : other.dataClasses())
                if (DataClass.isA(a, b) || DataClass.isA(b, a))
                    return new Overlap(a.length() > b.length() ? a : b, subjects, places);
        return null;
    }

    private static String sentence(Provision one, Provision other, Overlap where) {
        var deny = one.denies() ? one : other;
        var allow = one.denies() ? other : one;
        return deny.name() + " denies what " + allow.name() + " allows, " + where.dataClass + " data of "
                + some(where.subjects) + " at " + some(where.places)
                + ": the deny holds. If the allow is to hold, give its policy a higher precedence";
    }

    private static String some(BitSet countries) {
        int first = countries.nextSetBit(0);
        int more = countries.cardinality() - 1;
        return Country.code(first) + (more == 0 ? "" : " and " + more + " more");
    }
}
