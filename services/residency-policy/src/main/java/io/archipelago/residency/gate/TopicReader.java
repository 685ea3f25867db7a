package io.archipelago.residency.gate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads topics from their beginning to where they end now: for what is asked rarely. */
public final class TopicReader {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private TopicReader() {}

    /**
     * @param client what the broker knows the reader by
     * @param topics those that are not there are passed over
     * @throws org.apache.kafka.common.KafkaException when the broker does not answer
     */
    public static void read(
            Map<String, Object> kafka,
            String client,
            Set<String> topics,
            Consumer<ConsumerRecord<byte[], byte[]>> taker) {
        var config = new HashMap<>(kafka);
        config.put(ConsumerConfig.CLIENT_ID_CONFIG, client);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        try (var consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var partitions = new ArrayList<TopicPartition>();
            consumer.listTopics().forEach((topic, infos) -> {
                if (topics.contains(topic))
                    infos.forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
            });
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = new HashMap<>(consumer.endOffsets(partitions));
            while (true) {
                ends.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
                if (ends.isEmpty()) return;
                consumer.poll(PATIENCE).forEach(taker);
            }
        }
    }
}
