package io.archipelago.residency.domain;

import static io.archipelago.residency.domain.Policies.COUNTRIES;
import static io.archipelago.residency.domain.Policies.GROUPS;
import static io.archipelago.residency.domain.Policies.NAMES;

import io.archipelago.events.residency.ResidencyPolicySpec;
import io.archipelago.events.residency.ResidencyPolicySpec.Rule;
import io.archipelago.events.residency.ResidencyPolicySpec.Volume;
import io.archipelago.residency.condition.Truth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.jspecify.annotations.Nullable;

/** Laws with everything a law may say, and what they say, worked out as slowly and plainly as can be. */
public final class RandomLaws {

    public static final List<String> CLASSES = List.of("personal", "personal.health", "payment");

    private static final List<String> WORDS = List.of("ads", "billing");
    private static final List<String> CONTRACTS = List.of("contract", "audit");

    /** One subject and one purpose at a time. */
    record Single(
            String dataClass,
            String subject,
            String place,
            @Nullable String purpose,
            Circumstances known) {}

    private interface Reads {
        Truth of(Single single);
    }

    /** What a condition means, beside its text. */
    private static final Map<String, Reads> CONDITIONS = Map.of(
            "place == 'US'",
            single -> Truth.of(single.place.equals("US")),
            "dataClass == 'personal.health'",
            single -> Truth.of(single.dataClass.equals("personal.health")),
            "subject == 'DE' || purpose == 'ads'",
            single -> or(Truth.of(single.subject.equals("DE")), isAds(single)),
            "'audit' in safeguards && origin != 'IN'",
            single -> Truth.of(single.known.safeguards().contains("audit"))
                    .and(
                            single.known.origin() == null
                                    ? Truth.UNKNOWN
                                    : Truth.of(!single.known.origin().equals("IN"))),
            "volume > 50 || subject != place",
            single -> or(
                    single.known.volume() == null ? Truth.UNKNOWN : Truth.of(single.known.volume() > 50),
                    Truth.of(!single.subject.equals(single.place))));

    private RandomLaws() {}

    private static Truth isAds(Single single) {
        return single.purpose == null ? Truth.UNKNOWN : Truth.of(single.purpose.equals("ads"));
    }

    private static Truth or(Truth one, Truth other) {
        if (one == Truth.YES || other == Truth.YES) return Truth.YES;
        return one == Truth.UNKNOWN ? one : other;
    }

    public static Arbitrary<List<ResidencyPolicySpec>> policies() {
        var some = Combinators.combine(
                        some(CLASSES),
                        some(NAMES),
                        rule().list().ofMinSize(1).ofMaxSize(3),
                        some(NAMES).injectNull(0.8),
                        Arbitraries.of("allow", "deny").injectNull(0.7),
                        Arbitraries.of(0, 1).injectNull(0.6))
                .as((classes, subjects, rules, processedIn, otherwise, precedence) -> new ResidencyPolicySpec(
                        null,
                        classes,
                        subjects,
                        null,
                        null,
                        numbered(rules),
                        processedIn,
                        otherwise,
                        precedence,
                        null));
        return some.list().ofMinSize(1).ofMaxSize(4);
    }

    private static Arbitrary<Rule> rule() {
        var where = Combinators.combine(
                        Arbitraries.of("allow", "allow", "allow", "allow", "deny"),
                        some(Action.WORDS),
                        some(NAMES),
                        Arbitraries.of(NAMES).list().uniqueElements().ofMaxSize(1))
                .as((effect, actions, places, except) -> new Rule(
                        "r", effect, actions, places, except, "test", null, null, null, null, null, null, null));
        return Combinators.combine(
                        where,
                        some(WORDS).injectNull(0.8),
                        some(CONTRACTS).injectNull(0.8),
                        some(NAMES).injectNull(0.9),
                        volume().injectNull(0.8),
                        Arbitraries.of(new TreeSet<>(CONDITIONS.keySet())).injectNull(0.7))
                .as((rule, purposes, safeguards, localCopy, volume, when) -> new Rule(
                        "r",
                        rule.effect(),
                        rule.actions(),
                        rule.jurisdictions(),
                        rule.except(),
                        "test",
                        null,
                        purposes,
                        safeguards,
                        localCopy,
                        volume,
                        when,
                        null));
    }

    private static Arbitrary<Volume> volume() {
        return Combinators.combine(
                        Arbitraries.longs().between(0, 100).injectNull(0.3),
                        Arbitraries.longs().between(0, 200).injectNull(0.5))
                .as(Volume::new);
    }

    private static List<Rule> numbered(List<Rule> rules) {
        return IntStream.range(0, rules.size())
                .mapToObj(i -> {
                    var rule = rules.get(i);
                    return new Rule(
                            "r" + i,
                            rule.effect(),
                            rule.actions(),
                            rule.jurisdictions(),
                            rule.except(),
                            rule.source(),
                            null,
                            rule.purposes(),
                            rule.safeguards(),
                            rule.localCopy(),
                            rule.volume(),
                            rule.when(),
                            null);
                })
                .toList();
    }

    private static Arbitrary<List<String>> some(List<String> of) {
        return Arbitraries.of(of).list().uniqueElements().ofMinSize(1).ofMaxSize(Math.min(3, of.size()));
    }

