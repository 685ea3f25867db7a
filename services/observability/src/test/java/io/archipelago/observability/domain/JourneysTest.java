package io.archipelago.observability.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.archipelago.events.telemetry.Span;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JourneysTest {

    private static final long START = 1_764_000_000_000_000_000L;

    private final Journeys journeys = new Journeys();

    private void span(
            String trace,
            String id,
            String parent,
            String name,
            String kind,
            String region,
            String service,
            int fromMs,
            int toMs) {
        journeys.apply(new Journeys.Passed(new Span(
                trace,
                id,
                parent,
                name,
                kind,
                region,
                service,
                START + fromMs * 1_000_000L,
                START + toMs * 1_000_000L,
                Map.of(),
                "ok")));
    }

    @Test
    void a_declaration_is_followed_from_rest_to_the_service_of_another_region() {
        span("t", "4", "3", "handle inventory.workloads.v1", "consumer", "us-east", "inventory", 140, 145);
        span("t", "1", null, "POST /api/v1/declarations", "server", "eu-central", "inventory", 0, 20);
        span("t", "2", "1", "outbox+debezium", "producer", "eu-central", "residency-policy", 15, 40);
        span("t", "3", "2", "mirror eu-central → us-east", "producer", "us-east", "inventory", 50, 130);
        var journey = journeys.journey("t").orElseThrow();
        assertThat(journey.hops())
                .extracting(Journey.Hop::name)
                .containsExactly(
                        "POST /api/v1/declarations",
                        "outbox+debezium",
                        "mirror eu-central → us-east",
                        "handle inventory.workloads.v1");
        assertThat(journey.hops()).extracting(Journey.Hop::depth).containsExactly(0, 1, 2, 3);
        assertThat(journey.durationMs()).isEqualTo(145);
        assertThat(journey.hops().getLast().atMs()).isEqualTo(140);
        assertThat(journey.regions()).containsExactlyInAnyOrder("eu-central", "us-east");
    }

    @Test
    void a_way_without_a_span_of_its_own_is_named_and_timed() {
        span("t", "1", null, "POST", "server", "eu-central", "inventory", 0, 20);
        span("t", "2", "1", "handle", "consumer", "us-east", "inventory", 120, 125);
        span("t", "3", "1", "decide", "internal", "eu-central", "inventory", 2, 4);
        var hops = journeys.journey("t").orElseThrow().hops();
        assertThat(hops.get(1).road()).isNull();
        assertThat(hops.get(2).road()).isEqualTo("outbox → Debezium → gate → mirror");
        assertThat(hops.get(2).roadMs()).isEqualTo(100);
    }

    @Test
    void a_span_whose_parent_never_came_stands_as_a_root_of_its_own() {
        span("t", "9", "gone", "handle", "consumer", "us-east", "inventory", 10, 12);
        assertThat(journeys.journey("t").orElseThrow().hops()).singleElement().satisfies(hop -> assertThat(hop.depth())
                .isZero());
    }

    @Test
    void two_hundred_journeys_are_kept_the_youngest_first() {
        for (int i = 0; i < 250; i++) span("t" + i, "1", null, "POST", "server", "eu-central", "inventory", i, i + 1);
        assertThat(journeys.latest()).hasSize(200);
        assertThat(journeys.latest().getFirst().traceId()).isEqualTo("t249");
        assertThat(journeys.journey("t0")).isEmpty();
    }

    @Test
    void a_span_that_comes_twice_is_one_hop() {
        span("t", "1", null, "POST", "server", "eu-central", "inventory", 0, 20);
        span("t", "1", null, "POST", "server", "eu-central", "inventory", 0, 20);
        assertThat(journeys.journey("t").orElseThrow().hops()).hasSize(1);
    }
}
