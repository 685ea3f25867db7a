package io.archipelago.kit.telemetry;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import io.opentelemetry.semconv.HttpAttributes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Follows what someone wants changed, and nothing else: a trace starts with a request that changes something and goes
 * on wherever its context is carried. Reading, scraping and ticking leave no traces. One change is some hundred spans in
 * all regions, several times the work of the change itself: a person's changes are all followed, of a script's only the
 * first and then one in a while.
 */
@Singleton
public class WishSampler implements Sampler {

    private static final Set<String> CHANGING = Set.of("POST", "PUT", "PATCH", "DELETE");

    private final Allowance allowance;

    @Inject
    WishSampler(TracesConfig config) {
        this(config.burst(), config.every(), System::nanoTime);
    }

    /**
     * @param burst changes that are followed at once
     * @param every after a burst one more may be followed whenever this has passed
     */
    WishSampler(int burst, Duration every, LongSupplier nanos) {
        this.allowance = new Allowance(burst, every.toNanos(), nanos);
    }

    @Override
    public SamplingResult shouldSample(
            Context parent, String traceId, String name, SpanKind kind, Attributes attributes, List<LinkData> links) {
        var above = Span.fromContext(parent).getSpanContext();
        var follow = above.isValid()
                ? above.isSampled()
                : CHANGING.contains(String.valueOf(attributes.get(HttpAttributes.HTTP_REQUEST_METHOD)))
                        && allowance.take();
        return follow ? SamplingResult.recordAndSample() : SamplingResult.drop();
    }

    @Override
    public String getDescription() {
        return "requests that change something, and what follows from them";
    }

    /** A token bucket. */
    private static final class Allowance {
        private final long burst;
        private final long everyNanos;
        private final LongSupplier nanos;
        private long left;
        private long countedAt;

        Allowance(int burst, long everyNanos, LongSupplier nanos) {
            if (burst < 0 || everyNanos <= 0)
                throw new IllegalArgumentException("archipelago.traces: burst must not be negative, every positive");
            this.burst = burst;
            this.everyNanos = everyNanos;
            this.nanos = nanos;
            this.left = burst;
            this.countedAt = nanos.getAsLong();
        }

        synchronized boolean take() {
            long now = nanos.getAsLong();
            long earned = (now - countedAt) / everyNanos;
            if (earned > 0) {
                left = Math.min(burst, left + earned);
                countedAt += earned * everyNanos;
            }
            if (left == 0) return false;
            left--;
            return true;
        }
    }
}
