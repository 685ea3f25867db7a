package io.archipelago.residency.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.archipelago.events.inventory.DatasetSpec;
import io.archipelago.events.inventory.WorkloadSpec.DataUse;
import io.archipelago.events.resource.Kind;
import io.archipelago.kit.declaration.DeclarationReader;
import io.archipelago.residency.Lawgiver;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From what a policy says to rulings and to the orders of the gate. */
class LawAsDataTest {

    private static final String POLICY = """
            apiVersion: archipelago.io/v1
            kind: ResidencyPolicy
            metadata: {name: %s}
            spec:
              dataClasses: [personal]
              subjects: [DE]
              %s
              rules:
                - {id: home, effect: allow, actions: [store, process, send], jurisdictions: [DE], source: test}
                - {id: abroad, effect: allow, actions: [store, send], jurisdictions: [US, SG], source: test, %s}
            """;

    private final Lawgiver law = new Lawgiver();

    private void declare(String name, String spec, String rule) {
        var rejection = law.declare(POLICY.formatted(name, spec, rule)).rejection();
        assertThat(rejection).isNull();
    }

    private void dataset(List<String> purposes, List<String> safeguards, Map<String, String> columns) {
        var spec = new DatasetSpec(
                "shop",
                "personal",
                "DE",
                new DatasetSpec.Source("shop.c"),
                List.of("us-east"),
                null,
                purposes,
                safeguards,
                columns);
        law.event(Kind.DATASET, "customers", spec, "eu-central", false);
    }

    private boolean maySend(String to) {
        var orders = law.read();
        var dataset = orders.leaving().getFirst();
        var table = orders.law().table(Action.SEND, to, orders.circumstances(dataset));
        return table.judgements().get(table.find("personal", "DE")).allowed();
    }

    @Test
    void a_safeguard_that_is_put_in_place_opens_the_way() {
        declare("p", "otherwise: deny", "safeguards: [contract]");
        dataset(List.of(), List.of(), Map.of());
        var denied =
                law.core().ruling("dataset/customers").orElseThrow().verdicts().get("US");
        assertThat(denied.rules()).containsExactly("p#otherwise");
        assertThat(denied.reason()).isEqualTo("p allows nothing else; p#abroad would: is contract in place?");
        assertThat(maySend("US")).isFalse();
        dataset(List.of(), List.of("contract"), Map.of());
        assertThat(law.core().ruling("dataset/customers").orElseThrow().allows("US"))
                .isTrue();
        assertThat(maySend("US")).isTrue();
    }

    /** No dataset has it: a ruling on a country says where else it would be allowed. */
    @Test
    void what_is_allowed_at_attested_places_only_is_denied_and_says_so() {
        declare("p", "", "safeguards: [attested-place]");
        dataset(List.of(), List.of(), Map.of());
        var verdicts = law.core().ruling("dataset/customers").orElseThrow().verdicts();
        assertThat(verdicts.get("US").allowed()).isFalse();
        assertThat(verdicts.get("US").allowedWhereAttested()).isTrue();
        assertThat(verdicts.get("US").reason()).contains("is attested-place in place?");
        assertThat(verdicts.get("DE").allowed()).isTrue();
        assertThat(maySend("US")).isFalse();
        law.workload("cart", new DataUse("customers", "store"));
        law.workload("both", new DataUse("customers", "store"), new DataUse("customers", "process"));
        assertThat(law.core()
                        .ruling("workload/cart")
                        .orElseThrow()
                        .verdicts()
                        .get("US")
                        .allowedWhereAttested())
                .isTrue();
        assertThat(law.core()
                        .ruling("workload/both")
                        .orElseThrow()
                        .verdicts()
                        .get("US")
                        .allowedWhereAttested())
                .isFalse();
    }

    @Test
    void what_is_used_for_two_purposes_must_be_allowed_for_both() {
        declare("p", "", "purposes: [billing]");
        dataset(List.of(), List.of(), Map.of());
        assertThat(law.core()
                        .ruling("dataset/customers")
                        .orElseThrow()
                        .verdicts()
                        .get("US")
                        .reason())
                .contains("p#abroad would: for what purpose?");
        dataset(List.of("billing"), List.of(), Map.of());
        assertThat(maySend("US")).isTrue();
        dataset(List.of("billing", "ads"), List.of(), Map.of());
        assertThat(maySend("US")).isFalse();
        assertThat(law.core()
                        .ruling("dataset/customers")
                        .orElseThrow()
                        .verdicts()
                        .get("US")
                        .reason())
                .contains("is it for billing only?");
    }

