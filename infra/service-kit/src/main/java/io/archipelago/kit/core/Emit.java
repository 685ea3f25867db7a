package io.archipelago.kit.core;

import io.archipelago.events.envelope.Hlc;
import io.archipelago.events.envelope.Labels;
import org.jspecify.annotations.Nullable;

/**
 * An event to be published through the outbox.
 *
 * @param topic a local topic this service owns
 * @param key the record key, equal to the CloudEvents subject
 * @param body a record of {@code event-schemas}; null writes a tombstone
 * @param labels what the gate must know of it
 */
public record Emit(
        String topic,
        String key,
        @Nullable Object body,
        Labels labels,
        @Nullable Hlc hlc) {

    public static Emit of(String topic, String key, Object body, Labels labels) {
        return new Emit(topic, key, body, labels, null);
    }
}
