package io.archipelago.kit.telemetry;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.archipelago.events.EventJson;
import io.archipelago.events.envelope.Envelope;
import io.archipelago.events.envelope.EnvelopeCodec;
import io.archipelago.events.envelope.Labels;
import io.archipelago.events.telemetry.Span;
import io.archipelago.kit.runtime.RegionConfig;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Writes spans to {@code telemetry.spans.v1}, from where the gate may carry them abroad: a trace can then be followed
 * across regions without anyone running a collector. What cannot be sent in time is lost; telemetry never holds up
 * work.
 */
final class SpanTopic implements SpanExporter {

    private static final Logger LOG = Logger.getLogger(SpanTopic.class);

    private final RegionConfig config;
    private final Supplier<Producer<byte[], byte[]>> connect;
    private @Nullable Producer<byte[], byte[]> producer;

    /** @param connect called for the first span, so that a service nobody traces needs no producer */
    SpanTopic(RegionConfig config, Supplier<Producer<byte[], byte[]>> connect) {
        this.config = config;
        this.connect = connect;
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        try {
            for (var span : spans) send(span);
        } catch (RuntimeException | JsonProcessingException e) {
            LOG.debug("event=spans-lost", e);
        }
        return CompletableResultCode.ofSuccess();
    }

    private synchronized void send(SpanData data) throws JsonProcessingException {
        var to = producer;
        if (to == null) producer = to = connect.get();
        var record = new ProducerRecord<>(
                Span.TOPIC, data.getTraceId().getBytes(UTF_8), EventJson.MAPPER.writeValueAsBytes(span(data)));
        EnvelopeCodec.encode(envelope(data), "application/json")
                .forEach((name, value) -> record.headers().add(name, value));
        var unused = to.send(record);
    }

    private Span span(SpanData data) {
        var attributes = new TreeMap<String, String>();
        data.getAttributes().forEach((key, value) -> attributes.put(key.getKey(), String.valueOf(value)));
        if (!data.getStatus().getDescription().isEmpty())
            attributes.put("error.message", data.getStatus().getDescription());
        return new Span(
                data.getTraceId(),
                data.getSpanId(),
                SpanId.isValid(data.getParentSpanId()) ? data.getParentSpanId() : null,
                data.getName(),
                data.getKind().name().toLowerCase(Locale.ROOT),
                config.region(),
                config.service(),
                data.getStartEpochNanos(),
                data.getEndEpochNanos(),
                Map.copyOf(attributes),
                data.getStatus().getStatusCode().name().toLowerCase(Locale.ROOT));
    }

    private Envelope envelope(SpanData data) {
        return new Envelope(
                data.getTraceId() + '-' + data.getSpanId(),
                Envelope.typeOf(Span.TOPIC),
                config.region() + '/' + config.service(),
                data.getTraceId(),
                Instant.EPOCH.plusNanos(data.getEndEpochNanos()),
                Labels.internal(config.jurisdiction()),
                null,
                null);
    }

    @Override
    public CompletableResultCode flush() {
        return CompletableResultCode.ofSuccess();
    }

    @Override
    public synchronized CompletableResultCode shutdown() {
        if (producer != null) producer.close(Duration.ofSeconds(1));
        return CompletableResultCode.ofSuccess();
    }
}
