package io.archipelago.scenarios;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.archipelago.testkit.TestBroker;
import io.archipelago.topology.TopicSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The programs of docs/integrate.md, run as they stand against a broker. What is not installed here is skipped by name. */
class IntegrateExamplesTest {
    private static final Path EXAMPLES =
            Path.of("../../examples/integrate").toAbsolutePath().normalize();
    private static final Path WORKLOADS = EXAMPLES.resolveSibling("shop").resolve("workloads.yaml");
    private static final Path PLACED =
            Path.of("../../event-schemas/src/main/resources/examples/placement.placements.v1/valid-placed.json");
    private static final String DECLARATIONS = "inventory.declarations.v1";
    private static final String PLACEMENTS = "placement.placements.v1";

    @TempDir
    private static Path folder;

    private static TestBroker broker;

    /**
     * @param settings the file that it is told
     * @param probe ends with 0 where the program can run
     */
    private record Language(String name, Path settings, List<String> probe, List<String> program) {
        @Override
        public String toString() {
            return name;
        }
    }

    private record Ended(int code, String out) {}

    @BeforeAll
    static void a_broker_with_one_placement_and_one_of_a_later_version() throws Exception {
        broker = new TestBroker(Files.createDirectory(folder.resolve("broker")));
        broker.create(List.of(
                new TopicSettings(DECLARATIONS, 1, 1, Map.of()), new TopicSettings(PLACEMENTS, 1, 1, Map.of())));
        Files.writeString(java(), "bootstrap.servers=" + broker.bootstrap() + "\n");
        Files.writeString(librdkafka(), "bootstrap.servers=" + broker.bootstrap() + "\n");
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrap()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(event("later", "v2", "{\"unheard\":\"of\"}".getBytes(UTF_8)))
                    .get();
            producer.send(event("cart", "v1", Files.readAllBytes(PLACED))).get();
        }
    }

    private static ProducerRecord<byte[], byte[]> event(String key, String version, byte[] body) {
        var event = new ProducerRecord<>(PLACEMENTS, key.getBytes(UTF_8), body);
        event.headers().add("ce_specversion", "1.0".getBytes(UTF_8));
        event.headers().add("ce_type", ("io.archipelago.placement.placements." + version).getBytes(UTF_8));
        return event;
    }

    @AfterAll
    static void stop() {
        if (broker != null) broker.close();
    }

    private static Path java() {
        return folder.resolve("program.properties");
    }

    private static Path librdkafka() {
        return folder.resolve("program.kcat");
    }

    static Stream<Language> languages() {
        var jdk = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var node = EXAMPLES.resolve("node");
        return Stream.of(
                new Language(
                        "java",
                        java(),
                        List.of(jdk, "-version"),
                        List.of(
                                jdk,
                                "-Xmx128m",
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-cp",
                                System.getProperty("java.class.path"),
                                EXAMPLES.resolve("java/Placements.java").toString())),
                new Language(
                        "python",
                        librdkafka(),
                        List.of("python3", "-c", "import confluent_kafka"),
                        List.of(
                                "python3",
                                EXAMPLES.resolve("python/placements.py").toString())),
                new Language(
                        "node",
                        librdkafka(),
                        List.of("node", "--input-type=module", "-e", "await import('@platformatic/kafka')"),
                        List.of("node", node.resolve("placements.js").toString())),
                new Language(
                        "kcat",
                        librdkafka(),
                        List.of("kcat", "-V"),
                        List.of("sh", EXAMPLES.resolve("kcat/placements.sh").toString())));
    }

    @ParameterizedTest
    @MethodSource("languages")
    void a_program_declares_with_one_record(Language language) throws Exception {
        ready(language);
        long before = declared().size();
        assertThat(run(language, "declare", language.name(), WORKLOADS.toString())
                        .code())
                .isZero();
        var records = declared();
        assertThat(records).hasSize((int) before + 1);
        var record = records.getLast();
        assertThat(new String(record.key(), UTF_8)).isEqualTo(language.name());
        assertThat(record.value()).isEqualTo(Files.readAllBytes(WORKLOADS));
    }

    @ParameterizedTest
    @MethodSource("languages")
    void a_program_reads_what_was_decided(Language language) throws Exception {
        ready(language);
        if (language.name().equals("kcat")) { // it shows all; what it makes of a later version is the reader's business
            assertThat(run(language, "read", "2").out())
                    .contains("cart\t", "ce_type=io.archipelago.placement.placements.v1", "\"sites\"");
            return;
        }
        var seen = run(language, "read", "shop." + language.name(), "1");
        assertThat(seen.out()).contains("cart: 3 at eu-central-1").doesNotContain("later");
        assertThat(seen.code()).isZero();
    }

    private static void ready(Language language) throws Exception {
        boolean there;
        try {
            there = run(language.probe()).code() == 0;
        } catch (IOException e) {
            there = false;
        }
        if (!there) System.out.println("SKIPPED: the example in " + language + ", for want of: " + language.probe());
        assumeTrue(there, () -> "not installed: what " + language.probe() + " asks for");
    }

    private static Ended run(Language language, String... words) throws Exception {
        var command = Stream.concat(
                        Stream.concat(
                                language.program().stream(),
                                Stream.of(language.settings().toString())),
                        Stream.of(words))
                .toList();
        return run(command);
    }

    private static Ended run(List<String> command) throws Exception {
        var output = Files.createTempFile(folder, "out", ".txt");
        var process = new ProcessBuilder(command)
                .directory(EXAMPLES.resolve("node").toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            boolean ended = process.waitFor(5, TimeUnit.MINUTES);
            assertThat(ended)
                    .as("%s goes on: %s", command, Files.readString(output))
                    .isTrue();
            return new Ended(process.exitValue(), Files.readString(output));
        } finally {
            process.destroyForcibly();
        }
    }

    /** All there is: what was acknowledged is there. */
    private static List<ConsumerRecord<byte[], byte[]>> declared() {
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        broker.bootstrap(),
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        "false"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            var partition = new TopicPartition(DECLARATIONS, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
            while (consumer.position(partition) < end)
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            return records;
        }
    }
}
