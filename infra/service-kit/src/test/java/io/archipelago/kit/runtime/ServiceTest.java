package io.archipelago.kit.runtime;

import static io.archipelago.kit.sample.LedgerCore.CLOSED;
import static io.archipelago.kit.sample.LedgerCore.CLOSES;
import static io.archipelago.kit.sample.LedgerCore.NOTES;
import static io.archipelago.kit.sample.LedgerCore.THROWS;
import static io.archipelago.kit.sample.LedgerCore.TOTALS;
import static io.archipelago.kit.sample.LedgerCore.UNSTORABLE;
import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.is;

import io.archipelago.events.envelope.Envelope;
import io.archipelago.events.envelope.EnvelopeCodec;
import io.archipelago.events.envelope.EventSignature;
import io.archipelago.events.envelope.EventText;
import io.archipelago.events.envelope.Header;
import io.archipelago.events.ledger.LedgerKey;
import io.archipelago.kit.sample.LedgerCore;
import io.archipelago.kit.sample.LedgerCore.Add;
import io.archipelago.kit.sample.LedgerCore.Note;
import io.archipelago.kit.sample.LedgerCore.Total;
import io.archipelago.testkit.Region;
import io.archipelago.testkit.RegionUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A whole service in a region: what goes in by Kafka and HTTP, and what comes out. */
@QuarkusTest
@QuarkusTestResource(RegionUnderTest.class)
class ServiceTest {

