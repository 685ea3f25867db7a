package io.archipelago.residency.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.archipelago.events.ledger.Crossing;
import io.archipelago.events.ledger.LedgerEntry;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What is asked for in parts is whole. */
class SliceTest {

    private static final Instant NOON = Instant.parse("2027-01-31T12:00:00Z");

    private static LedgerEntry entry(long number, Instant windowEnd) {
        var crossing = new Crossing(
                "shop.customers",
                (int) number,
                "us-east",
                "customers",
                "shop",
                0,
                1,
                1,
                1,
                1,
                10,
                new TreeMap<>(),
                List.of(),
                List.of(),
                "ab".repeat(32),
                null,
                null);
        return new LedgerEntry("eu-central", number, NOON, windowEnd, List.of(crossing), "", "", null);
    }

    /** A window of very many crossings has several entries with the same times. */
    @Test
    void whoever_asks_again_from_the_cut_misses_no_entry_of_a_window_that_was_cut_in_two() {
        var slice = new Slice(any -> true, 2);
        var end = NOON.plusSeconds(5);
        assertThat(slice.take(entry(1, NOON), "1")).isTrue();
        assertThat(slice.take(entry(2, end), "2")).isTrue();
        assertThat(slice.cutAt()).isNull();
        assertThat(slice.take(entry(3, end), "3")).isFalse();
        assertThat(slice.cutAt()).isAfter(NOON).isBefore(end);
        assertThat(slice.texts()).containsOnlyKeys(1L, 2L);
    }
}
