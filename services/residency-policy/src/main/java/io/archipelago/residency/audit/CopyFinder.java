package io.archipelago.residency.audit;

import io.archipelago.residency.gate.Crossed;
import io.archipelago.topology.TopicNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Looks for the copies of one key in the export topics that are there. Reads them whole: an audit is rare. */
final class CopyFinder {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** @param flow the local topic */
    record Found(String flow, String to, Crossed mark, ConsumerRecord<byte[], byte[]> copy) {}

    private CopyFinder() {}

    /** @param roads the flow and the destination of each export topic, by its name */
    static List<Found> find(Map<String, Object> kafka, SortedMap<String, Road> roads, byte[] key) {
        var config = new HashMap<>(kafka);
        config.put(ConsumerConfig.CLIENT_ID_CONFIG, "residency-policy-audit");
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        var found = new ArrayList<Found>();
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
                if (ends.isEmpty()) return found;
                for (var copy : consumer.poll(PATIENCE)) {
                    var road = roads.get(copy.topic());
                    var mark = Crossed.of(copy.headers());
                    if (road != null && mark != null && Arrays.equals(key, copy.key()))
                        found.add(new Found(road.flow, road.to, mark, copy));
                }
            }
        }
    }

    /** From a local topic to a region. */
    record Road(String flow, String to) {

        String export() {
            return TopicNames.export(to, flow);
        }
    }
}
