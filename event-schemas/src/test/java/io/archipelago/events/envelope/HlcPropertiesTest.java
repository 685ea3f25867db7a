package io.archipelago.events.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;

class HlcPropertiesTest {

    private static final long LAST_MS = (1L << 48) - 2;

    @Provide
    static Arbitrary<Hlc> stamps() {
        // few values each, so that ties in wall time and counter are common
        return Combinators.combine(
                        Arbitraries.of(0L, 1L, 255L, 1_764_063_000_123L, 1_764_063_000_124L, LAST_MS),
                        Arbitraries.of(0, 1, 15, 16, 0x7fff, 0x8000, 0xffff),
                        Arbitraries.of("", "ap-southeast", "eu-central", "eu-central-2", "us-east"))
                .as(Hlc::new);
    }

    @Property
    void the_text_sorts_as_the_stamp_does(@ForAll("stamps") Hlc a, @ForAll("stamps") Hlc b) {
        assertThat(Integer.signum(a.toString().compareTo(b.toString()))).isEqualTo(Integer.signum(a.compareTo(b)));
    }

    @Property
    void a_written_stamp_is_read_again(@ForAll("stamps") Hlc stamp) {
        assertThat(Hlc.parse(stamp.toString())).isEqualTo(stamp);
    }

    @Property
    void the_next_stamp_is_later_than_all_that_was_seen_and_not_before_now(
            @ForAll("stamps") Hlc seen, @ForAll @LongRange(min = 0, max = LAST_MS) long nowMs) {
        var next = Hlc.next(seen, nowMs, "eu-central");
        assertThat(next).isGreaterThan(seen);
        assertThat(next.wallMs()).isGreaterThanOrEqualTo(nowMs);
    }

    @Property
    void the_later_of_two_does_not_depend_on_who_asks(@ForAll("stamps") Hlc a, @ForAll("stamps") Hlc b) {
        assertThat(a.max(b)).isEqualTo(b.max(a)).isGreaterThanOrEqualTo(a);
    }

    @Property
    void other_text_is_refused_with_a_clear_error(@ForAll String text) {
        if (text.matches("(?s)[0-9a-f]{12}-[0-9a-f]{4}-.*")) return;
        assertThatThrownBy(() -> Hlc.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not a hybrid logical clock stamp");
    }

    @Example
    void a_stamp_that_would_not_sort_as_text_cannot_be_made() {
        assertThatThrownBy(() -> new Hlc(0, 0x10000, "eu-central")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Hlc(-1, 0, "eu-central")).isInstanceOf(IllegalArgumentException.class);
    }
}
