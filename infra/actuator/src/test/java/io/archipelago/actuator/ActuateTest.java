package io.archipelago.actuator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.archipelago.actuator.kubernetes.ApplyingServer;
import io.archipelago.events.EventJson;
import io.archipelago.events.envelope.Header;
import io.archipelago.events.resource.Declared;
import io.archipelago.testkit.TestBroker;
import io.archipelago.topology.Topology;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The commands as a person gives them: a real broker on one side, Fabric8's API server on the other. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ActuateTest {

    private static final String RESERVATIONS = "placement.reservations.v1";
    private static final String WORKLOADS = "inventory.workloads.v1";
    private static final String RUNS = "actuation.runs.v1";
    private static final String DEAD_LETTERS = "actuation.dead-letters.v1";
    private static final String SITE = "frankfurt";

    private final ApplyingServer server = new ApplyingServer();
    private final KubernetesClient client = server.client();
    private TestBroker broker;
    private KafkaProducer<byte[], byte[]> producer;
    private Path folder;
    private String output = "";

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        this.folder = folder;
        broker = new TestBroker(Files.createDirectory(folder.resolve("kafka")));
        var topology = Topology.load();
        broker.create(topology.forRegion("eu-central", List.of(), "local").stream()
                .filter(topic ->
                        List.of(RESERVATIONS, WORKLOADS, RUNS, DEAD_LETTERS).contains(topic.name()))
                .toList());
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrap()), new ByteArraySerializer(), new ByteArraySerializer());
        Files.writeString(folder.resolve("kafka.properties"), "bootstrap.servers=" + broker.bootstrap());
        var kubeconfig = """
                apiVersion: v1
                kind: Config
                current-context: test
                contexts: [{name: test, context: {cluster: test, user: test}}]
                clusters: [{name: test, cluster: {server: "%s"}}]
                users: [{name: test, user: {}}]
                """;
        System.setProperty(
                "kubeconfig",
                Files.writeString(folder.resolve("kubeconfig"), kubeconfig.formatted(server.address()))
                        .toString());
    }

    @AfterAll
    void stop() {
        System.clearProperty("kubeconfig");
        producer.close();
        client.close();
        server.close();
        broker.close();
    }

    @Test
    void without_a_cluster_it_says_what_to_set() throws Exception {
        var kubeconfig = System.setProperty(
                "kubeconfig", Files.createFile(folder.resolve("no-cluster")).toString());
        var before = System.err;
        var errors = new ByteArrayOutputStream();
        System.setErr(new PrintStream(errors, true, UTF_8));
        try {
            assertThat(run("--once")).isEqualTo(1);
        } finally {
            System.setErr(before);
            System.setProperty("kubeconfig", kubeconfig);
        }
        assertThat(errors.toString(UTF_8)).contains("no cluster").contains("KUBECONFIG");
    }

    @Test
    void admitted_replicas_run_and_what_runs_is_told() throws Exception {
        declare("cart", "shop/cart:1");
        reserve("cart", 3);
        send(RESERVATIONS, SITE + "/broken", "no JSON".getBytes(UTF_8));

        assertThat(run("--dry-run")).isEqualTo(1);
        assertThat(output).contains("would apply frankfurt/cart x3: nothing runs yet");
        assertThat(deployment("cart")).isNull();

        assertThat(run("--once")).isEqualTo(1);
        assertThat(output).contains("apply frankfurt/cart x3").contains("starting: 3 of 3 are not ready");
        assertThat(deployment("cart").getSpec().getReplicas()).isEqualTo(3);
        assertThat(last(RUNS, SITE + "/cart").path("state").asText()).isEqualTo("starting");

        ready("cart", 3);
        assertThat(run("--once")).isZero();
        assertThat(output).doesNotContain("apply");
        var told = last(RUNS, SITE + "/cart");
        assertThat(told.path("state").asText()).isEqualTo("running");
        assertThat(told.path("ready").asInt()).isEqualTo(3);
        assertThat(told.path("home").asText()).isEqualTo("us-east");

        var letter = records(DEAD_LETTERS).getFirst();
        assertThat(new String(letter.value(), UTF_8)).isEqualTo("no JSON");
        assertThat(new String(letter.headers().lastHeader(Header.DLQ_TOPIC).value(), UTF_8))
                .isEqualTo(RESERVATIONS);

        server.refuse(new ApplyingServer.Refusal(403, "exceeded quota: pods"));
        reserve("cart", 5);
        assertThat(run("--once")).isEqualTo(1);
        assertThat(last(RUNS, SITE + "/cart").path("reason").asText())
                .isEqualTo("the actuator may not do this: exceeded quota: pods");
        server.refuse(null);

        reserve("cart", 0);
        run("--once");
        assertThat(deployment("cart")).isNull();
    }

    @Test
    void the_loop_follows_what_is_admitted_and_takes_back_what_somebody_changed() throws Exception {
        declare("web", "shop/web:1");
        var loop = Thread.ofPlatform().start(() -> run("--every", "1"));
        try {
            reserve("web", 2);
            await().atMost(Duration.ofMinutes(1)).until(() -> replicas("web") == 2);
            reserve("web", 4);
            await().atMost(Duration.ofMinutes(1)).until(() -> replicas("web") == 4);
            scale("web", 1);
            await().atMost(Duration.ofMinutes(1)).until(() -> replicas("web") == 4);
        } finally {
            loop.interrupt();
            loop.join();
            reserve("web", 0);
        }
    }

    @Test
    void without_its_broker_it_goes_on_with_what_it_knows_and_tells_later() throws Exception {
        declare("search", "shop/search:1");
        var loop = Thread.ofPlatform().start(() -> run("--every", "1"));
        try {
            reserve("search", 2);
            await().atMost(Duration.ofMinutes(1)).until(() -> replicas("search") == 2);
            broker.stop();
            scale("search", 1);
            await().atMost(Duration.ofMinutes(2)).until(() -> replicas("search") == 2);
            ready("search", 2);
            broker.start();
            await().ignoreExceptions() // until it has been told for the first time
                    .atMost(Duration.ofMinutes(2))
                    .until(() ->
                            last(RUNS, SITE + "/search").path("state").asText().equals("running"));
        } finally {
            loop.interrupt();
            loop.join();
        }
        reserve("search", 0);
    }

    @Test
    void a_peer_that_is_none_is_named() throws Exception {
        var out = folder.resolve("nowhere");
        var errors = new ByteArrayOutputStream();
        var before = System.err;
        System.setErr(new PrintStream(errors, true, UTF_8));
        try {
            assertThat(execute(
                            List.of("render", "--format", "karmada", "--peers", "atlantis", "--out", out.toString())))
                    .isEqualTo(1);
        } finally {
            System.setErr(before);
        }
        assertThat(errors.toString(UTF_8)).contains("there is no topic atlantis.placement.reservations.v1");
        assertThat(out).doesNotExist();
    }

    @Test
    void files_for_others_say_the_same_and_leave_out_what_cannot_run() throws Exception {
        declare("api", "shop/api:1");
        declare("bare", null);
        reserve("api", 2);
        reserve("bare", 1);
        var out = folder.resolve("out");
        assertThat(render("kustomize", out)).isZero();
        assertThat(out.resolve("frankfurt/api.yaml")).content().contains("replicas: 2", "image: \"shop/api:1\"");
        assertThat(out.resolve("frankfurt/bare.yaml")).doesNotExist();
        assertThat(render("karmada", out)).isZero();
        assertThat(out.resolve("frankfurt/api.yaml")).doesNotExist();
        assertThat(out.resolve("api.yaml"))
                .content()
                .contains("kind: \"PropagationPolicy\"", "weight: 2", "- \"frankfurt\"");
        reserve("api", 0);
        reserve("bare", 0);
    }

    private int run(String... options) {
        var arguments = new ArrayList<>(List.of("run", "--jurisdiction", "DE", "--site", SITE));
        arguments.addAll(List.of(options));
        return execute(arguments);
    }

    private int render(String format, Path out) {
        return execute(List.of("render", "--format", format, "--site", SITE, "--out", out.toString()));
    }

    private int execute(List<String> command) {
        var arguments = new ArrayList<>(command);
        arguments.addAll(List.of(
                "--region",
                "eu-central",
                "--kafka",
                folder.resolve("kafka.properties").toString()));
        var out = new ByteArrayOutputStream();
        var before = System.out;
        System.setOut(new PrintStream(out, true, UTF_8));
        try {
            return Actuator.line().execute(arguments.toArray(String[]::new));
        } finally {
            System.setOut(before);
            output = out.toString(UTF_8);
        }
    }

    private void declare(String workload, @Nullable String image) throws Exception {
        send(
                WORKLOADS,
                workload,
                EventJson.MAPPER.writeValueAsBytes(
                        new Declared<>(workload, "us-east", 1, false, null, Assignments.spec(image), null, null)));
    }

    private void reserve(String workload, int replicas) throws Exception {
        send(
                RESERVATIONS,
                SITE + '/' + workload,
                EventJson.MAPPER.writeValueAsBytes(Assignments.decided(SITE, workload, replicas, 1)));
    }

    private void send(String topic, String key, byte[] value) throws ExecutionException, InterruptedException {
        producer.send(new ProducerRecord<>(topic, key.getBytes(UTF_8), value)).get();
    }

    /** As by somebody else. */
    private void scale(String name, int replicas) {
        client.resource(new DeploymentBuilder(deployment(name))
                        .editSpec()
                        .withReplicas(replicas)
                        .endSpec()
                        .build())
                .update();
    }

    private void ready(String name, int replicas) {
        client.resource(new DeploymentBuilder(deployment(name))
                        .withStatus(new DeploymentStatusBuilder()
                                .withReadyReplicas(replicas)
                                .withUpdatedReplicas(replicas)
                                .build())
                        .build())
                .updateStatus();
    }

    private @Nullable Deployment deployment(String name) {
        return client.apps()
                .deployments()
                .inNamespace("archipelago-frankfurt")
                .withName(name)
                .get();
    }

    private int replicas(String name) {
        var deployment = deployment(name);
        return deployment == null ? 0 : deployment.getSpec().getReplicas();
    }

    private JsonNode last(String topic, String key) throws IOException {
        var found = records(topic).stream()
                .filter(record -> new String(record.key(), UTF_8).equals(key))
                .toList();
        return EventJson.MAPPER.readTree(found.getLast().value());
    }

    private List<ConsumerRecord<byte[], byte[]>> records(String topic) {
        var partition = new TopicPartition(topic, 0);
        var all = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", broker.bootstrap()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end)
                consumer.poll(Duration.ofMillis(100)).forEach(all::add);
        }
        return all;
    }
}
