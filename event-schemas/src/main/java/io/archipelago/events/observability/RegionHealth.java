package io.archipelago.events.observability;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What this region makes of another. The body of {@code observability.regions.v1}.
 *
 * @param verdict healthy, suspect or lost
 * @param lastWordAt the youngest probe or heartbeat that arrived
 * @param detectionMs from the last word to a verdict of lost; null otherwise
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RegionHealth(
        String region,
        String seenFrom,
        String verdict,
        Instant since,
        @Nullable Instant lastWordAt,
        @Nullable Long detectionMs,
        String reason) {}
