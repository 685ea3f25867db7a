package io.archipelago.cli.kafka;

import io.archipelago.cli.ExitCode;
import io.archipelago.cli.Failure;
import io.archipelago.cli.client.CloudFile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "events",
        description = "Tail a topic of one region, decoded. Without a topic: list them.",
        footer = {
            "",
            "Example: archipelago events placement.placements.v1 --region us-east",
            "         archipelago events eu-central.inventory.sites.v1 --region us-east -n 5 --no-follow -o json"
        })
public final class EventsCommand implements Callable<Integer> {
    private static final Duration POLL = Duration.ofMillis(200);

    enum Format {
        text,
        json
    }

    @Parameters(index = "0", arity = "0..1", paramLabel = "TOPIC", description = "as it is called in that region")
    private @Nullable String topic;

    @Option(names = "--region", paramLabel = "REGION", description = "the first region when left out")
    private @Nullable String region;

    @Option(
            names = {"-n", "--last"},
            paramLabel = "N",
            description = "begin this many events before the end",
            defaultValue = "10")
    private int last;

    @Option(names = "--from-beginning", description = "begin with the oldest that is kept")
    private boolean fromBeginning;

    @Option(names = "--no-follow", description = "end when the end is reached")
    private boolean noFollow;

    @Option(
            names = {"-o", "--output"},
            description = "${COMPLETION-CANDIDATES}",
            defaultValue = "text")
    private Format format = Format.text;

    @Override
    public Integer call() {
        var cloud = CloudFile.read();
        var at = region == null ? cloud.regions().getFirst() : cloud.region(region);
        try (var consumer = new KafkaConsumer<byte[], byte[]>(settings(at.kafkaAsOperator()))) {
            if (topic == null) return list(consumer);
            tail(consumer, topic, at.name());
            return ExitCode.OK;
        } catch (KafkaException e) {
            throw new Failure(
                    ExitCode.UNREACHABLE,
                    "the Kafka of " + at.name() + " at " + at.kafka() + " does not answer (" + e.getMessage()
                            + "): ./archipelago status shows why");
        }
    }

    private static Map<String, Object> settings(Map<String, Object> client) {
        var settings = new HashMap<>(client);
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "100");
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, "5000");
        return settings;
    }

    private static int list(KafkaConsumer<byte[], byte[]> consumer) {
        consumer.listTopics().keySet().stream()
                .filter(t -> !t.startsWith("__"))
                .sorted()
                .forEach(System.out::println);
        return ExitCode.OK;
    }

    private void tail(KafkaConsumer<byte[], byte[]> consumer, String topic, String regionName) {
        var known = consumer.listTopics().get(topic);
        if (known == null)
            throw new Failure("no topic '" + topic + "' in " + regionName + ": ./archipelago events --region "
                    + regionName + " lists them");
        List<TopicPartition> partitions = known.stream()
                .map(p -> new TopicPartition(topic, p.partition()))
                .toList();
        consumer.assign(partitions);
        var ends = consumer.endOffsets(partitions);
        var starts = consumer.beginningOffsets(partitions);
        // Transactions and compaction leave holes: read a little more and show the last ones only.
        partitions.forEach(p -> consumer.seek(
                p,
                fromBeginning
                        ? starts.getOrDefault(p, 0L)
                        : Math.max(starts.getOrDefault(p, 0L), ends.getOrDefault(p, 0L) - 4L * Math.max(0, last))));
        var backlog = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        while (!reached(consumer, ends)) consumer.poll(POLL).forEach(backlog::add);
        backlog.sort(Comparator.comparingLong(ConsumerRecord::timestamp));
        int skip = fromBeginning ? 0 : Math.max(0, backlog.size() - last);
        backlog.subList(skip, backlog.size()).forEach(this::print);
        while (!noFollow && !Thread.currentThread().isInterrupted()) {
            consumer.poll(POLL).forEach(this::print);
            System.out.flush();
        }
    }

    private static boolean reached(KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        var open = new HashMap<>(ends);
        open.entrySet().removeIf(e -> consumer.position(e.getKey()) >= e.getValue());
        return open.isEmpty();
    }

    private void print(ConsumerRecord<byte[], byte[]> record) {
        System.out.println(format == Format.json ? DecodedRecord.json(record) : DecodedRecord.text(record));
    }
}