    /** For busy machines; nothing here takes a second. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final String DEAD = "inventory.dead-letters.v1";
    private static final String FROM_US = "us-east." + NOTES;

    Region region;

    @Inject
    CoreRuntime<LedgerCore> runtime;

    @BeforeEach
    void isReady() {
        await().atMost(PATIENCE).until(() -> given().get("/q/health/ready").statusCode() == 200);
    }

    private Total total(String account) {
        return runtime.query(core -> core.total(account)).await().indefinitely();
    }

    @Test
    void an_event_from_a_peer_changes_the_state_and_is_published_with_an_envelope() {
        var cause = region.publishMirrored("us-east", NOTES, "a-peer", new Note(5));

        var event = region.awaitEvent(TOTALS, "a-peer");

        assertThat(event.as(Total.class)).isEqualTo(new Total("a-peer", 5, 1));
        assertThat(event.header(Header.TYPE)).isEqualTo("io.archipelago." + TOTALS);
        assertThat(event.header(Header.SOURCE)).isEqualTo("eu-central/inventory");
        assertThat(event.header(Header.DATA_CLASS)).isEqualTo("internal");
        assertThat(event.header(Header.ID)).isNotEqualTo(cause.id());
    }

    @Test
    void forged_origin_is_put_aside_and_does_not_take_the_place_of_the_true_event() {
        var envelope = Region.envelope(NOTES, "us-east", "forged");
        var unsigned = EnvelopeCodec.encode(envelope, "application/json");
        var at = region.publishRaw(FROM_US, "forged", "{\"amount\":1000}".getBytes(UTF_8), unsigned);

        var dead = region.awaitEvent(DEAD, "forged");

        assertThat(dead.header(Header.DLQ_REASON)).contains("untrusted-origin", "us-east/inventory", "did not sign");
        assertThat(dead.header(Header.DLQ_OFFSET)).isEqualTo(Long.toString(at));
        region.publish(FROM_US, envelope, new Note(2));
        assertThat(region.awaitEvent(TOTALS, "forged").as(Total.class)).isEqualTo(new Total("forged", 2, 1));
    }

    @Test
    void what_leaves_the_region_is_signed() {
        region.publishMirrored("us-east", NOTES, "signed", new Note(4));

        var total = region.awaitEvent(TOTALS, "signed");

        var reading = EnvelopeCodec.decode(TOTALS, name -> total.header(name).getBytes(UTF_8));
        var envelope = ((EnvelopeCodec.Decoded) reading).envelope();
        var signature = EventSignature.parse(total.header(Header.SIGNATURE));
        var signed = signature.signed(EventText.of(envelope, "signed", total.value()));
        assertThat(LedgerKey.isSigned(signed, signature.signature(), region.publicKey()))
                .isTrue();
    }

    @Test
    void a_command_is_answered_once_it_is_durable() {
        given().contentType("application/json")
                .body(new Add("a-person", 7))
                .post("/api/v1/totals")
                .then()
                .statusCode(200)
                .body("total", is(7));

        assertThat(region.database().query("select body from inventory.documents where key = 'a-person'"))
                .singleElement()
                .asString()
                .contains("\"total\":7");
        assertThat(region.awaitEvent(TOTALS, "a-person").as(Total.class).total())
                .isEqualTo(7);
    }

    @Test
    void a_repeated_event_changes_nothing() {
        var envelope = Region.envelope(NOTES, "us-east", "repeated");
        region.publish(FROM_US, envelope, new Note(1));
        region.publish(FROM_US, envelope, new Note(1));
        region.publishMirrored("us-east", NOTES, "repeated", new Note(10));

        await().atMost(PATIENCE).until(() -> total("repeated").total() >= 11);

        assertThat(total("repeated")).isEqualTo(new Total("repeated", 11, 2));
    }

    @Test
    void raw_bytes_without_any_envelope_are_taken_where_the_topic_is_for_them() {
        region.publishRaw(LedgerCore.LINES, "a-program", "42".getBytes(), Map.of());

        await().atMost(PATIENCE).until(() -> total("a-program").total() == 42);
    }

    @Test
    void what_the_core_refuses_becomes_a_dead_letter_and_the_next_event_is_handled() {
        var bad = region.publishMirrored("us-east", NOTES, "refused", new Note(-1));
        region.publishMirrored("us-east", NOTES, "refused", new Note(3));

        var dead = region.awaitEvent(DEAD, "refused");

        assertThat(dead.header(Header.DLQ_REASON)).isEqualTo("invalid: amount: -1 is negative");
        assertThat(dead.header(Header.DLQ_TOPIC)).isEqualTo(FROM_US);
        assertThat(dead.header(Header.DLQ_PARTITION)).isEqualTo("0");
        assertThat(dead.header(Header.DLQ_OFFSET)).isNotEmpty();
        assertThat(dead.value()).isEqualTo("{\"amount\":-1}".getBytes());
        assertThat(bad.id()).isNotEmpty();
        await().atMost(PATIENCE).until(() -> total("refused").total() == 3);
    }

    @Test
    void an_event_that_makes_the_core_fail_becomes_a_dead_letter() {
        region.publishMirrored("us-east", NOTES, "throws", new Note(THROWS));

        assertThat(region.awaitEvent(DEAD, "throws").header(Header.DLQ_REASON)).contains("the core failed");
    }

    @Test
    void the_one_event_that_cannot_be_stored_is_found_among_many_and_nothing_else_is_lost() {
        for (int i = 0; i < 20; i++)
            region.publishMirrored("us-east", NOTES, "storable-" + i, new Note(i == 13 ? UNSTORABLE : 1));

        var dead = region.awaitEvent(DEAD, "storable-13");

        assertThat(dead.header(Header.DLQ_REASON)).startsWith("unstorable: ");
        for (int i = 0; i < 20; i++) {
            var account = "storable-" + i;
            await().atMost(PATIENCE).until(() -> total(account).additions() == (account.equals("storable-13") ? 0 : 1));
        }
    }

    @Test
    void an_event_of_a_newer_major_version_becomes_a_dead_letter() {
        var now = Region.envelope(NOTES, "us-east", "newer");
        var newer = new Envelope(
                now.id(),
                "io.archipelago.inventory.sites.v2",
                now.source(),
                "newer",
                now.time(),
                now.labels(),
                null,
                null);
        region.publishRaw(FROM_US, "newer", "{}".getBytes(), EnvelopeCodec.encode(newer, "application/json"));

        assertThat(region.awaitEvent(DEAD, "newer").header(Header.DLQ_REASON))
                .startsWith("unsupported-version: header ce_type: major version 2");
    }

    @Test
    void bytes_that_mean_nothing_become_a_dead_letter_as_they_came() {
        var garbage = new byte[] {(byte) 0xff, 0, 1, (byte) 0xfe};
        region.publishRaw(FROM_US, "garbage", garbage, Map.of());
        region.publish(FROM_US, Region.envelope(NOTES, "us-east", "half-garbage"), garbage);
        region.publish(FROM_US, Region.envelope(NOTES, "us-east", "wrong-shape"), "{\"amount\":[]}");

        assertThat(region.awaitEvent(DEAD, "garbage").header(Header.DLQ_REASON)).startsWith("missing-header: ");
        assertThat(region.awaitEvent(DEAD, "garbage").value()).isEqualTo(garbage);
        assertThat(region.awaitEvent(DEAD, "half-garbage").header(Header.DLQ_REASON))
                .startsWith("unreadable-body: not JSON");
        assertThat(region.awaitEvent(DEAD, "wrong-shape").header(Header.DLQ_REASON))
                .startsWith("unreadable-body: at amount");
    }

    @Test
    void work_that_is_left_is_decided_at_once() {
        region.publishMirrored("us-east", NOTES, "closing", new Note(CLOSES));

        assertThat(region.awaitEvent(CLOSED, "closing").value()).isNotNull();
        assertThat(region.database().query("select count(*) from inventory.documents where kind = 'closing'"))
                .containsExactly("0");
    }
}
