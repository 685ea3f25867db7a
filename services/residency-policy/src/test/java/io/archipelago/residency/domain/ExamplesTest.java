package io.archipelago.residency.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.archipelago.residency.Lawgiver;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The laws that ship with the project say what their comments say. */
class ExamplesTest {

    private final Lawgiver law = new Lawgiver();

    @BeforeEach
    void declared() throws Exception {
        law.declareExample("00-operations.yaml");
        law.declareExample("");
    }

    private boolean allowed(String dataClass, String subject, Action action, String place) {
        return law.core().law().decide(dataClass, subject, action, place).allowed();
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
            var verdict = law.core().law().decide("personal", "EU-EEA", action, "US");
            assertThat(verdict.allowed()).isFalse();
            assertThat(verdict.rules()).containsExactly("gdpr-strict#no-us");
            assertThat(verdict.source()).contains("C-311/18");
        }
        assertThat(allowed("personal", "EU-EEA", Action.STORE, "DE")).isTrue();
        assertThat(allowed("public", "EU-EEA", Action.SEND, "US")).isTrue();
    }

    @Test
    void every_policy_says_that_it_is_a_model() {
        assertThat(law.core().law().code().policies().values())
                .hasSize(4)
                .allSatisfy(article -> assertThat(article.spec().description()).contains("A model, not advice."));
    }

    @Test
    void the_union_and_the_area_have_thirty_members() {
        assertThat(law.core().law().code().groups().get("EU-EEA")).hasSize(30).contains("NO", "IS", "LI");
    }
}
