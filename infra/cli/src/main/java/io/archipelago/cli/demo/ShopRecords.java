package io.archipelago.cli.demo;

import io.archipelago.cli.client.CloudFile;
import io.archipelago.events.envelope.Header;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Plays the shop's own programs: they write customers and products to Kafka, as any program may. */
final class ShopRecords implements AutoCloseable {
    private static final String PROGRAM = "shop";

    private final KafkaProducer<byte[], byte[]> producer;

    ShopRecords(CloudFile.Region region) {
        var settings = region.kafkaAsProgram(PROGRAM);
        settings.putAll(Map.of("linger.ms", "0", "delivery.timeout.ms", "20000", "request.timeout.ms", "10000"));
        producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** @param labelled false leaves out what the gate must know, as careless programs do */
    void write(String topic, String key, String json, String dataClass, String jurisdiction, boolean labelled) {
        var record = new ProducerRecord<>(topic, bytes(key), bytes(json));
        record.headers()
                .add(Header.ID, bytes(UUID.randomUUID().toString()))
                .add(Header.SPEC_VERSION, bytes("1.0"))
                .add(Header.TYPE, bytes("com.example.shop." + topic))
                .add(Header.SOURCE, bytes("shop"))
                .add(Header.SUBJECT, bytes(key))
                .add(Header.CONTENT_TYPE, bytes("application/json"));
        if (labelled)
            record.headers().add(Header.DATA_CLASS, bytes(dataClass)).add(Header.JURISDICTION, bytes(jurisdiction));
        var _ = producer.send(record, (metadata, e) -> {
            if (e != null) throw new IllegalStateException(topic + " could not be written", e);
        });
    }

    void flush() {
        producer.flush();
    }

    /** The keys of all records of a topic as they stand now; empty when the topic is not there. */
    static Set<String> keysIn(CloudFile.Region region, String topic) {
        var keys = new HashSet<String>();
        var settings = region.kafkaAsProgram(PROGRAM);
        settings.putAll(Map.of(
                "isolation.level",
                "read_committed",
                "allow.auto.create.topics",
                "false",
                "default.api.timeout.ms",
                "5000"));
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var known = consumer.listTopics().get(topic);
            if (known == null) return keys;
            var partitions = known.stream()
                    .map(p -> new TopicPartition(topic, p.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L)))
                consumer.poll(Duration.ofMillis(100))
                        .forEach(r -> keys.add(new String(r.key(), StandardCharsets.UTF_8)));
        }
        return keys;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(2));
    }
}
