package io.archipelago.events.envelope;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A CloudEvent in Kafka binary mode: these attributes travel as {@code ce_*} headers, the body as the record's value.
 *
 * @param id unique within the source; derived from the causing event's id where there is one, so that a replay
 *     produces the same
 * @param type {@code io.archipelago.<topic>}, with the major version last: a reader that meets a later major version
 *     refuses it
 * @param source {@code <region>/<service>}
 * @param subject the entity, equal to the record key
 * @param hlc when it happened, in the order all regions agree on
 * @param traceparent W3C trace context, if a trace is being followed
 */
public record Envelope(
        String id,
        String type,
        String source,
        String subject,
        Instant time,
        Labels labels,
        @Nullable Hlc hlc,
        @Nullable String traceparent) {

    public static final String SPEC_VERSION = "1.0";
    public static final String TYPE_PREFIX = "io.archipelago.";

    /** The region that wrote the event: the part of {@link #source} before the slash. */
    public String region() {
        int slash = source.indexOf('/');
        return slash < 0 ? source : source.substring(0, slash);
    }

    /** The service that wrote the event: the part of {@link #source} after the slash, empty when there is none. */
    public String service() {
        int slash = source.indexOf('/');
        return slash < 0 ? "" : source.substring(slash + 1);
    }

    /** The type of the events of a topic, for example {@code io.archipelago.inventory.sites.v1}. */
    public static String typeOf(String topic) {
        return TYPE_PREFIX + topic;
    }
}
