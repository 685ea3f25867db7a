package io.archipelago.residency.domain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.archipelago.events.ledger.Crossing;
import io.archipelago.events.ledger.MerkleTree;
import io.archipelago.events.ledger.RecordHash;
import io.archipelago.residency.domain.Certificate.Verdict;
import io.archipelago.residency.domain.Finding.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PassageTest {

    private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");

    private final Passage passage = passage();

    private static Passage passage() {
        return new Passage("eu-central", "shop.customers", 0, "us-east");
    }

    private static byte[] leaf(long number) {
        return new RecordHash()
                .begin(number, ("k" + number).getBytes(UTF_8), null)
                .end();
    }

    private static Arrival arrival(long number, long offset) {
        return new Arrival(number, number + 100, offset, 10, leaf(number), "eu-central", NOON.plusMillis(offset));
    }

    private static Crossing crossing(long first, long last) {
        var leaves =
                LongStream.rangeClosed(first, last).mapToObj(PassageTest::leaf).toList();
        return new Crossing(
                "shop.customers",
                0,
                "us-east",
                "customers",
                "shop",
                first,
                last + 1,
                first,
                last,
                leaves.size(),
                10L * leaves.size(),
                new TreeMap<>(),
                List.of(),
                List.of(),
                HexFormat.of().formatHex(MerkleTree.root(leaves)),
                null,
                null);
    }

    /** A history cut into windows at random, and its entries dealt in between at random, never out of order. */
    private static final class History {
        final Passage passage = passage();
        final List<Long> numbers = new ArrayList<>();
        final List<Crossing> entries = new ArrayList<>();
        final Random random;

        History(int records, long seed) {
            random = new Random(seed);
            for (long first = 1; first <= records; ) {
                long last = Math.min(records, first + random.nextInt(1 + records / 3));
                entries.add(crossing(first, last));
                first = last + 1;
            }
            for (long number = 1; number <= records; number++) numbers.add(number);
        }

        void play() {
            int entered = 0;
            for (int offset = 0; offset < numbers.size(); offset++) {
                while (entered < entries.size() && random.nextInt(4) == 0) enter(entered++);
                passage.arrive(arrival(numbers.get(offset), offset));
            }
            while (entered < entries.size()) enter(entered++);
        }

        void enter(int index) {
            passage.enter(entries.get(index), index + 1, NOON, NOON);
            passage.knownUpTo(NOON);
        }

        Certificate certificate() {
            return passage.certify(NOON);
        }
    }

    private Certificate certificate() {
        return passage.certify(NOON.plusSeconds(7));
    }

    @Property(tries = 300)
    void a_clean_history_raises_no_alarm_and_is_confirmed_to_its_end(
            @ForAll @IntRange(min = 1, max = 60) int records, @ForAll long seed) {
        var history = new History(records, seed);
        history.play();
        var certificate = history.certificate();
        assertThat(certificate.counts()).isEmpty();
        assertThat(certificate.verdict()).isEqualTo(Verdict.COMPLETE);
        assertThat(certificate.confirmed()).isEqualTo(records);
        assertThat(certificate.arrived()).isEqualTo(records);
    }

    @Property(tries = 300)
    void a_lost_record_is_named_by_its_number(
            @ForAll @IntRange(min = 2, max = 60) int records,
            @ForAll @IntRange(min = 0, max = 59) int any,
            @ForAll long seed) {
        var history = new History(records, seed);
        long lost = 1 + any % (records - 1); // not the last: that one is late until another comes
        history.numbers.remove(lost);
        history.play();
        assertThat(history.certificate().counts()).containsOnlyKeys(Kind.GAP);
        assertThat(history.certificate().latest()).singleElement().satisfies(finding -> {
            assertThat(finding.first()).isEqualTo(lost);
            assertThat(finding.last()).isEqualTo(lost);
            assertThat(finding.offset()).isEqualTo(lost - 1);
        });
        assertThat(history.passage.missing()).isEqualTo(1);
    }

    @Property(tries = 300)
    void a_repeated_record_is_named_by_its_number_and_the_offset_of_the_repeat(
            @ForAll @IntRange(min = 1, max = 60) int records,
            @ForAll @IntRange(min = 0, max = 59) int any,
            @ForAll long seed) {
        var history = new History(records, seed);
        long twice = 1 + any % records;
        int at = (int) twice + history.random.nextInt((int) (records - twice) + 1);
        history.numbers.add(at, twice);
        history.play();
        assertThat(history.certificate().counts()).containsOnlyKeys(Kind.REPEAT);
        assertThat(history.certificate().latest()).singleElement().satisfies(finding -> {
            assertThat(finding.first()).isEqualTo(twice);
            assertThat(finding.offset()).isEqualTo(at);
        });
        assertThat(history.certificate().arrived()).isEqualTo(records);
    }

    @Property(tries = 300)
    void a_record_out_of_order_is_named_and_missing_no_more(
            @ForAll @IntRange(min = 2, max = 60) int records,
            @ForAll @IntRange(min = 0, max = 59) int any,
            @ForAll long seed) {
        var history = new History(records, seed);
        long late = 1 + any % (records - 1);
        history.numbers.remove(late);
        history.numbers.add((int) late, late); // one place later
        history.play();
        assertThat(history.certificate().counts()).containsOnlyKeys(Kind.GAP, Kind.REORDER);
        assertThat(history.passage.missing()).isZero();
    }

    @Property(tries = 300)
    void a_changed_record_is_found_in_its_window(
            @ForAll @IntRange(min = 1, max = 60) int records,
            @ForAll @IntRange(min = 0, max = 59) int any,
            @ForAll long seed) {
        var history = new History(records, seed);
        long changed = 1 + any % records;
        for (long number = 1; number <= records; number++) {
            var leaf = leaf(number);
            if (number == changed) leaf[7] ^= 1;
            history.passage.arrive(new Arrival(number, number, number, 10, leaf, "eu-central", NOON));
        }
        for (int index = 0; index < history.entries.size(); index++) history.enter(index);
        assertThat(history.certificate().latest()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Kind.ALTERED);
            assertThat(changed).isBetween(finding.first(), finding.last());
        });
    }

    @Test
    void what_the_ledger_has_and_has_not_come_is_late_and_counted() {
        passage.enter(crossing(1, 4), 1, NOON, NOON);
        passage.arrive(arrival(1, 0));
        var certificate = certificate();
        assertThat(certificate.verdict()).isEqualTo(Verdict.LATE);
        assertThat(certificate.outstanding()).isEqualTo(new Certificate.Outstanding(3, 30, 7));
        for (long number = 2; number <= 4; number++) passage.arrive(arrival(number, number - 1));
        assertThat(certificate().verdict()).isEqualTo(Verdict.COMPLETE);
    }

    @Test
    void a_record_that_went_around_or_that_no_gate_marked_is_named_by_its_offset() {
        passage.arrive(new Arrival(1, 1, 5, 10, leaf(1), "ap-southeast", NOON));
        passage.arrive(new Arrival(0, 0, 6, 10, leaf(1), "", NOON));
        assertThat(certificate().latest()).extracting(Finding::kind).containsExactly(Kind.LOOP, Kind.STRAY);
        assertThat(certificate().latest()).extracting(Finding::offset).containsExactly(5L, 6L);
    }

    /** As many as a purge may take: they are not counted one by one. */
    @Test
    void a_gap_of_a_trillion_records_takes_no_more_room_than_one() {
        passage.arrive(arrival(1, 0));
        passage.arrive(arrival(1_000_000_000_001L, 1));
        passage.arrive(arrival(500_000_000_000L, 2));
        assertThat(passage.missing()).isEqualTo(999_999_999_998L);
        assertThat(certificate().counts()).containsOnlyKeys(Kind.GAP, Kind.REORDER);
    }

    @Test
    void topics_that_were_purged_or_made_anew_are_named_by_their_offsets() {
        passage.enter(crossing(1, 4), 1, NOON, NOON); // decided on 1 up to 4
        var purged = crossing(9, 9);
        passage.enter(purged, 2, NOON, NOON);
        passage.enter(crossing(2, 3), 3, NOON, NOON);
        passage.purged(30, 39, NOON);
        passage.recreated(40, 0, NOON);
        assertThat(certificate().latest())
                .extracting(Finding::kind)
                .containsExactly(Kind.SOURCE_PURGED, Kind.SOURCE_RECREATED, Kind.PURGED, Kind.RECREATED);
        assertThat(certificate().latest().getFirst().first()).isEqualTo(5);
        assertThat(certificate().latest().getFirst().last()).isEqualTo(8);
    }

    @Test
    void what_was_there_before_anyone_counted_is_not_judged() {
        passage.baseline(arrival(5, 0));
        passage.baseline(arrival(9, 1));
        passage.enter(crossing(1, 9), 1, NOON, NOON);
        passage.enter(crossing(10, 10), 2, NOON, NOON);
        passage.arrive(arrival(10, 2));
        assertThat(certificate().verdict()).isEqualTo(Verdict.COMPLETE);
        assertThat(certificate().from()).isEqualTo(5);
    }

    @Test
    void counting_goes_on_after_a_restart_where_it_was() {
        passage.resume(7, 40);
        assertThat(passage.confirmed()).isEqualTo(7);
        assertThat(passage.confirmedOffset()).isEqualTo(39);
        passage.arrive(arrival(7, 40)); // read again
        passage.arrive(arrival(8, 41));
        passage.enter(crossing(8, 8), 3, NOON, NOON);
        assertThat(certificate().verdict()).isEqualTo(Verdict.COMPLETE);
        assertThat(passage.confirmedOffset()).isEqualTo(41);
    }
}
