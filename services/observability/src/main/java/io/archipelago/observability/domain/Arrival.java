package io.archipelago.observability.domain;

import io.archipelago.kit.core.Input;
import io.archipelago.kit.core.Passing;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event came.
 *
 * @param from the region whose topic, or copy of it, it stood on
 * @param region that wrote it
 * @param lagMs from its time to its handling here
 * @param summary null when it is not worth a line
 */
record Arrival(
        String topic,
        String from,
        String region,
        String key,
        Instant time,
        Instant at,
        long lagMs,
        @Nullable String summary,
        @Nullable String traceId)
        implements Passing {

    static Arrival of(Input.Event event, String home) {
        var envelope = event.envelope();
        return new Arrival(
                event.topic(),
                event.peer() == null ? home : event.peer(),
                envelope.region(),
                event.key(),
                envelope.time(),
                event.now(),
                Duration.between(envelope.time(), event.now()).toMillis(),
                Summary.of(event),
                traceId(envelope.traceparent()));
    }

    /** W3C: {@code 00-<trace id>-<span id>-<flags>}. */
    private static @Nullable String traceId(@Nullable String traceparent) {
        return traceparent == null || traceparent.length() < 35 ? null : traceparent.substring(3, 35);
    }
}
