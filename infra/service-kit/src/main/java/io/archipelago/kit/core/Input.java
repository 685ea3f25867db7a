package io.archipelago.kit.core;

import io.archipelago.events.envelope.Envelope;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Everything a core can be told. Each carries the time at which it is handled and an id to derive others from. */
public sealed interface Input {

    /** Unique; the ids of the events that follow from this input are derived from it. */
    String id();

    /** When the runtime took it up. The only clock a core knows. */
    Instant now();

    /**
     * An event from a topic this service reads.
     *
     * @param topic as named in the region that wrote it
     * @param peer the region it was mirrored from; null for this region's own topics
     * @param key the record key; empty when the record had none
     * @param body an instance of what {@link Core#events} says for the topic; {@link Tombstone} when the record had no
     *     value
     * @param appendedAt when the broker of this region took the record
     */
    record Event(
            String id,
            Instant now,
            String topic,
            @Nullable String peer,
            String key,
            Envelope envelope,
            Object body,
            Instant appendedAt)
            implements Input {}

    /** A wish from a person or the CLI; its body is a record of the service. */
    record Command(String id, Instant now, Object body) implements Input {}

    /** Time has passed. Comes about once a second, and is not recorded when it leads to nothing. */
    record Tick(String id, Instant now) implements Input {}
}
