package io.archipelago.actuator.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectReader;
import io.archipelago.actuator.domain.Orders;
import io.archipelago.events.EventJson;
import io.archipelago.events.inventory.WorkloadSpec;
import io.archipelago.events.placement.ReplicasDecided;
import io.archipelago.events.resource.Declared;
import io.archipelago.topology.TopicNames;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads reservations and workloads from the beginning, without a consumer group: what is compacted is the state, and an
 * actuator that starts again has to know all of it before it acts.
 */
public final class OrdersReader implements AutoCloseable {

    public static final String RESERVATIONS = "placement.reservations.v1";
    public static final String WORKLOADS = "inventory.workloads.v1";
    private static final Duration METADATA_AGE = Duration.ofSeconds(30);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

    private static final ObjectReader RESERVATION = EventJson.MAPPER.readerFor(ReplicasDecided.class);
    private static final ObjectReader WORKLOAD =
            EventJson.MAPPER.readerFor(new TypeReference<Declared<WorkloadSpec>>() {});

    private final Consumer<byte[], byte[]> consumer;
    private final Map<String, String> topics = new TreeMap<>();
    private final BiConsumer<ConsumerRecord<byte[], byte[]>, String> refused;
    private final Orders orders = new Orders();

    /** Where each partition ended at the first look. */
    private final Map<TopicPartition, Long> ends = new HashMap<>();

    /**
     * @param kafka how to reach the region's broker
     * @param peers regions whose reservations are read too
     * @param refused is given what cannot be read, and why
     */
    public OrdersReader(
            Map<String, Object> kafka,
            Collection<String> peers,
            BiConsumer<ConsumerRecord<byte[], byte[]>, String> refused) {
        this.refused = refused;
        topics.put(RESERVATIONS, RESERVATIONS);
        topics.put(WORKLOADS, WORKLOADS);
        peers.forEach(peer -> topics.put(TopicNames.mirrored(peer, RESERVATIONS), RESERVATIONS));
        var settings = new HashMap<>(kafka);
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "actuator");
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        settings.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, Long.toString(METADATA_AGE.toMillis()));
        this.consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** As of what was read so far. */
    public Orders orders() {
        return orders;
    }

    /**
     * Takes in what has come.
     *
     * @return true when something has
     * @throws org.apache.kafka.common.KafkaException when the broker does not answer or does not allow it
     */
    public boolean read(Duration patience) {
        if (ends.isEmpty() && !begin()) {
            LockSupport.parkNanos(patience.toNanos());
            return false;
        }
        var records = consumer.poll(patience);
        records.forEach(this::take);
        return !records.isEmpty();
    }

    /** True when all that was there at the first look is read: before, what is missing may still come. */
    public boolean isCaughtUp() {
        return !ends.isEmpty()
                && ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    /** Not before all topics are there: without one of them nothing would seem admitted, or nothing declared. */
    private boolean begin() {
        var partitions = new ArrayList<TopicPartition>();
        for (var topic : topics.keySet()) {
            var found = consumer.partitionsFor(topic);
            if (found.isEmpty()) return false;
            found.forEach(partition -> partitions.add(new TopicPartition(topic, partition.partition())));
        }
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        ends.putAll(consumer.endOffsets(partitions));
        return true;
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        var key = record.key() == null ? "" : new String(record.key(), UTF_8);
        try {
            if (WORKLOADS.equals(topics.get(record.topic()))) {
                Declared<WorkloadSpec> declared = read(WORKLOAD, record.value());
                orders.declared(key, declared);
            } else {
                ReplicasDecided decided = read(RESERVATION, record.value());
                orders.reserved(key, decided);
            }
        } catch (IOException e) {
            refused.accept(record, "the value cannot be read: " + e.getMessage());
        }
    }

    private static <T> @Nullable T read(ObjectReader reader, byte @Nullable [] value) throws IOException {
        return value == null ? null : reader.readValue(value);
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(CLOSE_LIMIT));
    }
}