    record Question(String dataClass, String subject, Action action, String place, Circumstances known) {}

    static Arbitrary<Question> questions() {
        var known = Combinators.combine(
                        Arbitraries.of(COUNTRIES).injectNull(0.3),
                        Arbitraries.of(WORDS).list().uniqueElements().ofMaxSize(2),
                        Arbitraries.of(CONTRACTS).list().uniqueElements().ofMaxSize(2),
                        Arbitraries.longs().between(0, 220).injectNull(0.3))
                .as(Circumstances::of);
        return Combinators.combine(
                        Arbitraries.of("personal", "personal.health", "personal.health.gene", "payment", "secret"),
                        Arbitraries.of("DE", "FR", "US", "IN", "EUR", "WEST", "NOWHERE"),
                        Arbitraries.of(Action.values()),
                        Arbitraries.of("DE", "FR", "US", "IN", "EUR"),
                        known)
                .as(Question::new);
    }

    static boolean allows(List<ResidencyPolicySpec> policies, Question asked) {
        if (!COUNTRIES.contains(asked.place)) return false;
        var members = COUNTRIES.contains(asked.subject)
                ? List.of(asked.subject)
                : GROUPS.getOrDefault(asked.subject, List.of());
        if (members.isEmpty()) return false;
        var purposes = new ArrayList<@Nullable String>(asked.known.purposes());
        if (purposes.isEmpty()) purposes.add(null);
        for (var member : members)
            for (var purpose : purposes) {
                var single = new Single(known(policies, asked.dataClass), member, asked.place, purpose, asked.known);
                if (!allows(policies, asked, single)) return false;
            }
        return true;
    }

    /** The longest name of a class that some policy writes and the data is a kind of; its own when there is none. */
    private static String known(List<ResidencyPolicySpec> policies, String dataClass) {
        return policies.stream()
                .flatMap(policy -> policy.dataClasses().stream())
                .filter(general -> (dataClass + ".").startsWith(general + "."))
                .max(Comparator.comparingInt(String::length))
                .orElse(dataClass);
    }

    private record Effect(int precedence, boolean denies) {}

    private static boolean allows(List<ResidencyPolicySpec> policies, Question asked, Single single) {
        var effects = new ArrayList<Effect>();
        for (var policy : policies) {
            if (policy.dataClasses().stream().noneMatch(general -> (asked.dataClass + ".").startsWith(general + ".")))
                continue;
            int precedence = policy.precedence() == null ? 0 : policy.precedence();
            boolean silent = true;
            for (var rule : policy.rules()) {
                boolean denies = rule.effect().equals("deny");
                if (!binds(policy, single, denies) || !takesEffect(rule, asked, single, denies)) continue;
                effects.add(new Effect(precedence, denies));
                silent = false;
            }
            boolean otherwise = "deny".equals(policy.otherwise());
            if (silent && policy.otherwise() != null && binds(policy, single, otherwise))
                effects.add(new Effect(precedence, otherwise));
        }
        int highest = effects.stream().mapToInt(Effect::precedence).max().orElse(0);
        return !effects.isEmpty()
                && effects.stream().noneMatch(effect -> effect.precedence == highest && effect.denies);
    }

    private static boolean binds(ResidencyPolicySpec policy, Single single, boolean denies) {
        if (!Policies.covers(policy.subjects(), single.subject, denies)) return false;
        var processedIn = policy.processedIn();
        if (processedIn == null) return true;
        var origin = single.known.origin();
        return origin == null ? denies : Policies.covers(processedIn, origin, denies);
    }

    private static boolean takesEffect(Rule rule, Question asked, Single single, boolean denies) {
        if (!rule.actions().contains(asked.action.word())) return false;
        if (!Policies.covers(rule.jurisdictions(), single.place, denies)) return false;
        if (rule.except() != null && Policies.covers(rule.except(), single.place, !denies)) return false;
        var holds = Truth.YES;
        if (rule.purposes() != null)
            holds = holds.and(
                    single.purpose == null
                            ? Truth.UNKNOWN
                            : Truth.of(rule.purposes().contains(single.purpose)));
        if (rule.safeguards() != null)
            holds = holds.and(Truth.of(single.known.safeguards().containsAll(rule.safeguards())));
        if (rule.localCopy() != null)
            holds = holds.and(
                    single.known.origin() == null
                            ? Truth.UNKNOWN
                            : Truth.of(Policies.covers(rule.localCopy(), single.known.origin(), denies)));
        if (rule.volume() != null) holds = holds.and(within(rule.volume(), single.known.volume()));
        if (rule.when() != null) holds = holds.and(CONDITIONS.get(rule.when()).of(single));
        return holds == Truth.YES || denies && holds == Truth.UNKNOWN;
    }

    private static Truth within(Volume range, @Nullable Long count) {
        if ((range.atLeast() == null || range.atLeast() == 0) && range.below() == null) return Truth.YES;
        if (count == null) return Truth.UNKNOWN;
        return Truth.of((range.atLeast() == null || count >= range.atLeast())
                && (range.below() == null || count < range.below()));
    }
}
