package io.archipelago.residency.domain;

import io.archipelago.events.residency.ResidencyPolicySpec.Rule;
import io.archipelago.residency.condition.Condition;
import io.archipelago.residency.condition.Fact;
import io.archipelago.residency.condition.Truth;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What else must hold for a rule to take effect where it speaks of the data, the action and the place.
 *
 * @param purposes empty for any
 * @param safeguards all must be in place
 * @param localCopy countries in one of which the data must be kept first; null for wherever
 * @param when null for always
 */
record Proviso(
        Set<String> purposes,
        SortedSet<String> safeguards,
        @Nullable BitSet localCopy,
        long atLeast,
        long below,
        @Nullable Condition when) {

    static final Proviso NONE = new Proviso(Set.of(), new TreeSet<>(), null, 0, Long.MAX_VALUE, null);

    /** @param localCopy null when the rule asks for none */
    static Proviso of(Rule rule, @Nullable BitSet localCopy, @Nullable Condition when) {
        var volume = rule.volume();
        var atLeast = volume == null ? null : volume.atLeast();
        var below = volume == null ? null : volume.below();
        return new Proviso(
                Set.copyOf(Law.listed(rule.purposes())),
                new TreeSet<>(Law.listed(rule.safeguards())),
                localCopy,
                atLeast == null ? 0 : atLeast,
                below == null ? Long.MAX_VALUE : below,
                when);
    }

    /** One case as a proviso sees it. */
    record Facts(
            String dataClass,
            Action action,
            String place,
            @Nullable String purpose,
            Circumstances circumstances) {}

    /** Keeps of some subjects those for whom it holds, or may hold if the unknown counts as that. */
    void keepWhereItHolds(BitSet subjects, Facts facts, boolean unknownHolds) {
        var plain = purpose(facts.purpose)
                .and(Truth.of(facts.circumstances.safeguards().containsAll(safeguards)))
                .and(copy(facts.circumstances.origin()))
                .and(volume(facts.circumstances.volume()));
        if (when == null || plain == Truth.NO) {
            if (!holds(plain, unknownHolds)) subjects.clear();
            return;
        }
        var known = known(facts);
        if (!when.facts().contains(Fact.SUBJECT)) {
            if (!holds(plain.and(when.holds(known)), unknownHolds)) subjects.clear();
            return;
        }
        for (int s = subjects.nextSetBit(0); s >= 0; s = subjects.nextSetBit(s + 1)) {
            known.put(Fact.SUBJECT, Country.code(s));
            if (!holds(plain.and(when.holds(known)), unknownHolds)) subjects.clear(s);
        }
    }

    private static boolean holds(Truth truth, boolean unknownHolds) {
        return truth == Truth.YES || unknownHolds && truth == Truth.UNKNOWN;
    }

    private Truth purpose(@Nullable String purpose) {
        if (purposes.isEmpty()) return Truth.YES;
        return purpose == null ? Truth.UNKNOWN : Truth.of(purposes.contains(purpose));
    }

    private Truth copy(@Nullable String origin) {
        if (localCopy == null) return Truth.YES;
        int country = origin == null ? -1 : Country.number(origin);
        return country < 0 ? Truth.UNKNOWN : Truth.of(localCopy.get(country));
    }

    private Truth volume(@Nullable Long volume) {
        if (atLeast == 0 && below == Long.MAX_VALUE) return Truth.YES;
        return volume == null ? Truth.UNKNOWN : Truth.of(volume >= atLeast && volume < below);
    }

    private static Map<Fact, Object> known(Facts facts) {
        var known = new EnumMap<Fact, Object>(Fact.class);
        known.put(Fact.DATA_CLASS, facts.dataClass);
        known.put(Fact.ACTION, facts.action.word());
        known.put(Fact.PLACE, facts.place);
        known.put(Fact.SAFEGUARDS, List.copyOf(facts.circumstances.safeguards()));
        if (facts.circumstances.origin() != null) known.put(Fact.ORIGIN, facts.circumstances.origin());
        if (facts.purpose != null) known.put(Fact.PURPOSE, facts.purpose);
        if (facts.circumstances.volume() != null) known.put(Fact.VOLUME, facts.circumstances.volume());
        return known;
    }

    /** True when it may depend on whether that is in place. */
    boolean speaksOf(String safeguard) {
        return safeguards.contains(safeguard) || when != null && when.text().contains(safeguard);
    }

    /** The counts at which it may change, in order. */
    SortedSet<Long> volumes() {
        var volumes = new TreeSet<Long>();
        if (atLeast > 0) volumes.add(atLeast);
        if (below < Long.MAX_VALUE) volumes.add(below);
        if (when != null) volumes.addAll(when.volumes());
        return volumes;
    }

    /** What one would have to know or put in place for it to hold; empty when nothing of that kind would help. */
    List<String> questions(Facts facts) {
        var questions = new ArrayList<String>();
        if (volume(facts.circumstances.volume()) == Truth.NO) return questions;
        switch (purpose(facts.purpose)) {
            case UNKNOWN -> questions.add(Fact.PURPOSE.question);
            case NO -> questions.add("is it for " + String.join(" or ", new TreeSet<>(purposes)) + " only?");
            case YES -> {}
        }
        for (var safeguard : safeguards)
            if (!facts.circumstances.safeguards().contains(safeguard)) questions.add("is " + safeguard + " in place?");
        switch (copy(facts.circumstances.origin())) {
            case UNKNOWN -> questions.add(Fact.ORIGIN.question);
            case NO ->
                questions.add("it is kept first in " + facts.circumstances.origin() + ": can it be kept first in "
                        + Country.codes(localCopy) + "?");
            case YES -> {}
        }
        if (volume(facts.circumstances.volume()) == Truth.UNKNOWN) questions.add(Fact.VOLUME.question);
        if (when != null) questions.addAll(questions(when, known(facts)));
        return questions;
    }

    private static List<String> questions(Condition when, Map<Fact, Object> known) {
        if (when.holds(known) == Truth.YES) return List.of();
        var unknown = when.facts().stream()
                .filter(fact -> fact != Fact.SUBJECT && !known.containsKey(fact))
                .map(fact -> fact.question)
                .sorted()
                .toList();
        if (!unknown.isEmpty()) return unknown;
        return when.facts().contains(Fact.SAFEGUARDS) || when.facts().contains(Fact.PURPOSE)
                ? List.of("can it be made true that " + when.text() + "?")
                : List.of();
    }
}
