package io.archipelago.bench.residency;

import io.archipelago.events.residency.ResidencyPolicySpec;
import io.archipelago.events.residency.ResidencyPolicySpec.Rule;
import io.archipelago.events.residency.ResidencyPolicySpec.Volume;
import io.archipelago.residency.domain.Circumstances;
import io.archipelago.residency.domain.Code;
import io.archipelago.residency.domain.Law;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A law of a given number of rules, and questions to it. The same number and seed make the same law. Every law speaks of all
 * the classes, so that no question is easier for the smaller ones; what grows is how much is said of them.
 */
record GeneratedLaw(List<ResidencyPolicySpec> policies, List<Question> questions) {

    /** Where everything is sent from, and all that is known of it. */
    static final Circumstances KNOWN = Circumstances.of("DE", List.of("billing"), List.of("contract"), 250_000L);

    static final List<String> PLACES = List.of("US", "SG", "JP", "BR", "IN", "CN", "RU", "GB");

    static final List<String> CLASSES = List.of(
            "internal", "payment", "personal", "personal.contact", "personal.health", "public", "telemetry", "trade");

    private static final List<String> COUNTRIES = List.of(
            "AT", "BE", "BR", "CA", "CH", "CN", "DE", "ES", "FI", "FR", "GB", "IN", "IT", "JP", "KR", "NL", "NO", "PL",
            "RU", "SE", "SG", "TR", "US", "ZA");

    private static final int MOST_RULES_PER_POLICY = 20;
    private static final int QUESTIONS = 4_096;

    /** @param place its number among {@link #PLACES} */
    record Question(String dataClass, String subject, int place) {}

    static GeneratedLaw of(int rules, long seed) {
        var random = new SplittableRandom(seed + rules);
        var policies = new ArrayList<ResidencyPolicySpec>();
        int size = Math.clamp(rules / CLASSES.size(), 1, MOST_RULES_PER_POLICY);
        for (int left = rules; left > 0; left -= size)
            policies.add(policy(CLASSES.get(policies.size() % CLASSES.size()), Math.min(size, left), random));
        var questions = new ArrayList<Question>();
        for (int i = 0; i < QUESTIONS; i++)
            questions.add(new Question(any(CLASSES, random), any(COUNTRIES, random), random.nextInt(PLACES.size())));
        return new GeneratedLaw(policies, questions);
    }

    private static ResidencyPolicySpec policy(String dataClass, int size, SplittableRandom random) {
        var rules = new ArrayList<Rule>();
        for (int i = 0; i < size; i++) rules.add(rule("r" + i, random));
        return new ResidencyPolicySpec(
                null, List.of(dataClass), some(random, 4), null, null, rules, null, null, null, null);
    }

    private static Rule rule(String id, SplittableRandom random) {
        boolean denies = random.nextInt(10) == 0;
        return new Rule(
                id,
                denies ? "deny" : "allow",
                List.of("send"),
                some(random, 3),
                null,
                "generated",
                null,
                null,
                !denies && random.nextInt(4) == 0 ? List.of("contract") : null,
                null,
                random.nextInt(5) == 0 ? new Volume(null, 100_000L << random.nextInt(5)) : null,
                condition(random),
                null);
    }

    private static @Nullable String condition(SplittableRandom random) {
        return switch (random.nextInt(10)) {
            case 0 -> "'contract' in safeguards";
            case 1 -> "place != 'CN' || volume < 1000000";
            default -> null;
        };
    }

    private static List<String> some(SplittableRandom random, int most) {
        var some = new ArrayList<String>();
        for (int i = random.nextInt(most); i >= 0; i--) some.add(any(COUNTRIES, random));
        return some.stream().distinct().toList();
    }

    private static String any(List<String> of, SplittableRandom random) {
        return of.get(random.nextInt(of.size()));
    }

    Law law() {
        var articles = new TreeMap<String, Code.Article>();
        for (int i = 0; i < policies.size(); i++) articles.put("p" + i, new Code.Article(1, policies.get(i)));
        return Law.of(Code.of(articles, new TreeMap<>(), Instant.EPOCH));
    }
}