    private void left(long records, int window) {
        var line = new ReportTransfers.Line("shop.c", "us-east", "customers", "shop", "personal", records, 1, Map.of());
        var start = law.now.plusSeconds(window);
        law.command(new ReportTransfers(start, start.plusSeconds(1), List.of(line), List.of()));
    }

    @Test
    void an_obligation_switches_on_with_the_record_that_reaches_the_count() {
        declare("p", "processedIn: [DE]", "volume: {below: 100}");
        dataset(List.of(), List.of(), Map.of());
        left(60, 1);
        assertThat(maySend("US")).isTrue();
        long before = law.changes();
        left(39, 2);
        assertThat(law.changes()).as("no news for the gate").isEqualTo(before);
        assertThat(maySend("US")).isTrue();
        left(1, 3);
        assertThat(law.changes()).as("the gate is told").isGreaterThan(before);
        assertThat(maySend("US")).isFalse();
        assertThat(maySend("DE")).isTrue();
    }

    @Test
    void a_condition_is_a_sentence_in_cel() {
        declare("p", "", "when: \"place == 'US' && origin == 'DE'\"");
        dataset(List.of(), List.of(), Map.of());
        assertThat(maySend("US")).isTrue();
        assertThat(maySend("SG")).isFalse();
    }

    @Test
    void columns_are_treated_as_the_strictest_rule_says() {
        declare("p", "", "treatments: {personal.contact: pseudonymise}");
        declare("q", "", "treatments: {personal: mask}");
        dataset(List.of(), List.of(), Map.of("email", "personal.contact", "age", "personal", "sku", "public"));
        var ruling = law.core().ruling("dataset/customers").orElseThrow();
        assertThat(ruling.verdicts().get("US").treatments()).isEqualTo(Map.of("email", "mask", "age", "mask"));
        assertThat(ruling.verdicts().get("DE").treatments()).isNull();
    }

    @Test
    void a_higher_precedence_decides() {
        declare("closed", "otherwise: deny", "safeguards: [contract]");
        declare("open", "", "when: 'true'");
        dataset(List.of(), List.of(), Map.of());
        assertThat(maySend("US")).as("a deny beats every allow").isFalse();
        declare("open", "precedence: 1", "when: 'true'");
        assertThat(maySend("US")).isTrue();
    }

    @Test
    void a_topic_of_two_datasets_is_as_bound_as_both() {
        var one = Circumstances.of("DE", List.of("billing"), List.of("audit", "contract"), 5L);
        var other = Circumstances.of("DE", List.of("ads"), List.of("contract"), 7L);
        assertThat(one.together(other))
                .isEqualTo(Circumstances.of("DE", List.of("ads", "billing"), List.of("contract"), 7L));
        var unsaid = Circumstances.of("FR", List.of(), List.of("contract"), null);
        assertThat(one.together(unsaid)).isEqualTo(Circumstances.of(null, List.of(), List.of("contract"), null));
    }

    private List<String> conditions(String policy) {
        return law.core().registry().resources(Kind.RESIDENCY_POLICY).stream()
                .filter(resource -> resource.metadata().name().equals(policy))
                .flatMap(resource -> resource.status().path("conditions").valueStream())
                .map(condition -> condition.path("reason").asText() + ": "
                        + condition.path("message").asText())
                .toList();
    }

    @Test
    void policies_that_contradict_each_other_are_told_so() {
        declare("open", "", "when: 'true'");
        assertThat(conditions("open")).isEmpty();
        law.declare("""
                apiVersion: archipelago.io/v1
                kind: ResidencyPolicy
                metadata: {name: strict}
                spec:
                  dataClasses: [personal.health]
                  subjects: ['*']
                  rules: [{id: no-us, effect: deny, actions: [send], jurisdictions: [US], source: test}]
                """);
        var told =
                "Contradiction: strict#no-us denies what open#abroad allows, personal.health data of DE at US: the deny"
                        + " holds. If the allow is to hold, give its policy a higher precedence";
        assertThat(conditions("open")).containsExactly(told);
        assertThat(conditions("strict")).containsExactly(told);
        declare("open", "precedence: 1", "when: 'true'");
        assertThat(conditions("strict")).isEmpty();
    }

