package io.archipelago.events.envelope;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.archipelago.events.envelope.EnvelopeCodec.Decoded;
import io.archipelago.events.envelope.EnvelopeCodec.Reason;
import io.archipelago.events.envelope.EnvelopeCodec.Undecodable;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvelopeCodecTest {

    private static final String TOPIC = "inventory.sites.v1";

    private static final Envelope SITE = new Envelope(
            "7f1c",
            "io.archipelago.inventory.sites.v1",
            "eu-central/inventory",
            "eu-central-1",
            Instant.parse("2026-11-25T09:30:00.123456Z"),
            new Labels("internal", "DE", "platform", "us-east", "us-east"),
            new Hlc(1_764_063_000_123L, 7, "eu-central"),
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");

    private final Map<String, byte[]> headers = new HashMap<>(EnvelopeCodec.encode(SITE, "application/json"));

    @Test
    void what_was_written_is_read_again() {
        assertThat(EnvelopeCodec.decode(TOPIC, headers::get)).isEqualTo(new Decoded(SITE));
    }

    @Test
    void the_headers_are_those_of_the_cloudevents_kafka_binding() {
        assertThat(headers.get("ce_specversion")).isEqualTo("1.0".getBytes(UTF_8));
        assertThat(headers.get("ce_time")).isEqualTo("2026-11-25T09:30:00.123456Z".getBytes(UTF_8));
        assertThat(headers.get("content-type")).isEqualTo("application/json".getBytes(UTF_8));
        assertThat(headers).containsKeys("ce_id", "ce_type", "ce_source", "ce_subject", "ce_dataclassification");
    }

    @Test
    void null_and_empty_headers_count_as_absent() {
        headers.put(Header.OWNER, null);
        headers.put(Header.AUDIENCE, new byte[0]);
        headers.remove(Header.ORIGIN);
        headers.put(Header.HLC, null);
        headers.put(Header.TRACEPARENT, null);
        assertThat(EnvelopeCodec.decode(TOPIC, headers::get))
                .isEqualTo(new Decoded(new Envelope(
                        SITE.id(),
                        SITE.type(),
                        SITE.source(),
                        SITE.subject(),
                        SITE.time(),
                        Labels.internal("DE"),
                        null,
                        null)));
    }

    @Test
    void an_event_without_id_is_refused() {
        headers.remove(Header.ID);
        assertRefused(Reason.MISSING_HEADER, Header.ID, "every event has a header ce_id");
    }

    @Test
    void a_newer_major_version_is_refused_and_said_so() {
        put(Header.TYPE, "io.archipelago.inventory.sites.v2");
        assertRefused(
                Reason.UNSUPPORTED_VERSION,
                Header.TYPE,
                "major version 2 of io.archipelago.inventory.sites; this reader knows version 1");
    }

    @Test
    void another_topics_event_is_refused() {
        put(Header.TYPE, "io.archipelago.inventory.workloads.v1");
        assertRefused(
                Reason.UNEXPECTED_TYPE,
                Header.TYPE,
                "'io.archipelago.inventory.workloads.v1' instead of 'io.archipelago.inventory.sites.v1'");
    }

    @Test
    void another_cloudevents_version_is_refused() {
        put(Header.SPEC_VERSION, "2.0");
        assertRefused(Reason.UNSUPPORTED_VERSION, Header.SPEC_VERSION, "CloudEvents '2.0'; this reader knows 1.0");
    }

    @Test
    void a_bad_time_is_refused() {
        put(Header.TIME, "yesterday");
        assertRefused(
                Reason.MALFORMED_HEADER,
                Header.TIME,
                "'yesterday' is not an RFC 3339 time, such as 2026-11-25T09:30:00Z");
    }

    @Test
    void a_bad_stamp_is_refused() {
        put(Header.HLC, "0198f3a1c2d4_0003_eu-central");
        assertRefused(
                Reason.MALFORMED_HEADER,
                Header.HLC,
                "'0198f3a1c2d4_0003_eu-central' is not a hybrid logical clock stamp");
    }

    @Test
    void bytes_that_are_no_text_are_refused() {
        headers.put(Header.SOURCE, new byte[] {(byte) 0xff, (byte) 0xfe});
        assertRefused(Reason.MALFORMED_HEADER, Header.SOURCE, "its bytes are not UTF-8 text");
    }

    @Test
    void an_unlabelled_event_can_be_read_but_is_not_complete_for_the_gate() {
        headers.remove(Header.JURISDICTION);
        var reading = EnvelopeCodec.decode(TOPIC, headers::get);
        assertThat(reading).isInstanceOfSatisfying(Decoded.class, decoded -> assertThat(
                        decoded.envelope().labels().complete())
                .isFalse());
        assertThat(EnvelopeCodec.labels(headers::get).complete()).isFalse();
    }

    @Test
    void labels_that_are_no_text_are_no_labels() {
        headers.put(Header.DATA_CLASS, new byte[] {(byte) 0xc3});
        assertThat(EnvelopeCodec.labels(headers::get)).isEqualTo(Labels.UNLABELLED);
    }

    private void put(String header, String value) {
        headers.put(header, value.getBytes(UTF_8));
    }

    private void assertRefused(Reason reason, String header, String detail) {
        assertThat(EnvelopeCodec.decode(TOPIC, headers::get)).isEqualTo(new Undecodable(reason, header, detail));
    }
}
