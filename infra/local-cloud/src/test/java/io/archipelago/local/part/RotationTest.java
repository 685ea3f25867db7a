package io.archipelago.local.part;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archipelago.local.Installation;
import io.archipelago.local.LocalRegion;
import io.archipelago.local.trust.Forger;
import io.archipelago.local.trust.Trust;
import io.archipelago.topology.access.Identity;
import java.io.IOException;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
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
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.IntegerDeserializer;
import org.apache.kafka.common.serialization.IntegerSerializer;
import org.apache.kafka.common.utils.Time;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** New keys and certificates below a running broker and its clients, with the settings the local cloud gives them. */
class RotationTest {
    private static final String HOME = "eu-central";
    private static final List<LocalRegion> PEERS = LocalRegion.ALL.subList(1, 2);
    private static final int EARLY = -1;
    private static final int LATE = -2;
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
        var broker = new Broker(List.of(), folder, folder.resolve("kafka"), HOME, PEERS, trust, port, freePort());
        var settings = new Properties();
        settings.load(new StringReader(broker.properties()));
        BrokerMain.formatWhenNew(settings);
        server = new KafkaRaftServer(KafkaConfig.fromProps(settings), Time.SYSTEM);
        server.startup();
    }

    @AfterAll
    static void it_is_stopped() {
        server.shutdown();
        server.awaitShutdown();
    }

    @Test
    void no_record_is_lost_or_doubled_while_all_certificates_of_a_region_are_renewed() throws Exception {
        noRecordIsLostOrDoubledWhile(() -> trust.rotate(HOME));
    }

    @Test
    void no_record_is_lost_or_doubled_while_an_authority_is_replaced_and_the_old_one_is_forgotten() throws Exception {
        noRecordIsLostOrDoubledWhile(() -> {
            trust.rotateAuthority(HOME, RotationTest::tellTheBroker);
            trust.forgetOld(HOME, RotationTest::tellTheBroker);
        });
    }

    @Test
    void a_certificate_of_a_stolen_authority_is_refused_once_the_authority_is_forgotten() throws Exception {
        var stolen = client();
        var authority = Path.of(stolen.get("ssl.truststore.location").toString());
        stolen.put(
                "ssl.keystore.location",
                Forger.signed(HOME, authority.getParent(), Identity.operator(HOME), folder.resolve("stolen.pem"))
                        .credential()
                        .toString());
        try (var admin = Admin.create(stolen)) {
            assertThat(admin.describeCluster().nodes().get()).hasSize(1);
        }
        trust.rotateAuthority(HOME, RotationTest::tellTheBroker);
        trust.forgetOld(HOME, RotationTest::tellTheBroker);
        stolen.putAll(Map.of("default.api.timeout.ms", "4000", "request.timeout.ms", "2000"));
        try (var admin = Admin.create(stolen)) {
            assertThatThrownBy(() -> admin.describeCluster().nodes().get())
                    .cause()
                    .isInstanceOfAny(SslAuthenticationException.class, TimeoutException.class);
        }
        try (var admin = Admin.create(client())) {
            assertThat(admin.describeCluster().nodes().get()).hasSize(1);
        }
    }

    /** One client has a connection all the while, one that began before comes after, and one begins after. */
    private static void noRecordIsLostOrDoubledWhile(Runnable rotation) throws Exception {
        var topic = new TopicPartition("rotation-" + UUID.randomUUID(), 0);
        try (var operator = Admin.create(client())) {
            operator.createTopics(List.of(new NewTopic(topic.topic(), 1, (short) 1)))
                    .all()
                    .get();
        }
        var acknowledged = new AtomicInteger();
        var enough = new AtomicBoolean();
        var standing = CompletableFuture.supplyAsync(() -> writeUntil(enough, topic, acknowledged));
        try (var door = new Door(port);
                var early = producer(door.port())) {
            var before = certificateOfTheBroker();
            awaitMore(acknowledged, standing);
            rotation.run();
            awaitMore(acknowledged, standing);
            assertThat(certificateOfTheBroker()).isNotEqualTo(before);
            door.open();
            early.send(new ProducerRecord<>(topic.topic(), 0, EARLY)).get();
        }
        try (var late = producer(port)) {
            late.send(new ProducerRecord<>(topic.topic(), 0, LATE)).get();
        }
        enough.set(true);
        int sent = standing.get();
        var arrived = read(topic, sent + 2);
        assertThat(arrived.stream().filter(record -> record >= 0))
                .containsExactlyElementsOf(IntStream.range(0, sent).boxed().toList());
        assertThat(arrived.stream().filter(record -> record < 0)).containsExactly(EARLY, LATE);
    }

    private static void tellTheBroker() {
        var unused = trust.broker(HOME, PEERS);
    }

    private static int writeUntil(AtomicBoolean enough, TopicPartition topic, AtomicInteger acknowledged) {
        try (var producer = producer(port)) {
            int sent = 0;
            while (!enough.get()) {
                producer.send(new ProducerRecord<>(topic.topic(), 0, sent)).get();
                acknowledged.set(++sent);
            }
            return sent;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static KafkaProducer<Integer, Integer> producer(int bootstrap) {
        var config = client();
        config.put("bootstrap.servers", "127.0.0.1:" + bootstrap);
        return new KafkaProducer<>(config, new IntegerSerializer(), new IntegerSerializer());
    }

    private static void awaitMore(AtomicInteger acknowledged, CompletableFuture<Integer> standing) {
        int count = acknowledged.get() + RECORDS_BETWEEN;
        Awaitility.await().atMost(PATIENCE).until(() -> standing.isDone() || acknowledged.get() > count);
        assertThat(standing).isNotDone();
    }

    /** A port that leads to the broker once it is opened. Until then it is taken, and whoever connects is refused. */
    private static final class Door implements AutoCloseable {
        private final Socket taken = new Socket();
        private final int behind;
        private final int port;
        private @Nullable ServerSocket front;

        Door(int behind) throws IOException {
            this.behind = behind;
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            port = taken.getLocalPort();
        }

        int port() {
            return port;
        }

        void open() throws IOException {
            taken.close();
            var opened = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
            front = opened;
            var unused = Thread.ofVirtual().start(() -> {
                try {
                    while (true) connect(opened.accept(), new Socket("127.0.0.1", behind));
                } catch (IOException closed) {
                    // The test is over.
                }
            });
        }

        private static void connect(Socket one, Socket other) {
            var unused = Thread.ofVirtual().start(() -> copy(one, other));
            unused = Thread.ofVirtual().start(() -> copy(other, one));
        }

        private static void copy(Socket from, Socket to) {
            try (from;
                    to) {
                from.getInputStream().transferTo(to.getOutputStream());
            } catch (IOException closed) {
                // So is the connection.
            }
        }

        @Override
        public void close() throws IOException {
            taken.close();
            if (front != null) front.close();
        }
    }

    private static X509Certificate certificateOfTheBroker() throws Exception {
        var sockets = trust.https(Identity.operator(HOME)).get();
        try (var socket = (SSLSocket) sockets.createSocket("127.0.0.1", port)) {
            socket.startHandshake();
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    private static List<Integer> read(TopicPartition topic, int count) {
        var config = client();
        config.put("auto.offset.reset", "earliest");
        try (var consumer = new KafkaConsumer<>(config, new IntegerDeserializer(), new IntegerDeserializer())) {
            consumer.assign(List.of(topic));
            consumer.seekToBeginning(List.of(topic));
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