    @Test
    void a_draft_is_previewed_and_never_in_force() {
        declare("p", "", "when: 'true'");
        dataset(List.of(), List.of(), Map.of());
        var draft = POLICY.formatted("p", "draft: true", "safeguards: [contract]");
        var documents =
                new DeclarationReader(Set.of(Kind.values()), "test").read(draft).documents();
        assertThat(law.core().preview(documents, null, law.now).changed())
                .containsExactly(new Preview.Difference("dataset/customers", List.of(), List.of("SG", "US")));
        law.declare(draft.replace("name: p", "name: later"));
        assertThat(law.core().law().code().policies()).containsOnlyKeys("p");
        assertThat(conditions("later"))
                .containsExactly("Draft: a draft is never in force: preview it, then take draft out");
        assertThat(law.declare(draft.replace("[contract]", "[]")).rejection()).isNotNull();
    }

    @Test
    void a_member_comes_and_goes_at_its_time() {
        law.declare("""
                apiVersion: archipelago.io/v1
                kind: JurisdictionGroup
                metadata: {name: pact}
                spec:
                  members: [DE]
                  terms: [{jurisdiction: US, from: 2026-12-01, until: 2026-12-24}]
                  source: test
                """);
        declare("p", "processedIn: [PACT]", "when: 'true'");
        assertThat(law.core().law().code().groups().get("PACT")).containsExactly("DE");
        law.now = Instant.parse("2026-12-01T00:00:00Z");
        law.tick();
        assertThat(law.core().law().code().groups().get("PACT")).containsExactly("DE", "US");
        law.now = Instant.parse("2026-12-24T00:00:00Z");
        law.tick();
        assertThat(law.core().law().code().groups().get("PACT")).containsExactly("DE");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                // spec | rule | path | part of the message
                "otherwise: maybe | when: 'true' | spec.otherwise | must be one of allow, deny",
                "processedIn: [MARS] | when: 'true' | spec.processedIn[0] | 'MARS' is neither",
                "'' | purposes: [Billing] | spec.rules[1].purposes[0] | lower case",
                "'' | safeguards: [] | spec.rules[1].safeguards | is empty",
                "'' | localCopy: [RUS] | spec.rules[1].localCopy[0] | 'RUS' is neither",
                "'' | volume: {atLeast: 10, below: 10} | spec.rules[1].volume.below | not more than atLeast",
                "'' | volume: {} | spec.rules[1].volume | name atLeast, below, or both",
                "'' | when: plaze == 'US' | spec.rules[1].when | undeclared reference to 'plaze'",
                "'' | treatments: {personal.Contact: mask} | spec.rules[1].treatments.personal.Contact | a class is",
                "'' | treatments: {personal: blur} | spec.rules[1].treatments.personal | one of drop, mask, encrypt, pseudonymise",
            })
    void what_cannot_be_meant_is_refused_at_the_field(String spec, String rule, String path, String message) {
        var text = POLICY.formatted("p", spec.replace("''", ""), rule);
        assertThat(law.declare(text).rejection().errors()).singleElement().satisfies(error -> {
            assertThat(error.path()).isEqualTo(path);
            assertThat(error.detail()).contains(message);
        });
    }

    @Test
    void a_deny_asks_for_nothing() {
        var text = POLICY.formatted("p", "", "safeguards: [contract], localCopy: [DE], treatments: {personal: drop}")
                .replace("id: abroad, effect: allow", "id: abroad, effect: deny");
        assertThat(law.declare(text).rejection().errors())
                .extracting(io.archipelago.kit.core.Rejection.FieldError::path)
                .containsExactly("spec.rules[1].safeguards", "spec.rules[1].localCopy", "spec.rules[1].treatments");
    }
}
