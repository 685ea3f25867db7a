package io.archipelago.residency.domain;

import io.archipelago.events.residency.ResidencyPolicySpec;
import io.archipelago.events.residency.ResidencyPolicySpec.Rule;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.jspecify.annotations.Nullable;

/** Policies and groups for tests: few enough names that rules often meet. */
public final class Policies {

    public static final List<String> CLASSES = List.of("personal", "payment");
    public static final List<String> COUNTRIES = List.of("DE", "FR", "US", "IN");

    /** NOWHERE is named by policies and declared by nobody. */
    public static final List<String> NAMES = List.of("DE", "FR", "US", "IN", "EUR", "WEST", "NOWHERE", "*");

    public static final Map<String, List<String>> GROUPS =
            Map.of("EUR", List.of("DE", "FR"), "WEST", List.of("DE", "FR", "US"));

    private Policies() {}

    public static Law law(List<ResidencyPolicySpec> policies) {
        var articles = new TreeMap<String, Code.Article>();
        for (int i = 0; i < policies.size(); i++) articles.put("p" + i, new Code.Article(1, policies.get(i)));
        return Law.of(Code.of(articles, new TreeMap<>(GROUPS), Instant.EPOCH));
    }

    public static ResidencyPolicySpec policy(List<String> classes, List<String> subjects, Rule... rules) {
        return spec(classes, subjects, List.of(rules));
    }

    public static Rule rule(String effect, List<String> actions, List<String> places, String... except) {
        return plain(effect, effect, actions, places, List.of(except));
    }

    private static ResidencyPolicySpec spec(List<String> classes, List<String> subjects, List<Rule> rules) {
        return new ResidencyPolicySpec(null, classes, subjects, null, null, rules, null, null, null, null);
    }

    private static Rule plain(
            String id, String effect, List<String> actions, List<String> places, @Nullable List<String> except) {
        return new Rule(id, effect, actions, places, except, "test", null, null, null, null, null, null, null);
    }

    public static Arbitrary<List<ResidencyPolicySpec>> policies() {
        return policy().list().ofMaxSize(4);
    }

    public static Arbitrary<ResidencyPolicySpec> policy() {
        return Combinators.combine(some(CLASSES), some(NAMES), rules(Arbitraries.of("allow", "deny")))
                .as((classes, subjects, rules) -> spec(classes, subjects, numbered(rules)));
    }

    public static Arbitrary<ResidencyPolicySpec> policyOf(String effect) {
        return Combinators.combine(some(CLASSES), some(NAMES), rules(Arbitraries.just(effect)))
                .as((classes, subjects, rules) -> spec(classes, subjects, numbered(rules)));
    }

    private static Arbitrary<List<Rule>> rules(Arbitrary<String> effect) {
        return Combinators.combine(
                        effect,
                        some(Action.WORDS),
                        some(NAMES),
                        Arbitraries.of(NAMES).list().uniqueElements().ofMaxSize(1))
                .as((says, actions, places, except) -> plain("r", says, actions, places, except))
                .list()
                .ofMinSize(1)
                .ofMaxSize(3);
    }

    private static List<Rule> numbered(List<Rule> rules) {
        return IntStream.range(0, rules.size())
                .mapToObj(i -> {
                    var rule = rules.get(i);
                    return plain("r" + i, rule.effect(), rule.actions(), rule.jurisdictions(), rule.except());
                })
                .toList();
    }

    private static Arbitrary<List<String>> some(List<String> of) {
        return Arbitraries.of(of).list().uniqueElements().ofMinSize(1).ofMaxSize(Math.min(3, of.size()));
    }

    /** The law once more, as slow and plain as it can be written: country by country, word by word. */
    public static boolean allows(
            List<ResidencyPolicySpec> policies, String dataClass, String subject, String action, String place) {
        if (!COUNTRIES.contains(place)) return false;
        var members = COUNTRIES.contains(subject) ? List.of(subject) : GROUPS.getOrDefault(subject, List.of());
        if (members.isEmpty()) return false;
        for (var member : members) {
            boolean allowed = false;
            for (var policy : policies)
                for (var rule : policy.rules()) {
                    boolean denies = rule.effect().equals("deny");
                    if (!policy.dataClasses().contains(dataClass)
                            || !rule.actions().contains(action)) continue;
                    if (!covers(policy.subjects(), member, denies)) continue;
                    if (!covers(rule.jurisdictions(), place, denies) || covers(rule.except(), place, !denies)) continue;
                    if (denies) return false;
                    allowed = true;
                }
            if (!allowed) return false;
        }
        return true;
    }

    static boolean covers(List<String> names, String country, boolean unknownIsAll) {
        for (var name : names) {
            if (name.equals("*") || name.equals(country)) return true;
            if (GROUPS.getOrDefault(name, List.of()).contains(country)) return true;
            if (name.equals("NOWHERE") && unknownIsAll) return true;
        }
        return false;
    }
}
