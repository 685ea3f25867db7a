package io.archipelago.residency.condition;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.archipelago.residency.condition.Condition.Unreadable;
import java.util.List;
import java.util.Map;

/** A condition is a program somebody else wrote: it is compiled or refused, and whatever it does is an answer. */
class ConditionFuzzTest {

    @FuzzTest(maxDuration = "2m")
    void conditions_are_compiled_or_refused(byte[] text) {
        if (text == null) return;
        try {
            var condition = Condition.of(new String(text, UTF_8));
            assertThat(condition.holds(Map.of())).isNotNull();
            assertThat(condition.holds(Map.of(Fact.PLACE, "US", Fact.SAFEGUARDS, List.of("contract"), Fact.VOLUME, 7L)))
                    .isNotNull();
        } catch (Unreadable refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
    }
}
