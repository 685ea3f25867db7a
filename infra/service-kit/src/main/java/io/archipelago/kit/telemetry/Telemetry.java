package io.archipelago.kit.telemetry;

import io.archipelago.kit.runtime.RegionConfig;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Where ended spans go: always to a topic, and by OTLP where Quarkus is told an address. */
class Telemetry {

    /** Spans are carried between regions one batch at a time: what a batch costs, it costs for few as for many. */
    private static final Duration GATHER = Duration.ofSeconds(4);

    @Produces
    @Singleton
    SpanProcessor spansToTopic(RegionConfig config, @Identifier("default-kafka-broker") Map<String, Object> kafka) {
        var settings = new HashMap<>(kafka);
        settings.putAll(Map.of(
                "client.id", config.service() + "-spans",
                "acks", "1",
                "linger.ms", "5",
                "max.block.ms", "2000",
                "buffer.memory", "2097152",
                "reconnect.backoff.max.ms", "5000",
                "enable.idempotence", "false"));
        var exporter = new SpanTopic(
                config, () -> new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer()));
        return BatchSpanProcessor.builder(exporter).setScheduleDelay(GATHER).build();
    }
}
