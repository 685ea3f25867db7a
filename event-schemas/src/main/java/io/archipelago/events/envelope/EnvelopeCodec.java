package io.archipelago.events.envelope;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes an {@link Envelope} as record headers: CloudEvents 1.0, Kafka binding, binary mode. Header values
 * are UTF-8 text; a header that is null or empty counts as absent.
 *
 * <p>Reading is strict about what makes an event an event (id, type, source, time) and forgiving about labels: an
 * unlabelled record can be read where it is, but reads as {@link Labels#UNLABELLED} and therefore never leaves its
 * region.
 */
public final class EnvelopeCodec {

    private static final Pattern VERSIONED = Pattern.compile("(?<name>.+)\\.v(?<major>[1-9][0-9]{0,8})");

    /** Gives the last value of a header; null when there is none. {@code map::get} is one. */
    @FunctionalInterface
    public interface Headers {
        byte @Nullable [] last(String name);
    }

    /** What became of an attempt to read headers. */
    public sealed interface Reading permits Decoded, Undecodable {}

    public record Decoded(Envelope envelope) implements Reading {}

    /**
     * Not an event this reader understands.
     *
     * @param header the header that stands in the way
     * @param detail what is wrong with it, for a person
     */
    public record Undecodable(Reason reason, String header, String detail) implements Reading {}

    public enum Reason {
        MISSING_HEADER,
        MALFORMED_HEADER,
        /** Of another topic: the name before the version differs. */
        UNEXPECTED_TYPE,
        /** A major version this reader does not know; a newer release of the reader may. */
        UNSUPPORTED_VERSION,
        /** Not written by whom it names: a region cannot speak for another. */
        UNTRUSTED_ORIGIN
    }

    private EnvelopeCodec() {}

    /**
     * The headers of an event, in a fixed order; what the envelope leaves out is left out.
     *
     * @param contentType of the record's value, such as {@code application/json}
     */
    public static Map<String, byte[]> encode(Envelope envelope, String contentType) {
        var headers = new LinkedHashMap<String, byte[]>();
        var labels = envelope.labels();
        put(headers, Header.SPEC_VERSION, Envelope.SPEC_VERSION);
        put(headers, Header.ID, envelope.id());
        put(headers, Header.TYPE, envelope.type());
        put(headers, Header.SOURCE, envelope.source());
        put(headers, Header.SUBJECT, envelope.subject());
        put(headers, Header.TIME, envelope.time().toString());
        put(headers, Header.DATA_CLASS, labelled(labels.dataClass()));
        put(headers, Header.JURISDICTION, labelled(labels.jurisdiction()));
        put(headers, Header.OWNER, labels.owner());
        put(headers, Header.AUDIENCE, labels.audience());
        put(headers, Header.ORIGIN, labels.origin());
        put(headers, Header.HLC, envelope.hlc() == null ? null : envelope.hlc().toString());
        put(headers, Header.TRACEPARENT, envelope.traceparent());
        put(headers, Header.CONTENT_TYPE, contentType);
        return headers;
    }

    private static void put(Map<String, byte[]> headers, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) headers.put(name, value.getBytes(UTF_8));
    }

    private static @Nullable String labelled(String label) {
        return label.equals(Labels.UNLABELLED.dataClass()) ? null : label;
    }

    /**
     * Reads the headers of a record.
     *
     * @param topic the local name of the topic it came from, without the prefix of a peer: tells which type, and which
     *     major version of it, the reader knows
     */
    public static Reading decode(String topic, Headers headers) {
        try {
            return new Decoded(read(topic, headers));
        } catch (Refusal refusal) {
            return refusal.why;
        }
    }

    /** The labels alone, for records that need not be events: users' own data. Unreadable labels are no labels. */
    public static Labels labels(Headers headers) {
        try {
            return readLabels(headers);
        } catch (Refusal unreadable) {
            return Labels.UNLABELLED;
        }
    }

    private static Envelope read(String topic, Headers headers) throws Refusal {
        var spec = required(headers, Header.SPEC_VERSION);
        if (!spec.equals(Envelope.SPEC_VERSION))
            throw new Refusal(
                    Reason.UNSUPPORTED_VERSION,
                    Header.SPEC_VERSION,
                    "CloudEvents '" + spec + "'; this reader knows " + Envelope.SPEC_VERSION);
        var id = required(headers, Header.ID);
        var type = required(headers, Header.TYPE);
        requireKnown(topic, type);
        var source = required(headers, Header.SOURCE);
        var time = time(required(headers, Header.TIME));
        var subject = optional(headers, Header.SUBJECT);
        return new Envelope(
                id,
                type,
                source,
                subject == null ? "" : subject,
                time,
                readLabels(headers),
                hlc(optional(headers, Header.HLC)),
                optional(headers, Header.TRACEPARENT));
    }

    private static void requireKnown(String topic, String type) throws Refusal {
        var known = Envelope.typeOf(topic);
        if (type.equals(known)) return;
        var wanted = VERSIONED.matcher(known);
        var found = VERSIONED.matcher(type);
        boolean sameName =
                wanted.matches() && found.matches() && wanted.group("name").equals(found.group("name"));
        throw sameName
                ? new Refusal(
                        Reason.UNSUPPORTED_VERSION,
                        Header.TYPE,
                        "major version " + found.group("major") + " of " + found.group("name")
                                + "; this reader knows version " + wanted.group("major"))
                : new Refusal(Reason.UNEXPECTED_TYPE, Header.TYPE, "'" + type + "' instead of '" + known + "'");
    }

    private static Labels readLabels(Headers headers) throws Refusal {
        var dataClass = optional(headers, Header.DATA_CLASS);
        var jurisdiction = optional(headers, Header.JURISDICTION);
        return new Labels(
                dataClass == null ? Labels.UNLABELLED.dataClass() : dataClass,
                jurisdiction == null ? Labels.UNLABELLED.jurisdiction() : jurisdiction,
                optional(headers, Header.OWNER),
                optional(headers, Header.AUDIENCE),
                optional(headers, Header.ORIGIN));
    }

    private static Instant time(String text) throws Refusal {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new Refusal(
                    Reason.MALFORMED_HEADER,
                    Header.TIME,
                    "'" + text + "' is not an RFC 3339 time, such as 2026-11-25T09:30:00Z");
        }
    }

    private static @Nullable Hlc hlc(@Nullable String text) throws Refusal {
        try {
            return text == null ? null : Hlc.parse(text);
        } catch (IllegalArgumentException e) {
            throw new Refusal(Reason.MALFORMED_HEADER, Header.HLC, String.valueOf(e.getMessage()));
        }
    }

    private static String required(Headers headers, String name) throws Refusal {
        var value = optional(headers, name);
        if (value == null) throw new Refusal(Reason.MISSING_HEADER, name, "every event has a header " + name);
        return value;
    }

    private static @Nullable String optional(Headers headers, String name) throws Refusal {
        var bytes = headers.last(name);
        if (bytes == null || bytes.length == 0) return null;
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new Refusal(Reason.MALFORMED_HEADER, name, "its bytes are not UTF-8 text");
        }
    }

    /** Ends a reading early; never leaves this class. */
    private static final class Refusal extends Exception {
        private static final long serialVersionUID = 1;
        private final transient Undecodable why;

        Refusal(Reason reason, String header, String detail) {
            super(detail, null, false, false);
            this.why = new Undecodable(reason, header, detail);
        }
    }
}
