package io.archipelago.residency.domain;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a law says of one class, action and place in given circumstances, for all the subjects asked about at once.
 *
 * <p>Of the rules that take effect on a subject, those of the highest precedence decide; among them a deny beats every
 * allow. What is done for several purposes must be allowed for each.
 */
final class Reading {

    /** @param on the subjects for whom it decided */
    private record Deciding(Provision provision, BitSet on) {}

    private final BitSet denied = new BitSet(Country.NUMBERS);
    private final BitSet open = new BitSet(Country.NUMBERS);
    private final TreeMap<Integer, Deciding> deciding = new TreeMap<>();

    private Reading() {}

    /** @param provisions that speak of the class, in their order; each policy's otherwise-clause after its rules */
    static Reading of(
            List<Provision> provisions,
            String dataClass,
            Action action,
            int place,
            Circumstances circumstances,
            BitSet asked) {
        var reading = new Reading();
        var speaking = provisions.stream()
                .filter(provision -> provision.speaksOf(asked, action, place))
                .toList();
        var purposes = new ArrayList<@Nullable String>(circumstances.purposes());
        if (purposes.isEmpty()) purposes.add(null);
        for (var purpose : purposes) {
            var facts = new Proviso.Facts(dataClass, action, Country.code(place), purpose, circumstances);
            reading.decide(taking(speaking, facts, asked), asked);
        }
        return reading;
    }

    private static List<Deciding> taking(List<Provision> speaking, Proviso.Facts facts, BitSet asked) {
        var taking = new ArrayList<Deciding>();
        var settled = new HashMap<String, BitSet>();
        for (var provision : speaking) {
            var on = provision.takesEffectOn(asked, facts);
            if (provision.otherwise()) {
                var byItsRules = settled.get(provision.policy());
                if (byItsRules != null) on.andNot(byItsRules);
            }
            if (on.isEmpty()) continue;
            settled.computeIfAbsent(provision.policy(), policy -> new BitSet(Country.NUMBERS))
                    .or(on);
            taking.add(new Deciding(provision, on));
        }
        return taking;
    }

    private void decide(List<Deciding> taking, BitSet asked) {
        var left = (BitSet) asked.clone();
        var precedences = taking.stream()
                .map(one -> one.provision.precedence())
                .distinct()
                .sorted(Comparator.reverseOrder())
                .toList();
        for (int precedence : precedences) {
            var denies = new BitSet(Country.NUMBERS);
            var allows = new BitSet(Country.NUMBERS);
            for (var one : taking)
                if (one.provision.precedence() == precedence) (one.provision.denies() ? denies : allows).or(one.on);
            denies.and(left);
            allows.and(left);
            allows.andNot(denies);
            for (var one : taking)
                if (one.provision.precedence() == precedence) note(one, one.provision.denies() ? denies : allows);
            denied.or(denies);
            left.andNot(denies);
            left.andNot(allows);
        }
        open.or(left);
    }

    private void note(Deciding one, BitSet decided) {
        var on = (BitSet) one.on.clone();
        on.and(decided);
        if (on.isEmpty()) return;
        var before = deciding.putIfAbsent(one.provision.number(), new Deciding(one.provision, on));
        if (before != null) before.on.or(on);
    }

    boolean denies(BitSet members) {
        return denied.intersects(members);
    }

    boolean allows(BitSet members) {
        return !denies(members) && !open.intersects(members);
    }

    /** Those of the members on whom nothing decides. */
    BitSet open(BitSet members) {
        var left = (BitSet) members.clone();
        left.and(open);
        return left;
    }

    /** The rules that decide on the members, in the order of the law; none where nothing does. */
    List<Provision> by(BitSet members) {
        boolean denies = denies(members);
        if (!denies && open.intersects(members)) return List.of();
        var by = new ArrayList<Provision>();
        for (var one : deciding.values())
            if (one.provision.denies() == denies && one.on.intersects(members)) by.add(one.provision);
        return by;
    }

    /** What the deciding rules ask for, by the data class of columns; of several, the strictest. */
    static Map<String, String> treatments(List<Provision> by) {
        var treatments = new TreeMap<String, String>();
        for (var provision : by)
            provision.treatments().forEach((dataClass, how) -> treatments.merge(dataClass, how, Treatment::stricter));
        return treatments;
    }
}
