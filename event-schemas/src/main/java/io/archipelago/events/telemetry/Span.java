package io.archipelago.events.telemetry;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One span of a trace has ended. The body of {@code telemetry.spans.v1}; key {@code traceId}.
 *
 * @param traceId W3C trace id, 32 hexadecimal digits
 * @param spanId W3C span id, 16 hexadecimal digits
 * @param parentSpanId null at the root
 * @param kind internal, server, client, producer or consumer
 * @param startNanos since 1970-01-01T00:00:00Z
 * @param endNanos since 1970-01-01T00:00:00Z
 * @param attributes OpenTelemetry attributes, as text
 * @param status unset, ok or error
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Span(
        String traceId,
        String spanId,
        @Nullable String parentSpanId,
        String name,
        String kind,
        String region,
        String service,
        long startNanos,
        long endNanos,
        Map<String, String> attributes,
        String status) {

    public static final String TOPIC = "telemetry.spans.v1";
}
