package io.archipelago.residency.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import io.archipelago.residency.erasure.CopySearch.Found;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A region attests when there is nothing left to wait for. */
class CopySearchTest {

    private static Found found(long reached, long records, long readable) {
        return new Found(new TreeMap<>(Map.of(0, reached)), records, 1, 3, readable);
    }

    private static TreeMap<Integer, Long> through(long number) {
        return new TreeMap<>(Map.of(0, number));
    }

    @Test
    void it_waits_for_the_tombstones() {
        assertThat(found(6, 6, 0).waitsFor(through(7))).isEqualTo("tombstones of partition 0 are not here yet");
        assertThat(found(0, 0, 0).waitsFor(through(7))).isEqualTo("tombstones of partition 0 are not here yet");
        assertThat(found(7, 7, 0).waitsFor(through(7))).isNull();
        assertThat(found(9, 9, 0).waitsFor(through(7))).isNull();
    }

    @Test
    void it_waits_for_the_compaction_of_what_crossed_in_clear() {
        assertThat(found(7, 7, 2).waitsFor(through(7))).isEqualTo("2 values in clear wait for compaction");
    }

    @Test
    void copies_that_no_tombstone_reaches_are_not_vouched_for_until_they_are_gone() {
        assertThat(found(7, 7, 0).waitsFor(null)).contains("delete the topic");
        assertThat(new Found(new TreeMap<>(), 0, 0, 0, 0).waitsFor(null)).isNull();
        assertThat(new Found(new TreeMap<>(), 0, 0, 0, 0).waitsFor(through(0))).isNull();
    }
}
