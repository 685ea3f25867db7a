package io.archipelago.observability.domain;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What followed from one wish, through services and regions: a trace.
 *
 * @param name of its first step
 * @param hops depth first, in the order of time
 */
public record Journey(
        String traceId,
        String name,
        Instant startedAt,
        double durationMs,
        List<String> regions,
        boolean failed,
        List<Hop> hops) {

    /** The same in one line. */
    public record Glance(
            String traceId,
            String name,
            Instant startedAt,
            double durationMs,
            int hops,
            List<String> regions,
            boolean failed) {}

    /**
     * One step.
     *
     * @param depth 0 for the first
     * @param kind internal, server, client, producer or consumer
     * @param atMs since the start of the journey
     * @param road how it came here from its parent; null within a service
     * @param roadMs how long that took
     * @param status unset, ok or error
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Hop(
            String spanId,
            @Nullable String parentSpanId,
            int depth,
            String name,
            String kind,
            String region,
            String service,
            double atMs,
            double durationMs,
            @Nullable String road,
            @Nullable Double roadMs,
            String status,
            Map<String, String> attributes) {}
}
