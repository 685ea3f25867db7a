package io.archipelago.kit.telemetry;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import io.opentelemetry.semconv.HttpAttributes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;

/**
 * Follows what someone wants changed, and nothing else: a trace starts with a request that changes something and goes
 * on wherever its context is carried. Reading, scraping and ticking leave no traces.
 */
@Singleton
public class WishSampler implements Sampler {

    private static final Set<String> CHANGING = Set.of("POST", "PUT", "PATCH", "DELETE");

    @Override
    public SamplingResult shouldSample(
            Context parent, String traceId, String name, SpanKind kind, Attributes attributes, List<LinkData> links) {
        var above = Span.fromContext(parent).getSpanContext();
        var follow = above.isValid()
                ? above.isSampled()
                : CHANGING.contains(String.valueOf(attributes.get(HttpAttributes.HTTP_REQUEST_METHOD)));
        return follow ? SamplingResult.recordAndSample() : SamplingResult.drop();
    }

    @Override
    public String getDescription() {
        return "requests that change something, and what follows from them";
    }
}
