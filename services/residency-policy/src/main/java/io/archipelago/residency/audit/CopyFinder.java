package io.archipelago.residency.audit;

import io.archipelago.events.ledger.Crossing;
import io.archipelago.residency.gate.Crossed;
import io.archipelago.residency.gate.Leaf;
import io.archipelago.topology.TopicNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Looks for copies in the export topics that are there, and keeps those with the smallest hashes: hashes are as good as
 * drawn by lot, so what is kept is a fair sample, and the same for whoever looks. Reads the topics whole: an audit is rare.
 */
final class CopyFinder {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** What crosses to two regions has one hash in both. */
    private static final Comparator<Kept> BY_HASH =
            Comparator.comparing(Kept::leaf, Arrays::compare).thenComparing(kept -> kept.found.sequence());

    private final Predicate<Found> wanted;
    private final int limit;
    private final TreeSet<Kept> kept = new TreeSet<>(BY_HASH);
    private final Leaf leaf = new Leaf();
    private long found;

    CopyFinder(Predicate<Found> wanted, int limit) {
        this.wanted = wanted;
        this.limit = limit;
    }

    /** @param leaf the copy's hash */
    record Kept(byte[] leaf, Found found) {}

    /** @param flow the local topic */
    record Found(String flow, String to, Crossed mark, ConsumerRecord<byte[], byte[]> copy) {

        String sequence() {
            return Crossing.sequence(flow, mark.partition(), to);
        }
    }

    /** From a local topic to a region. */
    record Road(String flow, String to) {

        String export() {
            return TopicNames.export(to, flow);
        }
    }

    /** @param roads the flow and the destination of each export topic, by its name */
    CopyFinder read(Map<String, Object> kafka, SortedMap<String, Road> roads) {
        var config = new HashMap<>(kafka);
        config.put(ConsumerConfig.CLIENT_ID_CONFIG, "residency-policy-audit");
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        try (var consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var partitions = new ArrayList<TopicPartition>();
            consumer.listTopics().forEach((topic, infos) -> {
                if (roads.containsKey(topic))
                    infos.forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
            });
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = new HashMap<>(consumer.endOffsets(partitions));
            while (true) {
                ends.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
                if (ends.isEmpty()) return this;
                for (var copy : consumer.poll(PATIENCE)) {
                    var road = roads.get(copy.topic());
                    var mark = Crossed.of(copy.headers());
                    if (road != null && mark != null) take(new Found(road.flow, road.to, mark, copy));
                }
            }
        }
    }

    void take(Found one) {
        if (!wanted.test(one)) return;
        found++;
        var copy = one.copy;
        kept.add(new Kept(leaf.of(copy.timestamp(), copy.key(), copy.value(), copy.headers()), one));
        if (kept.size() > limit) kept.pollLast();
    }

    /** How many there are, kept or not. */
    long found() {
        return found;
    }

    /** Those that are kept, in the order of their hashes. */
    SortedSet<Kept> kept() {
        return kept;
    }

    List<String> flows() {
        return kept.stream().map(one -> one.found.flow).distinct().sorted().toList();
    }
}
