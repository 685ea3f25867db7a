package io.archipelago.actuator.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.archipelago.actuator.domain.Slot;
import io.archipelago.events.EventJson;
import io.archipelago.events.actuation.ReplicasObserved;
import io.archipelago.events.envelope.Envelope;
import io.archipelago.events.envelope.EnvelopeCodec;
import io.archipelago.events.envelope.Header;
import io.archipelago.events.envelope.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Tells what runs, each slot when its state has changed. What the broker did not take is told again with the next
 * round, since only what was taken counts as told.
 */
public final class RunsWriter implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(RunsWriter.class);
    private static final String SERVICE = "actuator";
    private static final String DEAD_LETTERS = "actuation.dead-letters.v1";
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

    private final String region;
    private final String jurisdiction;
    private final Producer<byte[], byte[]> producer;
    /** Changed by the producer's own thread, when the broker has taken a report. */
    private final Map<Slot, ReplicasObserved> told = new ConcurrentSkipListMap<>();

    /**
     * @param kafka how to reach the region's broker
     * @param jurisdiction whose law binds what is told
     */
    public RunsWriter(Map<String, Object> kafka, String region, String jurisdiction) {
        this(producer(kafka), region, jurisdiction);
    }

    RunsWriter(Producer<byte[], byte[]> producer, String region, String jurisdiction) {
        this.producer = producer;
        this.region = region;
        this.jurisdiction = jurisdiction;
    }

    private static Producer<byte[], byte[]> producer(Map<String, Object> kafka) {
        var settings = new HashMap<>(kafka);
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, SERVICE);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 5);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 20_000);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Tells what is new among the reports; what is not among them any more runs no longer. */
    public void tell(List<ReplicasObserved> reports, Instant now) {
        var current = new TreeMap<Slot, ReplicasObserved>();
        reports.forEach(report -> current.put(new Slot(report.site(), report.workload()), report));
        current.forEach((slot, report) -> {
            if (!report.equals(told.get(slot))) send(slot, report, now);
        });
        for (var gone : List.copyOf(told.keySet())) if (!current.containsKey(gone)) send(gone, null, now);
        producer.flush();
    }

    private void send(Slot slot, @Nullable ReplicasObserved report, Instant now) {
        var record = new ProducerRecord<>(
                ReplicasObserved.TOPIC, slot.key().getBytes(UTF_8), report == null ? null : bytes(report));
        EnvelopeCodec.encode(envelope(slot, now), "application/json")
                .forEach((name, value) -> record.headers().add(name, value));
        var unused = producer.send(record, (sent, failure) -> {
            if (failure == null) taken(slot, report);
            else LOG.warnf("event=run-not-told slot=%s reason=\"%s\"", slot.key(), failure.getMessage());
        });
    }

    private void taken(Slot slot, @Nullable ReplicasObserved report) {
        if (report == null) told.remove(slot);
        else told.put(slot, report);
    }

    private static byte[] bytes(ReplicasObserved report) {
        try {
            return EventJson.MAPPER.writeValueAsBytes(report);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a report cannot be written as JSON", e);
        }
    }

    private Envelope envelope(Slot slot, Instant now) {
        return new Envelope(
                slot.key() + '@' + now,
                Envelope.typeOf(ReplicasObserved.TOPIC),
                region + '/' + SERVICE,
                slot.key(),
                now,
                Labels.internal(jurisdiction),
                null,
                null);
    }

    /** What cannot be read is kept, with its bytes, for a person to look at. */
    public void refuse(ConsumerRecord<byte[], byte[]> record, String reason) {
        LOG.warnf("event=record-refused topic=%s offset=%d reason=\"%s\"", record.topic(), record.offset(), reason);
        var letter = new ProducerRecord<>(DEAD_LETTERS, record.key(), record.value());
        record.headers().forEach(header -> letter.headers().add(header));
        letter.headers().add(Header.DLQ_REASON, reason.getBytes(UTF_8));
        letter.headers().add(Header.DLQ_TOPIC, record.topic().getBytes(UTF_8));
        letter.headers()
                .add(Header.DLQ_PARTITION, Integer.toString(record.partition()).getBytes(UTF_8));
        letter.headers().add(Header.DLQ_OFFSET, Long.toString(record.offset()).getBytes(UTF_8));
        var unused = producer.send(letter);
    }

    @Override
    public void close() {
        producer.close(CLOSE_LIMIT);
    }
}
