package io.archipelago.residency.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.archipelago.events.residency.JurisdictionGroupSpec;
import io.archipelago.events.residency.Ruling;
import io.archipelago.events.resource.Kind;
import io.archipelago.residency.Lawgiver;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The laws that ship with the project say what their comments say. */
class ExamplesTest {

    private static final Circumstances AT_HOME = Circumstances.of("DE", List.of(), List.of(), 0L);

    private final Lawgiver law = new Lawgiver();

    @BeforeEach
    void declared() throws Exception {
        law.declareExample("00-operations.yaml");
        law.declareExample("");
    }

    private boolean allowed(String dataClass, String subject, Action action, String place) {
        return law.core()
                .law()
                .decide(dataClass, subject, action, place, AT_HOME)
                .allowed();
    }

    @ParameterizedTest
    @CsvSource({
        "internal, DE, SEND, SG, true",
        "public, EU-EEA, SEND, SG, true",
        "personal, EU-EEA, STORE, NO, true",
        "personal, DE, SEND, US, true",
        "personal, EU-EEA, PROCESS, JP, true",
        "personal, EU-EEA, SEND, SG, false",
        "personal, US, STORE, US, false",
        "payment, IN, STORE, IN, true",
        "payment, IN, SEND, DE, false",
        "sensitive, EU-EEA, STORE, DE, false",
    })
    void the_pack_answers(String dataClass, String subject, Action action, String place, boolean expected) {
        assertThat(allowed(dataClass, subject, action, place)).isEqualTo(expected);
    }

    @Test
    void the_stricter_law_takes_back_what_gdpr_gives() throws Exception {
        law.declareExample("later/gdpr-strict.yaml");
        for (var action : Action.values()) {
            var verdict = law.core().law().decide("personal", "EU-EEA", action, "US", AT_HOME);
            assertThat(verdict.allowed()).isFalse();
            assertThat(verdict.rules()).containsExactly("gdpr-strict#no-us");
            assertThat(verdict.source()).contains("C-311/18");
        }
        assertThat(allowed("personal", "EU-EEA", Action.STORE, "DE")).isTrue();
        assertThat(allowed("public", "EU-EEA", Action.SEND, "US")).isTrue();
    }

    @Test
    void a_law_about_columns_lets_cross_what_gdpr_lets_cross_treated() throws Exception {
        law.declareExample("later/gdpr-columns.yaml");
        var judgement = law.core().law().judge("personal", "EU-EEA", Action.SEND, "US", AT_HOME);
        assertThat(judgement.allowed()).isTrue();
        assertThat(judgement.rules()).containsExactly("gdpr#privacy-framework", "gdpr-columns#minimised");
        assertThat(judgement.treatments())
                .isEqualTo(Map.of("personal.contact", "pseudonymise", "personal.birth", "drop"));
        assertThat(contradictions()).isEmpty();
    }

    @Test
    void every_policy_says_that_it_is_a_model() {
        assertThat(law.core().law().code().policies().values())
                .hasSize(8)
                .allSatisfy(article -> assertThat(article.spec().description()).contains("A model, not advice."));
    }

    @Test
    void the_pack_contradicts_itself_nowhere_and_the_stricter_law_contradicts_gdpr() throws Exception {
        assertThat(contradictions()).isEmpty();
        law.declareExample("later/gdpr-strict.yaml");
        assertThat(contradictions())
                .contains("gdpr-strict#no-us denies what gdpr#privacy-framework allows, personal data of AT and 29 more"
                        + " at US: the deny holds. If the allow is to hold, give its policy a higher precedence");
    }

    private Set<String> contradictions() {
        return law.core().registry().resources(Kind.RESIDENCY_POLICY).stream()
                .flatMap(policy -> policy.status().path("conditions").valueStream())
                .map(condition -> condition.path("message").asText())
                .collect(Collectors.toSet());
    }

    @Test
    void the_union_and_the_area_have_thirty_members() {
        assertThat(law.core().law().code().groups().get("EU-EEA")).hasSize(30).contains("NO", "IS", "LI");
    }

    private Ruling.Verdict sent(
            String dataClass, String subject, String origin, String to, long volume, String... safeguards) {
        var known = Circumstances.of(origin, List.of(), List.of(safeguards), volume);
        return law.core().law().decide(dataClass, subject, Action.SEND, to, known);
    }

