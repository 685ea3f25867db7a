package io.archipelago.residency.gate;

import io.archipelago.testkit.TestBroker;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * What the gate adds to the way of a record: from the moment a reader of the local topic has it to the moment a reader
 * of the export topic has it. Run by hand; prints one line.
 */
final class GateBench {

    private static final String TOPIC = "inventory.sites.v1";
    private static final int WARM_UP = 500;
    private static final int RECORDS = 3_000;

    private GateBench() {}

    public static void main(String[] args) throws Exception {
        long pauseNanos = 1_000_000_000L / (args.length > 0 ? Integer.parseInt(args[0]) : 200);
        try (var broker = new TestBroker(Files.createTempDirectory("gate-bench"))) {
            Border.makeTopics(broker);
            try (var border = new Border(broker)) {
                border.law.declareExample("00-operations.yaml");
                var gate = border.open();
                while (!gate.status().open()) LockSupport.parkNanos(10_000_000);
                var local = new long[WARM_UP + RECORDS];
                var exported = new long[WARM_UP + RECORDS];
                var readers =
                        List.of(reader(broker, TOPIC, local), reader(broker, "export.us-east." + TOPIC, exported));
                var labels = Border.labels("internal", "DE");
                for (int i = 0; i < WARM_UP + RECORDS; i++) {
                    var unused = border.send(TOPIC, "k" + i % 100, "v".repeat(500), labels);
                    LockSupport.parkNanos(pauseNanos);
                }
                for (var reader : readers) reader.join();
                var added = new double[RECORDS];
                for (int i = 0; i < RECORDS; i++) added[i] = (exported[WARM_UP + i] - local[WARM_UP + i]) / 1e6;
                Arrays.sort(added);
                var cpu = idleCpu();
                System.out.printf(
                        "{\"bench\":\"gate\",\"metrics\":{\"records\":%d,\"added_p50_ms\":%.1f,\"added_p99_ms\":%.1f,"
                                + "\"idle_cpu_percent\":%.2f,\"load\":%.1f}}%n",
                        RECORDS,
                        added[RECORDS / 2],
                        added[RECORDS * 99 / 100],
                        cpu,
                        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
            }
        }
        System.exit(0);
    }

    /** Of the gate's thread, in 10 s in which nothing happens. */
    private static double idleCpu() {
        var threads = ManagementFactory.getThreadMXBean();
        long id = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("gate"))
                .findFirst()
                .orElseThrow()
                .threadId();
        LockSupport.parkNanos(Duration.ofSeconds(2).toNanos());
        long before = threads.getThreadCpuTime(id);
        LockSupport.parkNanos(Duration.ofSeconds(10).toNanos());
        return (threads.getThreadCpuTime(id) - before) / 1e8;
    }

    private static Thread reader(TestBroker broker, String topic, long[] arrivals) {
        return Thread.ofPlatform().start(() -> {
            try (var consumer = new KafkaConsumer<>(
                    Map.<String, Object>of(
                            "bootstrap.servers", broker.bootstrap(),
                            "isolation.level", "read_committed",
                            "fetch.max.wait.ms", "50"),
                    new ByteArrayDeserializer(),
                    new ByteArrayDeserializer())) {
                var partition = new TopicPartition(topic, 0);
                consumer.assign(List.of(partition));
                consumer.seekToBeginning(List.of(partition));
                for (int seen = 0; seen < arrivals.length; ) {
                    var records = consumer.poll(Duration.ofSeconds(1));
                    long now = System.nanoTime();
                    for (int i = 0; i < records.count(); i++) arrivals[seen++] = now;
                }
            }
        });
    }
}
