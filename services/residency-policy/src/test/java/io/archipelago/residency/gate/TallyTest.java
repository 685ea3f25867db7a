package io.archipelago.residency.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.archipelago.events.ledger.Crossing;
import io.archipelago.residency.domain.Circumstances;
import io.archipelago.residency.domain.ReportTransfers;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TallyTest {

    private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");
    private static final Terms TERMS = terms("law");
    private static final Flow OWN = flow("residency.transfers.v1", null);
    private static final Flow USERS = flow("shop.products.v1", "products");

    private final Tally tally = new Tally(new SimpleMeterRegistry(), NOON, Duration.ofMinutes(1));

    /** It was found by watching an idle cloud: every report crossed, was counted, and made the next report. */
    @Test
    void own_facts_are_reported_once_a_minute_however_often_someone_asks() {
        int reports = 0;
        for (int second = 1; second <= 120; second++) {
            crossed(OWN);
            if (taken(NOON.plusSeconds(second)) != null) reports++;
        }
        assertThat(reports).isEqualTo(2);
    }

    @Test
    void users_data_is_reported_at_once_and_does_not_wait_for_own_facts() {
        crossed(OWN);
        crossed(USERS);
        assertThat(taken(NOON.plusSeconds(5)).lines())
                .extracting(ReportTransfers.Line::flow)
                .containsExactly(USERS.topic());
        var own = taken(NOON.plusSeconds(60));
        assertThat(own.windowStart()).isEqualTo(NOON);
        assertThat(own.lines()).extracting(ReportTransfers.Line::crossed).containsExactly(1L);
    }

    @Test
    void a_window_that_was_not_taken_is_handed_over_again_unchanged() {
        crossed(USERS);
        var first = tally.handOver(NOON.plusSeconds(5));
        crossed(USERS);
        assertThat(tally.handOver(NOON.plusSeconds(10))).isEqualTo(first);
        tally.taken(first);
        assertThat(tally.handOver(NOON.plusSeconds(10)).windowStart()).isEqualTo(first.windowEnd());
    }

    /** The gate closes then: what crosses without an entry cannot be proven. */
    @Test
    void a_window_that_is_not_taken_for_too_long_is_noticed() {
        crossed(USERS);
        var lease = Duration.ofSeconds(30);
        assertThat(tally.waits(NOON.plusSeconds(100), lease)).isFalse();
        var report = tally.handOver(NOON.plusSeconds(100));
        assertThat(tally.waits(NOON.plusSeconds(130), lease)).isFalse();
        assertThat(tally.waits(NOON.plusSeconds(131), lease)).isTrue();
        tally.taken(report);
        assertThat(tally.waits(NOON.plusSeconds(131), lease)).isFalse();
    }

    @Test
    void the_last_reports_hold_everything_due_or_not() {
        crossed(OWN);
        crossed(USERS);
        var flows = new ArrayList<String>();
        for (var last = tally.handOverAll(NOON.plusSeconds(2));
                last != null;
                last = tally.handOverAll(NOON.plusSeconds(2))) {
            last.lines().forEach(line -> flows.add(line.flow()));
            tally.taken(last);
        }
        assertThat(flows).containsExactly(USERS.topic(), OWN.topic());
        assertThat(tally.pending().open()).isEmpty();
    }

    private ReportTransfers taken(Instant now) {
        var report = tally.handOver(now);
        if (report != null) tally.taken(report);
        return report;
    }

    /** Whoever decides again must know by which law: a crossing has one. */
    @Test
    void a_crossing_ends_where_other_terms_begin() {
        crossed(USERS, 1, TERMS);
        crossed(USERS, 2, terms("law"));
        crossed(USERS, 3, terms("stricter"));
        var crossings = taken(NOON.plusSeconds(5)).batches().stream()
                .map(ReportTransfers.Batch::crossing)
                .toList();
        assertThat(crossings).extracting(Crossing::laws).containsExactly(List.of("law"), List.of("stricter"));
        assertThat(crossings).extracting(Crossing::first).containsExactly(1L, 3L);
        assertThat(crossings).extracting(Crossing::last).containsExactly(2L, 3L);
        assertThat(crossings).extracting(Crossing::decidedFrom).containsExactly(0L, 2L);
        assertThat(crossings.getLast().inputs())
                .isEqualTo(new Crossing.Inputs(
                        "stricter", List.of("public:DE"), "US", "DE", List.of("billing"), List.of("contract"), 100L));
    }

    private static Terms terms(String law) {
        return new Terms(
                law,
                List.of("public:DE"),
                new TreeMap<>(Map.of("us-east", "US")),
                Circumstances.of("DE", List.of("billing"), List.of("contract"), 100L),
                "");
    }

    private void crossed(Flow flow) {
        crossed(flow, 1, TERMS);
    }

    private void crossed(Flow flow, long number, Terms terms) {
        var counts = new Counts();
        counts.sequence = number;
        counts.leaf(new byte[32]);
        counts.crossed(100, new Counts.Labels(new byte[0], new byte[0]), Decision.crosses("test#rule"));
        tally.add(flow, 0, "us-east", counts, number, terms);
    }

    private static Flow flow(String topic, String dataset) {
        return new Flow(
                topic,
                dataset,
                null,
                "internal",
                false,
                List.of(),
                new TreeMap<>(),
                Circumstances.UNKNOWN,
                Columns.NONE);
    }
}