    @Test
    void gdpr_is_an_allow_list_with_safeguards() {
        var without = sent("personal", "EU-EEA", "DE", "SG", 0);
        assertThat(without.allowed()).isFalse();
        assertThat(without.rules()).containsExactly("gdpr#otherwise");
        assertThat(without.reason())
                .isEqualTo("gdpr allows nothing else; gdpr#clauses would: is standard-contractual-clauses in place? is"
                        + " transfer-impact-assessment in place?");
        var with =
                sent("personal", "EU-EEA", "DE", "SG", 0, "standard-contractual-clauses", "transfer-impact-assessment");
        assertThat(with.allowed()).isTrue();
        assertThat(with.rules()).containsExactly("gdpr#clauses");
        assertThat(with.source()).contains("Art. 46(2)(c)");
    }

    @Test
    void dpdp_is_a_block_list_for_what_is_processed_in_india() {
        assertThat(sent("personal", "US", "IN", "SG", 0).rules()).containsExactly("dpdp#otherwise");
        assertThat(sent("personal", "US", "IN", "SG", 0).allowed()).isTrue();
        assertThat(sent("personal", "US", "DE", "SG", 0).allowed()).isFalse();
        assertThat(sent("personal", "FR", "IN", "SG", 0).rules()).containsExactly("gdpr#otherwise");
        law.declare("""
                apiVersion: archipelago.io/v1
                kind: JurisdictionGroup
                metadata: {name: dpdp-restricted}
                spec: {members: [SG], source: a notification that was made up}
                """);
        var restricted = sent("personal", "US", "IN", "SG", 0);
        assertThat(restricted.allowed()).isFalse();
        assertThat(restricted.rules()).containsExactly("dpdp#restricted");
        assertThat(restricted.source()).contains("s. 16(1)");
        assertThat(sent("personal", "US", "IN", "JP", 0).allowed()).isTrue();
    }

    @Test
    void russia_wants_a_copy_at_home_first() {
        assertThat(sent("personal", "RU", "RU", "DE", 0, "roskomnadzor-notified")
                        .rules())
                .containsExactly("ru-localization#then-abroad");
        var elsewhere = sent("personal", "RU", "DE", "SG", 0, "roskomnadzor-notified");
        assertThat(elsewhere.allowed()).isFalse();
        assertThat(elsewhere.reason())
                .contains("ru-localization#then-abroad would: it is kept first in DE: can it be kept first in RU?");
        assertThat(sent("personal", "RU", "RU", "DE", 0).reason()).contains("is roskomnadzor-notified in place?");
    }

    @Test
    void china_asks_for_more_the_more_has_left() {
        assertThat(sent("personal", "CN", "CN", "DE", 99_999).rules()).containsExactly("pipl#few");
        var many = sent("personal", "CN", "CN", "DE", 100_000);
        assertThat(many.allowed()).isFalse();
        assertThat(many.reason()).contains("can it be made true that 'cn-standard-contract' in safeguards");
        assertThat(sent("personal", "CN", "CN", "DE", 100_000, "cn-standard-contract")
                        .rules())
                .containsExactly("pipl#contract");
        assertThat(sent("personal", "CN", "CN", "DE", 1_000_000, "cn-standard-contract")
                        .reason())
                .contains("is cac-security-assessment in place?");
        assertThat(sent("personal", "CN", "CN", "DE", 1_000_000, "cac-security-assessment")
                        .allowed())
                .isTrue();
        assertThat(law.core().law().band(123_456)).isEqualTo(100_000);
    }

    @Test
    void what_is_sensitive_is_personal_and_more() {
        var health = "personal.sensitive.health";
        assertThat(sent(health, "CN", "CN", "DE", 5).rules()).containsExactly("pipl-sensitive#otherwise");
        assertThat(sent(health, "CN", "CN", "DE", 5, "cn-certification").rules())
                .containsExactly("pipl#few", "pipl-sensitive#contract");
        assertThat(sent(health, "CN", "CN", "DE", 10_000, "cn-certification").allowed())
                .isFalse();
    }

    @Test
    void the_union_had_another_member_before() {
        assertThat(Code.inForce(
                                List.of(),
                                law.core().registry().all(Kind.JURISDICTION_GROUP, JurisdictionGroupSpec.class),
                                Instant.parse("2020-01-31T23:59:59Z"))
                        .groups()
                        .get("EU-EEA"))
                .hasSize(31)
                .contains("GB");
    }
}
