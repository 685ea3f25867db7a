package io.archipelago.kit.telemetry;

import io.archipelago.events.envelope.EnvelopeCodec;
import io.archipelago.kit.intake.Received;
import io.archipelago.kit.runtime.RegionConfig;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import jakarta.inject.Singleton;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Opens OpenTelemetry spans. Between the services lie parts that write no spans, Debezium and MirrorMaker; their share
 * is told by the times a record carries: when it was written, when this region's broker took it, when it arrived.
 */
@Singleton
public class SpanTraces implements Traces {

    private final Tracer tracer;
    private final String region;

    SpanTraces(Tracer tracer, RegionConfig config) {
        this.tracer = tracer;
        this.region = config.region();
    }

    @Override
    public @Nullable Step event(Received received) {
        var parent = Traceparent.sampled(received.traceparent());
        if (parent == null || !(received.reading() instanceof EnvelopeCodec.Decoded(var envelope))) return null;
        var topic = received.subscription().topic().name();
        var peer = received.subscription().peer();
        // A mirrored record keeps the time at which the gate wrote it; a local one has that of Debezium's writing.
        var carried = peer == null ? "outbox+debezium" : "mirror " + peer + " \u2192 " + region;
        var from = peer == null ? envelope.time() : received.appendedAt();
        var until = peer == null ? received.appendedAt() : received.arrivedAt();
        var journey = passed(parent, carried, from, until, topic);
        return new Open(started(journey, "handle " + topic, SpanKind.CONSUMER)
                .setAttribute("messaging.system", "kafka")
                .setAttribute("messaging.destination.name", received.source().topic())
                .setAttribute("messaging.kafka.offset", received.source().offset())
                .setAttribute("messaging.kafka.message.key", received.key()));
    }

    @Override
    public @Nullable Step wish(String name, @Nullable String traceparent) {
        var parent = Traceparent.sampled(traceparent);
        return parent == null ? null : new Open(started(parent, name, SpanKind.INTERNAL));
    }

    private SpanContext passed(SpanContext parent, String name, Instant from, Instant until, String topic) {
        var span = tracer.spanBuilder(name)
                .setParent(Context.root().with(Span.wrap(parent)))
                .setSpanKind(SpanKind.PRODUCER)
                .setStartTimestamp(from)
                .setAttribute("messaging.destination.name", topic)
                .startSpan();
        span.end(until.isAfter(from) ? until : from);
        return span.getSpanContext();
    }

    private Span started(SpanContext parent, String name, SpanKind kind) {
        return tracer.spanBuilder(name)
                .setParent(Context.root().with(Span.wrap(parent)))
                .setSpanKind(kind)
                .startSpan();
    }

    private record Open(Span span) implements Step {
        @Override
        public String traceparent() {
            return Traceparent.of(span.getSpanContext());
        }

        @Override
        public void end() {
            span.end();
        }

        @Override
        public void fail(String reason) {
            span.setStatus(StatusCode.ERROR, reason);
            span.end();
        }
    }
}
