package io.archipelago.observability.domain;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What comes on one topic from one region.
 *
 * @param peer whence; this region itself for its own topics
 * @param count since this process started
 * @param lagMsP50 from an event's time to its handling here, of the last 256
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Flow(
        String peer,
        String topic,
        long count,
        Instant lastAt,
        @Nullable Double lagMsP50,
        @Nullable Double lagMsP99) {}
