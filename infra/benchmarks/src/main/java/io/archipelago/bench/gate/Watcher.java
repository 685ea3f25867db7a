package io.archipelago.bench.gate;

import io.archipelago.cli.Failure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A plain reader of committed records: notes when each of so many arrives, in their order. */
final class Watcher {

    private static final long PATIENCE_NANOS = 180_000_000_000L;

    private final long[] nanos;
    private final Thread thread;
    private volatile int seen;

    Watcher(String bootstrap, String topic, int records) {
        nanos = new long[records];
        thread = Thread.ofPlatform().name("watch-" + topic).daemon().start(() -> read(bootstrap, topic));
    }

    private void read(String bootstrap, String topic) {
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of(
                        "bootstrap.servers", bootstrap,
                        "isolation.level", "read_committed",
                        "fetch.min.bytes", 1,
                        "fetch.max.wait.ms", 500,
                        "max.poll.records", 5_000),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            var partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            while (seen < nanos.length) {
                var records = consumer.poll(Duration.ofSeconds(1));
                long now = System.nanoTime();
                for (int i = Math.min(records.count(), nanos.length - seen); i > 0; i--) nanos[seen++] = now;
            }
        }
    }

    /** Of all records, in nanoTime. */
    long[] arrivals() {
        try {
            thread.join(Duration.ofNanos(PATIENCE_NANOS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (seen < nanos.length) throw new Failure("only " + seen + " of " + nanos.length + " records came in time");
        return nanos;
    }

    /** Records a second from the first arrival to the last. */
    double rate() {
        var at = arrivals();
        return (at.length - 1) * 1e9 / Math.max(1, at[at.length - 1] - at[0]);
    }
}
