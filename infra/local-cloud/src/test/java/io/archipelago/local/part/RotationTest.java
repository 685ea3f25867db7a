package io.archipelago.local.part;

import static org.assertj.core.api.Assertions.assertThat;

import io.archipelago.local.Installation;
import io.archipelago.local.LocalRegion;
import io.archipelago.local.trust.Trust;
import io.archipelago.topology.access.Identity;
import java.io.StringReader;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.net.ssl.SSLSocket;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.IntegerDeserializer;
import org.apache.kafka.common.serialization.IntegerSerializer;
import org.apache.kafka.common.utils.Time;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** New keys and certificates below a running broker and its clients, with the settings the local cloud gives them. */
class RotationTest {
    private static final String HOME = "eu-central";
    private static final String TOPIC = "placement.placements.v1";
    private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);
    private static final int ROTATIONS = 2;
    private static final int RECORDS_BETWEEN = 100;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir
    private static Path folder;

    private static Trust trust;
    private static KafkaRaftServer server;
    private static int port;

    @BeforeAll
    static void a_region_runs() throws Exception {
        trust = new Trust(new Installation(folder, folder.resolve("state")));
        port = freePort();
        var broker = new Broker(
                List.of(),
                folder,
                folder.resolve("kafka"),
                HOME,
                LocalRegion.ALL.subList(1, 2),
                trust,
                port,
                freePort());
        var settings = new Properties();
        settings.load(new StringReader(broker.properties()));
        BrokerMain.formatWhenNew(settings);
        server = new KafkaRaftServer(KafkaConfig.fromProps(settings), Time.SYSTEM);
        server.startup();
        try (var operator = Admin.create(client())) {
            operator.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1)))
                    .all()
                    .get();
        }
    }

    @AfterAll
    static void it_is_stopped() {
        server.shutdown();
        server.awaitShutdown();
    }

    @Test
    void no_record_is_lost_or_doubled_while_all_certificates_of_the_region_are_renewed() throws Exception {
        var acknowledged = new AtomicInteger();
        var enough = new AtomicBoolean();
        var standing = CompletableFuture.supplyAsync(() -> {
            try (var producer = new KafkaProducer<>(client(), new IntegerSerializer(), new IntegerSerializer())) {
                int sent = 0;
                while (!enough.get()) {
                    producer.send(new ProducerRecord<>(TOPIC, 0, sent)).get();
                    acknowledged.set(++sent);
                }
                return sent;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        for (int i = 0; i < ROTATIONS; i++) {
            var before = certificateOfTheBroker();
            awaitMoreThan(acknowledged.get() + RECORDS_BETWEEN, acknowledged, standing);
            trust.rotate(HOME);
            assertThat(certificateOfTheBroker()).isNotEqualTo(before);
            // Who comes now has the new certificate, and is let in.
            newcomerWrites(i);
        }
        awaitMoreThan(acknowledged.get() + RECORDS_BETWEEN, acknowledged, standing);
        enough.set(true);
        int sent = standing.get();
        var arrived = read(sent + ROTATIONS);
        assertThat(arrived.stream().filter(record -> record >= 0))
                .containsExactlyElementsOf(IntStream.range(0, sent).boxed().toList());
        assertThat(arrived.stream().filter(record -> record < 0)).containsExactly(-1, -2);
    }

    private static void newcomerWrites(int round) throws Exception {
        try (var producer = new KafkaProducer<>(client(), new IntegerSerializer(), new IntegerSerializer())) {
            producer.send(new ProducerRecord<>(TOPIC, 0, -1 - round)).get();
        }
    }

    private static void awaitMoreThan(int count, AtomicInteger acknowledged, CompletableFuture<Integer> standing) {
        Awaitility.await().atMost(PATIENCE).until(() -> standing.isDone() || acknowledged.get() > count);
        assertThat(standing).isNotDone();
    }

    private static X509Certificate certificateOfTheBroker() throws Exception {
        var sockets = trust.https(Identity.operator(HOME)).get();
        try (var socket = (SSLSocket) sockets.createSocket("127.0.0.1", port)) {
            socket.startHandshake();
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    private static List<Integer> read(int count) {
        var config = client();
        config.put("auto.offset.reset", "earliest");
        try (var consumer = new KafkaConsumer<>(config, new IntegerDeserializer(), new IntegerDeserializer())) {
            consumer.assign(List.of(PARTITION));
            consumer.seekToBeginning(List.of(PARTITION));
            var deadline = System.nanoTime() + PATIENCE.toNanos();
            var all = new ArrayList<Integer>();
            while (all.size() < count && System.nanoTime() < deadline)
                consumer.poll(Duration.ofMillis(200)).forEach(record -> all.add(record.value()));
            return all;
        }
    }

    private static Map<String, Object> client() {
        var client = new HashMap<String, Object>(trust.client(Identity.operator(HOME)));
        client.put("bootstrap.servers", "127.0.0.1:" + port);
        return client;
    }

    private static int freePort() throws Exception {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
