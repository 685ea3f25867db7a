package io.archipelago.kit.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.archipelago.events.envelope.Envelope;
import io.archipelago.events.envelope.EnvelopeCodec;
import io.archipelago.events.envelope.Header;
import io.archipelago.kit.store.InboxEntry.Source;
import io.archipelago.kit.trust.Origins;
import io.archipelago.topology.Subscription;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A record as it came, its envelope read, its body not yet.
 *
 * @param id recognises a repeat: {@code <ce_source>#<ce_id>}, since CloudEvents ids are unique within their source; the
 *     place in the topic where the envelope cannot be read
 * @param key as text; empty when the record has none
 * @param value as it came; null for a tombstone
 * @param arrivedAt when this process got it
 */
public record Received(
        String id,
        Subscription subscription,
        Source source,
        String key,
        byte @Nullable [] value,
        EnvelopeCodec.Reading reading,
        Instant appendedAt,
        Instant arrivedAt) {

    /** Never fails: what cannot be read says so in {@link #reading}. */
    public static Received of(
            ConsumerRecord<byte[], byte[]> kafka,
            Subscription subscription,
            boolean raw,
            String region,
            Origins origins,
            Instant now) {
        var source = new Source(kafka.topic(), kafka.partition(), kafka.offset());
        var key = kafka.key() == null ? "" : withoutNul(new String(kafka.key(), UTF_8));
        var appendedAt = Instant.ofEpochMilli(kafka.timestamp());
        var headers = kafka.headers();
        var read = raw && headers.lastHeader(Header.SPEC_VERSION) == null
                ? Bare.envelope(subscription.topic().name(), source, key, writer(subscription, region), appendedAt)
                : EnvelopeCodec.decode(subscription.topic().name(), name -> {
                    var header = headers.lastHeader(name);
                    return header == null ? null : header.value();
                });
        var reading = read instanceof EnvelopeCodec.Decoded(var envelope)
                ? believed(read, refusal(kafka, subscription, envelope, region, origins, key))
                : read;
        return new Received(id(reading, source), subscription, source, key, kafka.value(), reading, appendedAt, now);
    }

    /** Who wrote what nobody signed: the region whose topic it stands on, or is a copy of. */
    private static String writer(Subscription subscription, String here) {
        return subscription.peer() == null ? here : subscription.peer();
    }

    private static EnvelopeCodec.@Nullable Undecodable refusal(
            ConsumerRecord<byte[], byte[]> kafka,
            Subscription subscription,
            Envelope envelope,
            String region,
            Origins origins,
            String key) {
        var audience = envelope.labels().audience();
        if (subscription.peer() != null && audience != null && !audience.equals(region))
            return new EnvelopeCodec.Undecodable(
                    EnvelopeCodec.Reason.UNTRUSTED_ORIGIN, Header.AUDIENCE, "meant for " + audience + " alone");
        return origins.refuse(subscription, envelope, signature(kafka.headers()), key, kafka.value());
    }

    /** A forged record must not take the id, and with it the place, of the true one. */
    private static EnvelopeCodec.Reading believed(EnvelopeCodec.Reading read, EnvelopeCodec.@Nullable Undecodable no) {
        return no == null ? read : no;
    }

    private static @Nullable String signature(Headers headers) {
        var header = headers.lastHeader(Header.SIGNATURE);
        return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
    }

    private static String id(EnvelopeCodec.Reading reading, Source source) {
        return switch (reading) {
            case EnvelopeCodec.Decoded(var envelope) -> withoutNul(envelope.source() + '#' + envelope.id());
            case EnvelopeCodec.Undecodable bad -> place(source);
        };
    }

    static String place(Source source) {
        return source.topic() + '/' + source.partition() + '/' + source.offset();
    }

    /** PostgreSQL's text cannot hold the character U+0000. */
    private static String withoutNul(String text) {
        return text.indexOf('\0') < 0 ? text : text.replace('\0', '\uFFFD');
    }

    /** The trace this record is part of, if it is being followed. */
    public @Nullable String traceparent() {
        return reading instanceof EnvelopeCodec.Decoded(var envelope) ? envelope.traceparent() : null;
    }
}
