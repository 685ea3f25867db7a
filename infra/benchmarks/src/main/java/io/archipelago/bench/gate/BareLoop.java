package io.archipelago.bench.gate;

import io.archipelago.residency.gate.GateSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Copies one topic to another exactly once, as Kafka's documentation shows it, with the settings of the gate's clients.
 * Looks at nothing.
 */
final class BareLoop implements Copying {

    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final int LINGER_MS = 1;

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final KafkaProducer<byte[], byte[]> producer;
    private final ConsumerGroupMetadata group;
    private final TopicPartition source;
    private final String target;
    private final Side side;
    private final int maxPollRecords;
    private final Thread thread;
    private volatile boolean ended;

    BareLoop(String bootstrap, String source, String target, int maxPollRecords, Side side) {
        this.source = new TopicPartition(source, 0);
        this.target = target;
        this.side = side;
        this.maxPollRecords = maxPollRecords;
        this.group = new ConsumerGroupMetadata(target);
        this.consumer = new KafkaConsumer<>(
                Map.<String, Object>of(
                        "bootstrap.servers",
                        bootstrap,
                        "group.id",
                        target,
                        "enable.auto.commit",
                        false,
                        "isolation.level",
                        "read_committed",
                        "fetch.min.bytes",
                        1,
                        "fetch.max.wait.ms",
                        500,
                        "max.poll.records",
                        maxPollRecords),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        this.producer = new KafkaProducer<>(
                Map.<String, Object>of(
                        "bootstrap.servers",
                        bootstrap,
                        "transactional.id",
                        target,
                        "acks",
                        "all",
                        "linger.ms",
                        side == Side.BARE_AT_ONCE ? 0 : LINGER_MS,
                        "batch.size",
                        64 * 1024,
                        "buffer.memory",
                        64 * 1024 * 1024,
                        "retry.backoff.ms",
                        5),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        this.thread = Thread.ofPlatform().name("bare-loop").daemon().start(this::copy);
    }

    private void copy() {
        consumer.assign(List.of(source));
        consumer.seekToBeginning(List.of(source));
        producer.initTransactions();
        try {
            while (!ended) {
                var records = consumer.poll(PATIENCE);
                if (records.isEmpty()) continue;
                producer.beginTransaction();
                long begun = System.nanoTime();
                while (true) {
                    records.forEach(this::send);
                    if (side != Side.BARE_LONG || records.count() < maxPollRecords) break;
                    if (System.nanoTime() - begun > GateSettings.LONGEST.toNanos()) break;
                    records = consumer.poll(Duration.ZERO);
                }
                var offsets = new HashMap<TopicPartition, OffsetAndMetadata>();
                offsets.put(source, new OffsetAndMetadata(consumer.position(source)));
                producer.sendOffsetsToTransaction(offsets, group);
                producer.commitTransaction();
            }
        } catch (WakeupException end) {
            // closed while it waited
        }
    }

    private void send(ConsumerRecord<byte[], byte[]> record) {
        var unused = producer.send(
                new ProducerRecord<>(target, 0, record.timestamp(), record.key(), record.value(), record.headers()));
    }

    @Override
    public void close() {
        ended = true;
        consumer.wakeup();
        try {
            thread.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        consumer.close();
        producer.close(PATIENCE);
    }
}
