package io.archipelago.local;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Copies one topic to what a mirror fetches, as a gate does, without looking at it: for a region without services. */
final class StandInGate implements AutoCloseable {
    private final Map<String, Object> client;
    private final String from;
    private final String to;
    private final Thread thread;
    private volatile boolean closed;

    StandInGate(Map<String, Object> client, String from, String to) {
        this.client = client;
        this.from = from;
        this.to = to;
        this.thread = Thread.ofPlatform().name("stand-in-gate").daemon().start(this::copy);
    }

    private void copy() {
        var reading = new HashMap<>(client);
        reading.put("isolation.level", "read_committed");
        try (var consumer = new KafkaConsumer<>(reading, new ByteArrayDeserializer(), new ByteArrayDeserializer());
                var producer = new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
            consumer.assign(List.of(new TopicPartition(from, 0)));
            consumer.seekToBeginning(consumer.assignment());
            while (!closed)
                consumer.poll(Duration.ofMillis(100))
                        .forEach(record -> producer.send(
                                new ProducerRecord<>(to, null, record.key(), record.value(), record.headers())));
        }
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        thread.join();
    }
}
