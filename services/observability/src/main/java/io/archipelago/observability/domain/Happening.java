package io.archipelago.observability.domain;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event in one line.
 *
 * @param sequence counts up since this process started
 * @param time when it happened, by the region that wrote it
 * @param region the one that wrote it
 * @param traceId if its journey is being followed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Happening(
        long sequence,
        Instant time,
        String topic,
        String key,
        String region,
        String summary,
        @Nullable String traceId) {}
