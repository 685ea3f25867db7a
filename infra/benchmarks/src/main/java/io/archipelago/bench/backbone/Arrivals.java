package io.archipelago.bench.backbone;

import io.archipelago.cli.client.CloudFile;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A plain consumer at the end of a road: notes when each key arrives. Reads committed records only. */
final class Arrivals implements AutoCloseable {
    private final Map<String, Long> nanosByKey = new ConcurrentHashMap<>();
    private final AtomicLong last = new AtomicLong();
    private final Thread thread;
    private volatile boolean open = true;

    Arrivals(CloudFile.Region region, String topic) {
        var settings = region.kafkaAsOperator();
        settings.putAll(Map.of(
                "isolation.level", "read_committed",
                "fetch.min.bytes", "1",
                "fetch.max.wait.ms", "50",
                "max.poll.records", "5000",
                "allow.auto.create.topics", "false"));
        var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        var partitions = consumer.partitionsFor(topic).stream()
                .map(p -> new TopicPartition(topic, p.partition()))
                .toList();
        consumer.assign(partitions);
        seekToEnd(consumer, partitions);
        thread = Thread.ofPlatform().name("arrivals-" + topic).daemon().start(() -> read(consumer));
    }

    private static void seekToEnd(KafkaConsumer<byte[], byte[]> consumer, List<TopicPartition> partitions) {
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position); // seeking is lazy: settle it before the first record is written
    }

    private void read(KafkaConsumer<byte[], byte[]> consumer) {
        try (consumer) {
            while (open) {
                var records = consumer.poll(Duration.ofMillis(100));
                long now = System.nanoTime();
                records.forEach(r -> nanosByKey.putIfAbsent(new String(r.key(), StandardCharsets.UTF_8), now));
                if (!records.isEmpty()) last.set(now);
            }
        }
    }

    int count() {
        return nanosByKey.size();
    }

    boolean has(String key) {
        return nanosByKey.containsKey(key);
    }

    /** nanoTime of the arrival; call only when {@link #has} it. */
    long at(String key) {
        return java.util.Objects.requireNonNull(nanosByKey.get(key), key);
    }

    /** nanoTime of the latest arrival. */
    long lastAt() {
        return last.get();
    }

    @Override
    public void close() {
        open = false;
        try {
            thread.join(2_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
