package io.archipelago.residency.domain;

import static io.archipelago.residency.domain.Policies.law;
import static io.archipelago.residency.domain.Policies.policy;
import static io.archipelago.residency.domain.Policies.rule;
import static org.assertj.core.api.Assertions.assertThat;

import io.archipelago.events.residency.ResidencyPolicySpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LawTest {

    private static final List<String> PERSONAL = List.of("personal");
    private static final List<String> ALL_ACTIONS = List.of("store", "process", "send");

    private static final List<ResidencyPolicySpec> DEMO = List.of(
            policy(PERSONAL, List.of("EUR"), rule("allow", ALL_ACTIONS, List.of("EUR", "US"))),
            policy(
                    List.of("payment"),
                    List.of("IN"),
                    rule("allow", ALL_ACTIONS, List.of("IN")),
                    rule("deny", ALL_ACTIONS, List.of("*"), "IN")));

    @ParameterizedTest
    @CsvSource({
        // class, subject, action, place, allowed
        "personal, EUR, store, DE, true",
        "personal, DE, store, FR, true",
        "personal, DE, send, US, true",
        "personal, EUR, send, IN, false", // nobody allows it
        "personal, US, store, US, false", // nobody speaks of Americans
        "personal, WEST, store, DE, false", // Americans are among them
        "payment, IN, process, IN, true",
        "payment, IN, send, US, false",
        "payment, DE, store, DE, false",
        "secret, DE, store, DE, false", // a class nobody knows
        "personal, ATLANTIS, store, DE, false",
        "personal, DE, store, XX, false",
        "personal, DE, store, EUR, false", // a place is a country
        "personal, '', store, DE, false",
        "'', DE, store, DE, false",
    })
    void the_law_answers(String dataClass, String subject, String action, String place, boolean allowed) {
        var verdict = law(DEMO).decide(dataClass, subject, Action.valueOf(action.toUpperCase()), place);
        assertThat(verdict.allowed()).isEqualTo(allowed);
        assertThat(verdict.reason()).isNotBlank();
        if (allowed) assertThat(verdict.rules()).isNotEmpty();
    }

    @Test
    void a_denial_by_default_holds_the_question_that_would_settle_it() {
        assertThat(law(DEMO).decide("personal", "EUR", Action.SEND, "IN"))
                .extracting(Object::toString)
                .asString()
                .contains("no rule in force allows sending personal data of EUR to IN: which law or agreement does?");
        assertThat(law(DEMO).decide("personal", "WEST", Action.STORE, "DE").reason())
                .isEqualTo("no rule in force allows storing personal data of US (of WEST) in DE: which law or agreement"
                        + " does?");
    }

    @Test
    void several_rules_may_cover_a_group_together() {
        var law = law(List.of(
                policy(PERSONAL, List.of("EUR"), rule("allow", ALL_ACTIONS, List.of("US"))),
                policy(PERSONAL, List.of("US"), rule("allow", ALL_ACTIONS, List.of("US")))));
        assertThat(law.decide("personal", "WEST", Action.STORE, "US"))
                .matches(verdict -> verdict.allowed() && verdict.rules().equals(List.of("p0#allow", "p1#allow")));
    }

    @Test
    void what_is_denied_for_one_member_is_denied_for_the_group() {
        var law = law(List.of(
                policy(PERSONAL, List.of("*"), rule("allow", ALL_ACTIONS, List.of("*"))),
                policy(PERSONAL, List.of("FR"), rule("deny", ALL_ACTIONS, List.of("US")))));
        assertThat(law.decide("personal", "EUR", Action.SEND, "US").rules()).containsExactly("p1#deny");
        assertThat(law.decide("personal", "DE", Action.SEND, "US").allowed()).isTrue();
    }

    @Test
    void a_group_nobody_declared_is_nobody_where_a_rule_allows_and_everybody_where_it_denies() {
        var allows = law(List.of(policy(PERSONAL, List.of("*"), rule("allow", ALL_ACTIONS, List.of("NOWHERE")))));
        assertThat(allows.decide("personal", "DE", Action.STORE, "DE").allowed())
                .isFalse();
        var allowsBut =
                law(List.of(policy(PERSONAL, List.of("*"), rule("allow", ALL_ACTIONS, List.of("*"), "NOWHERE"))));
        assertThat(allowsBut.decide("personal", "DE", Action.STORE, "DE").allowed())
                .isFalse();
        var denies = law(List.of(
                policy(PERSONAL, List.of("*"), rule("allow", ALL_ACTIONS, List.of("*"))),
                policy(PERSONAL, List.of("NOWHERE"), rule("deny", ALL_ACTIONS, List.of("NOWHERE")))));
        assertThat(denies.decide("personal", "DE", Action.STORE, "DE").allowed())
                .isFalse();
    }

    record Question(String dataClass, String subject, Action action, String place) {}

    @Provide
    Arbitrary<Question> questions() {
        return Combinators.combine(
                        Arbitraries.of("personal", "payment", "secret"),
                        Arbitraries.of("DE", "FR", "US", "IN", "EUR", "WEST", "NOWHERE"),
                        Arbitraries.of(Action.values()),
                        Arbitraries.of("DE", "FR", "US", "IN", "EUR"))
                .as(Question::new);
    }

    @Provide
    Arbitrary<List<ResidencyPolicySpec>> policies() {
        return Policies.policies();
    }

    @Provide
    Arbitrary<ResidencyPolicySpec> denies() {
        return Policies.policyOf("deny");
    }

    @Provide
    Arbitrary<ResidencyPolicySpec> allows() {
        return Policies.policyOf("allow");
    }

    private static boolean ask(List<ResidencyPolicySpec> policies, Question question) {
        return law(policies)
                .decide(question.dataClass, question.subject, question.action, question.place)
                .allowed();
    }

    private static List<ResidencyPolicySpec> with(List<ResidencyPolicySpec> policies, ResidencyPolicySpec one) {
        var more = new ArrayList<>(policies);
        more.add(one);
        return more;
    }

    @Property
    void says_what_a_plain_reading_of_the_policies_says(
            @ForAll("policies") List<ResidencyPolicySpec> policies, @ForAll("questions") Question question) {
        assertThat(ask(policies, question))
                .isEqualTo(Policies.allows(
                        policies, question.dataClass, question.subject, question.action.word(), question.place));
    }

    @Property
    void a_further_deny_never_allows_more(
            @ForAll("policies") List<ResidencyPolicySpec> policies,
            @ForAll("denies") ResidencyPolicySpec deny,
            @ForAll("questions") Question question) {
        if (!ask(policies, question))
            assertThat(ask(with(policies, deny), question)).isFalse();
    }

    @Property
    void a_further_allow_never_denies_more(
            @ForAll("policies") List<ResidencyPolicySpec> policies,
            @ForAll("allows") ResidencyPolicySpec allow,
            @ForAll("questions") Question question) {
        if (ask(policies, question))
            assertThat(ask(with(policies, allow), question)).isTrue();
    }

    @Property
    void the_order_of_policies_means_nothing(
            @ForAll("policies") List<ResidencyPolicySpec> policies,
            @ForAll("questions") Question question,
            @ForAll long seed) {
        var shuffled = new ArrayList<>(policies);
        Collections.shuffle(shuffled, new Random(seed));
        assertThat(ask(shuffled, question)).isEqualTo(ask(policies, question));
    }

    @Property
    void a_deny_beats_every_allow(
            @ForAll("policies") List<ResidencyPolicySpec> policies, @ForAll("questions") Question question) {
        var everything = policy(Policies.CLASSES, List.of("*"), rule("allow", ALL_ACTIONS, List.of("*")));
        var nothing = policy(Policies.CLASSES, List.of("*"), rule("deny", ALL_ACTIONS, List.of("*")));
        assertThat(ask(with(with(policies, everything), nothing), question)).isFalse();
    }
}
