package io.archipelago.kit.telemetry;

import static io.archipelago.kit.sample.LedgerCore.NOTES;
import static io.archipelago.kit.sample.LedgerCore.TOTALS;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.archipelago.events.envelope.Envelope;
import io.archipelago.events.envelope.Header;
import io.archipelago.events.telemetry.Span;
import io.archipelago.kit.sample.LedgerCore.Add;
import io.archipelago.kit.sample.LedgerCore.Note;
import io.archipelago.testkit.Region;
import io.archipelago.testkit.RegionUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One wish can be followed from the request on, through every topic. */
@QuarkusTest
@QuarkusTestResource(RegionUnderTest.class)
class TracesTest {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    Region region;

    @BeforeEach
    void isReady() {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> given().get("/q/health/ready").statusCode() == 200);
    }

    private Span awaitSpan(String traceId, String name) {
        return region.awaitEvent(
                        Span.TOPIC,
                        event -> event.key().equals(traceId)
                                && event.as(Span.class).name().equals(name))
                .as(Span.class);
    }

    @Test
    void a_request_that_changes_something_starts_a_trace_and_its_events_go_on_with_it() {
        given().contentType("application/json").body(new Add("followed", 1)).post("/api/v1/totals");

        var traceparent = region.awaitEvent(TOTALS, "followed").header(Header.TRACEPARENT);
        var traceId = traceparent.substring(3, 35);
        var handled = awaitSpan(traceId, "handle Add");
        var request = awaitSpan(traceId, "POST /api/v1/totals");

        assertThat(traceparent).isEqualTo("00-" + traceId + '-' + handled.spanId() + "-01");
        assertThat(handled.parentSpanId()).isEqualTo(request.spanId());
        assertThat(handled.region()).isEqualTo(Region.NAME);
        assertThat(handled.service()).isEqualTo("inventory");
    }

    @Test
    void an_event_that_is_followed_shows_the_road_it_came() {
        var untraced = Region.envelope(NOTES, "us-east", "from-afar");
        var traced = new Envelope(
                untraced.id(),
                untraced.type(),
                untraced.source(),
                untraced.subject(),
                untraced.time(),
                untraced.labels(),
                null,
                "00-" + TRACE + "-b7ad6b7169203331-01");
        region.publish("us-east." + NOTES, traced, new Note(1));

        var mirror = awaitSpan(TRACE, "mirror us-east \u2192 eu-central");
        var handled = awaitSpan(TRACE, "handle " + NOTES);

        assertThat(mirror.parentSpanId()).isEqualTo("b7ad6b7169203331");
        assertThat(handled.parentSpanId()).isEqualTo(mirror.spanId());
        assertThat(region.awaitEvent(TOTALS, "from-afar").header(Header.TRACEPARENT))
                .contains(TRACE);
    }

    @Test
    void reading_and_unfollowed_events_leave_no_trace() {
        given().get("/api/v1/totals/somebody").then().statusCode(200);
        region.publishMirrored("us-east", NOTES, "unfollowed", new Note(1));

        assertThat(region.awaitEvent(TOTALS, "unfollowed").header(Header.TRACEPARENT))
                .isEmpty();
        assertThat(region.events(Span.TOPIC))
                .noneMatch(event -> event.as(Span.class).name().startsWith("GET"));
    }

    @Test
    void spans_carry_what_the_gate_must_know() {
        given().contentType("application/json").body(new Add("labelled", 1)).post("/api/v1/totals");
        var traceId =
                region.awaitEvent(TOTALS, "labelled").header(Header.TRACEPARENT).substring(3, 35);

        var event = region.awaitEvent(Span.TOPIC, traceId);

        assertThat(event.header(Header.DATA_CLASS)).isEqualTo("internal");
        assertThat(event.header(Header.JURISDICTION)).isEqualTo("DE");
        assertThat(event.header(Header.TYPE)).isEqualTo("io.archipelago.telemetry.spans.v1");
    }
}
