package io.archipelago.events.quantity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.archipelago.events.EventJson;
import java.math.BigDecimal;
import java.util.function.Function;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class QuantityPropertiesTest {

    @Property
    void money_survives_text_and_json(@ForAll long micros) throws JsonProcessingException {
        var money = new Usd(micros);
        assertThat(Usd.of(money.toString())).isEqualTo(money);
        assertThat(throughJson(money, Usd.class)).isEqualTo(money);
    }

    @Property
    void cpu_survives_text_and_json(@ForAll long millis) throws JsonProcessingException {
        var cpu = new Cpu(millis);
        assertThat(Cpu.of(cpu.toString())).isEqualTo(cpu);
        assertThat(throughJson(cpu, Cpu.class)).isEqualTo(cpu);
    }

    @Property
    void bytes_survive_text_and_json(@ForAll long count) throws JsonProcessingException {
        var bytes = new Bytes(count);
        assertThat(Bytes.of(bytes.toString())).isEqualTo(bytes);
        assertThat(throughJson(bytes, Bytes.class)).isEqualTo(bytes);
    }

    @Property
    void whole_units_are_written_short(@ForAll @IntRange(min = 1, max = 1023) int count) {
        assertThat(Bytes.gibibytes(count)).hasToString(count + "Gi");
        assertThat(Bytes.of(count + "Ki").count()).isEqualTo(count * 1024L);
        assertThat(Bytes.of(count + "k").count()).isEqualTo(count * 1000L);
    }

    @Property
    void a_thousandth_of_a_core_is_a_milli(@ForAll @LongRange(min = 0, max = 1_000_000) long millis) {
        assertThat(Cpu.of(new BigDecimal(millis).movePointLeft(3))).isEqualTo(Cpu.of(millis + "m"));
    }

    @Property
    void resources_fit_as_often_as_they_can_be_taken(
            @ForAll @IntRange(min = 1, max = 1000) int cpu, @ForAll @IntRange(min = 1, max = 1000) int memory) {
        var site = new Resources(new Cpu(64_000), new Bytes(64_000), null);
        var replica = new Resources(new Cpu(cpu), new Bytes(memory), null);
        int fits = site.fits(replica);
        assertThat(site.covers(replica.times(fits))).isTrue();
        assertThat(site.covers(replica.times(fits + 1L))).isFalse();
    }

    @Property
    void nonsense_is_refused_with_an_example_of_sense(@ForAll String text) {
        if (text.strip().matches("[+-]?[0-9.,eE+-]*(m|k|[KMGTP]i?)?")) return;
        refuses(Cpu::of, text, "500m");
        refuses(Bytes::of, text, "512Mi");
        refuses(Usd::of, text, "12.50");
    }

    @Example
    void digits_of_other_scripts_are_no_numbers() {
        refuses(Cpu::of, "\u0660", "500m");
        refuses(Cpu::of, "\u0660m", "500m");
        refuses(Bytes::of, "\u1047Gi", "512Mi");
        refuses(Usd::of, "1\u0661", "12.50");
    }

    @Example
    void what_does_not_fit_a_long_is_refused() {
        refuses(Bytes::of, "9999999999Pi", "number of bytes");
        refuses(Cpu::of, "0.0001", "amount of CPU");
        refuses(Usd::of, "1e30", "US dollars");
    }

    private static void refuses(Function<Object, ?> reader, Object text, String help) {
        assertThatThrownBy(() -> reader.apply(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(help);
    }

    private static <T> T throughJson(T value, Class<T> type) throws JsonProcessingException {
        return EventJson.MAPPER.readValue(EventJson.MAPPER.writeValueAsString(value), type);
    }
}
