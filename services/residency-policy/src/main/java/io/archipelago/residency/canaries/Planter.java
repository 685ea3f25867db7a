package io.archipelago.residency.canaries;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.archipelago.events.EventJson;
import io.archipelago.events.envelope.Envelope;
import io.archipelago.events.envelope.EnvelopeCodec;
import io.archipelago.events.envelope.Labels;
import io.archipelago.events.residency.CanaryPlanted;
import io.archipelago.residency.domain.Canary;
import io.archipelago.residency.domain.ResidencyCore;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Writes canaries as any program writes its records: one that cannot be sent is lost, and missed where it should arrive. */
public final class Planter implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Planter.class);
    private static final int BUFFER_BYTES = 1 << 20;
    private static final int GATHER_MS = 50;

    private final Map<String, Object> kafka;
    private @Nullable Producer<byte[], byte[]> producer;

    /** @param kafka how to reach the region's broker; nothing is connected before the first planting */
    public Planter(Map<String, Object> kafka) {
        this.kafka = kafka;
    }

    /** Returns when the broker has them, or will not have them. */
    public synchronized void plant(Collection<Canary> canaries) {
        var to = producer;
        if (to == null) producer = to = connect();
        for (var canary : canaries) {
            var unused = to.send(record(canary), (sent, failure) -> {
                if (failure != null)
                    LOG.warnf("event=canary-lost name=%s reason=\"%s\"", canary.name(), failure.getMessage());
            });
        }
        to.flush();
    }

    private Producer<byte[], byte[]> connect() {
        var config = new HashMap<>(kafka);
        config.put(ProducerConfig.CLIENT_ID_CONFIG, "residency-policy-canaries");
        config.put(ProducerConfig.LINGER_MS_CONFIG, GATHER_MS);
        config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 10_000);
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Labelled as its class and subject say; one without either bears no labels at all. */
    static ProducerRecord<byte[], byte[]> record(Canary canary) {
        try {
            var body = EventJson.MAPPER.writeValueAsBytes(new CanaryPlanted(canary.mark()));
            var record = new ProducerRecord<>(Canary.TOPIC, canary.name().getBytes(UTF_8), body);
            EnvelopeCodec.encode(envelope(canary), "application/json")
                    .forEach((name, value) -> record.headers().add(name, value));
            return record;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a word cannot be written as JSON", e);
        }
    }

    private static Envelope envelope(Canary canary) {
        var dataClass = canary.dataClass();
        var subject = canary.subject();
        return new Envelope(
                canary.name() + '/' + canary.round(),
                Envelope.typeOf(Canary.TOPIC),
                canary.region() + '/' + ResidencyCore.SERVICE,
                canary.name(),
                canary.plantedAt(),
                dataClass == null || subject == null
                        ? Labels.UNLABELLED
                        : new Labels(dataClass, subject, null, null, null),
                null,
                null);
    }

    @Override
    public synchronized void close() {
        if (producer != null) producer.close(Duration.ofSeconds(1));
    }
}
