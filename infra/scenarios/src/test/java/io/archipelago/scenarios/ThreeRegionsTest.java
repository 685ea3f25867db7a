package io.archipelago.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.archipelago.cli.Archipelago;
import io.archipelago.cli.Failure;
import io.archipelago.cli.client.ApiProblem;
import io.archipelago.cli.client.Client;
import io.archipelago.cli.client.CloudFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Three regions of real processes, end to end. Starting them is what takes long, so the stories share one cloud: the
 * demo first, then faults on what it left.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ThreeRegionsTest {
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final String HOME = "eu-central";
    private static final String ABROAD = "us-east";

    @AfterAll
    void stop() {
        assertThat(Archipelago.run("down", "--wipe")).isZero();
    }

    @Test
    @Order(1)
    void the_demo_passes_every_check() throws IOException {
        var out = new ByteArrayOutputStream();
        var before = System.out;
        int code;
        try {
            System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
            code = Archipelago.run("demo", "--json", "--keep", "--applies", "10");
        } finally {
            System.setOut(before);
        }
        var report = Client.JSON.readTree(out.toString(StandardCharsets.UTF_8));
        var failed = new ArrayList<String>();
        for (var act : report.path("acts"))
            for (var check : act.path("checks")) if (!check.path("passed").asBoolean()) failed.add(check.toString());
        System.out.println(report.path("metrics"));
        assertThat(failed).isEmpty();
        assertThat(code).isZero();
        assertThat(report.at("/metrics/kill_to_new_weights_ms").asDouble()).isPositive();
    }

    @Test
    @Order(2)
    void the_brokers_are_as_described() {
        assertThat(Archipelago.run("topology", "check")).isZero();
    }

    @Test
    @Order(2)
    void canaries_arrive_where_the_law_lets_them_and_none_is_seen_elsewhere() {
        await().atMost(Duration.ofMinutes(5)).untilAsserted(() -> {
            var ofHome = new ArrayList<String>();
            for (var row : get(ABROAD, "residency-policy", "/canaries").path("items"))
                if (row.path("source").asText().equals(HOME))
                    ofHome.add(row.path("verdict").asText());
            assertThat(ofHome).isNotEmpty().containsOnly("SOUND");
        });
        for (var region : CloudFile.read().regions()) {
            var alarms = get(region.name(), "residency-policy", "/alarms").path("items");
            assertThat(alarms.isArray()).isTrue();
            assertThat(alarms).isEmpty();
        }
    }

    @Test
    @Order(3)
    void a_killed_database_loses_nothing_that_was_answered() {
        var before = declare("before-db-", 20);
        assertThat(Archipelago.run("chaos", "kill", HOME + "/postgres")).isZero();
        assertThat(Archipelago.run("chaos", "start", HOME + "/postgres")).isZero();
        var after = declare("after-db-", 20);
        everywhere(before);
        everywhere(after);
    }

    @Test
    @Order(4)
    void a_killed_connect_worker_loses_nothing_and_repeats_do_no_harm() {
        var before = declare("before-connect-", 20);
        assertThat(Archipelago.run("chaos", "kill", HOME + "/connect")).isZero();
        var during = declare("during-connect-", 20);
        assertThat(Archipelago.run("chaos", "start", HOME + "/connect")).isZero();
        everywhere(before);
        everywhere(during);
        for (var name : during)
            assertThat(get(ABROAD, "inventory", "/datasets/" + name)
                            .at("/metadata/revision")
                            .asLong())
                    .isEqualTo(1);
    }

    @Test
    @Order(5)
    void a_killed_service_goes_on_soon_after_it_is_back() {
        assertThat(Archipelago.run("chaos", "kill", ABROAD + "/inventory")).isZero();
        var meanwhile = declare("during-inventory-", 1);
        assertThat(Archipelago.run("chaos", "start", ABROAD + "/inventory")).isZero();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> !get(ABROAD, "inventory", "/datasets/" + meanwhile.getFirst())
                        .isMissingNode());
    }

    @Test
    @Order(6)
    void a_declaration_by_kafka_is_taken_and_garbage_becomes_a_dead_letter_with_its_bytes() throws Exception {
        byte[] garbage = {(byte) 0xff, (byte) 0xfe, 0, 1, 2};
        var region = CloudFile.read().region(HOME);
        try (var producer = new KafkaProducer<>(
                region.kafkaAsProgram("shop"), new ByteArraySerializer(), new ByteArraySerializer())) {
            send(
                    producer,
                    "inventory.declarations.v1",
                    "by-kafka",
                    dataset("by-kafka").getBytes(StandardCharsets.UTF_8));
            send(producer, "inventory.declarations.v1", "garbage", garbage);
        }
        everywhere(List.of("by-kafka"));
        await().atMost(SOON).untilAsserted(() -> assertThat(records(region, "inventory.dead-letters.v1"))
                .anySatisfy(letter -> {
                    assertThat(letter.value()).isEqualTo(garbage);
                    assertThat(header(letter, "dlq_reason")).isNotBlank();
                    assertThat(header(letter, "dlq_topic")).isEqualTo("inventory.declarations.v1");
                    assertThat(header(letter, "dlq_offset")).matches("\\d+");
                }));
    }

    @Test
    @Order(7)
    void one_declaration_can_be_followed_into_another_region() {
        var before = Instant.now();
        declare("traced-", 1);
        await().atMost(SOON).untilAsserted(() -> {
            var journeys = new ArrayList<JsonNode>();
            get(HOME, "observability", "/journeys").path("items").forEach(journeys::add);
            assertThat(journeys).anySatisfy(journey -> {
                assertThat(journey.path("name").asText()).contains("/api/v1/declarations");
                assertThat(Instant.parse(journey.path("startedAt").asText())).isAfterOrEqualTo(before);
                assertThat(journey.path("regions").toString()).contains(HOME).contains(ABROAD);
            });
        });
    }

    /** Whoever may write into the copies, here the operator, still cannot speak for the region they came from. */
    @Test
    @Order(8)
    void forged_origin_changes_nothing_and_is_put_aside() throws Exception {
        var name = declare("forged-", 1).getFirst();
        everywhere(List.of(name));
        var abroad = CloudFile.read().region(ABROAD);
        var copies = HOME + ".inventory.datasets.v1";
        var copy = records(abroad, copies).stream()
                .filter(record -> name.equals(new String(record.key(), StandardCharsets.UTF_8)))
                .findFirst()
                .orElseThrow();
        assertThat(header(copy, "ce_signature")).isNotBlank();
        var forged = new String(copy.value(), StandardCharsets.UTF_8).replace("scenarios", "strangers");
        try (var producer =
                new KafkaProducer<>(abroad.kafkaAsOperator(), new ByteArraySerializer(), new ByteArraySerializer())) {
            var record = new ProducerRecord<>(
                    copies, null, copy.key(), forged.getBytes(StandardCharsets.UTF_8), copy.headers());
            record.headers().remove("ce_id").add("ce_id", "forged".getBytes(StandardCharsets.UTF_8));
            producer.send(record).get();
        }
        await().atMost(SOON).untilAsserted(() -> assertThat(records(abroad, "inventory.dead-letters.v1"))
                .anySatisfy(letter -> {
                    assertThat(new String(letter.value(), StandardCharsets.UTF_8))
                            .isEqualTo(forged);
                    assertThat(header(letter, "dlq_reason")).contains("untrusted-origin");
                }));
        assertThat(get(ABROAD, "inventory", "/datasets/" + name)
                        .at("/spec/owner")
                        .asText())
                .isEqualTo("scenarios");
    }

    private static void send(KafkaProducer<byte[], byte[]> producer, String topic, String key, byte[] value)
            throws ExecutionException, InterruptedException {
        producer.send(new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), value))
                .get();
    }

    private static String dataset(String name) {
        return """
                apiVersion: archipelago.io/v1
                kind: Dataset
                metadata: {name: %s}
                spec: {owner: scenarios, dataClass: public, jurisdiction: DE}
                """.formatted(name);
    }

    /** Declares one by one; an answer that is not "accepted" is asked for again, as any client would. */
    private static List<String> declare(String prefix, int count) {
        var client = new Client(CloudFile.read(), HOME);
        var names = IntStream.range(0, count)
                .mapToObj(i -> prefix + i + "-" + UUID.randomUUID().toString().substring(0, 8))
                .toList();
        for (var name : names)
            await().atMost(SOON)
                    .ignoreExceptions()
                    .until(() -> client.send(
                                            "POST",
                                            client.home(),
                                            "inventory",
                                            "/declarations",
                                            "application/yaml",
                                            dataset(name).getBytes(StandardCharsets.UTF_8))
                                    .path("results")
                                    .size()
                            == 1);
        return names;
    }

    private static void everywhere(List<String> datasets) {
        for (var region : CloudFile.read().regions())
            for (var name : datasets)
                await("dataset " + name + " in " + region.name()).atMost(SOON).until(() -> !get(
                                region.name(), "inventory", "/datasets/" + name)
                        .isMissingNode());
    }

    private static JsonNode get(String region, String service, String path) {
        try {
            return new Client(CloudFile.read(), region).get(service, path);
        } catch (ApiProblem | Failure notThere) {
            return MissingNode.getInstance();
        }
    }

    private static List<ConsumerRecord<byte[], byte[]>> records(CloudFile.Region region, String topic) {
        var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        var settings = region.kafkaAsOperator();
        settings.put("isolation.level", "read_committed");
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var partitions = consumer.partitionsFor(topic).stream()
                    .map(p -> new TopicPartition(topic, p.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p)))
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
        }
        return records;
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        var header = record.headers().lastHeader(name);
        return header == null || header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }
}
