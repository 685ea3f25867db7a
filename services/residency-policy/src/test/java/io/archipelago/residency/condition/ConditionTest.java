package io.archipelago.residency.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "place == 'US' ; YES",
                "place in ['DE', 'FR'] ; NO",
                "'contract' in safeguards ; YES",
                "safeguards.exists(s, s.startsWith('con')) ; YES",
                "volume >= 100 && volume < 1000 ; YES",
                "purpose == 'ads' ; UNKNOWN",
                "purpose == 'ads' || place == 'US' ; YES",
                "purpose == 'ads' && place == 'DE' ; NO",
                "!(purpose == 'ads') ; UNKNOWN",
                "safeguards[7] == 'contract' ; UNKNOWN",
            })
    void holds_does_not_or_cannot_be_decided(String text, Truth expected) throws Exception {
        var condition = Condition.of(text);
        Map<Fact, Object> known = Map.of(Fact.PLACE, "US", Fact.SAFEGUARDS, List.of("contract"), Fact.VOLUME, 100L);
        assertThat(condition.holds(known)).isEqualTo(expected);
        assertThat(condition.holds(known)).isEqualTo(expected);
    }

    @Test
    @Timeout(60)
    void loops_within_loops_end_undecided_instead_of_keeping_the_region_busy() throws Exception {
        var numbers = "[0,1,2,3,4,5,6,7,8,9]";
        var text = "place == 'DE'";
        for (var name : List.of("a", "b", "c", "d", "e", "f", "g", "h", "i"))
            text = numbers + ".all(" + name + ", !(" + text + "))";
        assertThat(Condition.of(text).holds(Map.of(Fact.PLACE, "US"))).isEqualTo(Truth.UNKNOWN);
    }

    @Test
    void knows_of_what_it_speaks_and_at_which_counts_its_answer_may_change() throws Exception {
        var condition = Condition.of("volume > 10 && 'x' in safeguards || 500 <= volume");
        assertThat(condition.facts()).containsExactlyInAnyOrder(Fact.VOLUME, Fact.SAFEGUARDS);
        assertThat(condition.volumes()).containsExactly(10L, 11L, 500L, 501L);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "plaze == 'US' ; undeclared reference to 'plaze'",
                "volume + 1 ; expected type 'bool'",
                "place == ; mismatched input",
                "volume * 2 > 10 ; something else than a number",
                "place == 7 ; no matching overload",
            })
    void what_cannot_be_meant_is_refused_and_told(String text, String message) {
        assertThatThrownBy(() -> Condition.of(text))
                .isInstanceOf(Condition.Unreadable.class)
                .hasMessageContaining(message);
    }
}
