package io.archipelago.local.part;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.archipelago.events.EventJson;
import io.archipelago.events.trust.RegionBundle;
import io.archipelago.local.Installation;
import io.archipelago.local.LocalRegion;
import io.archipelago.local.trust.BundleCourier;
import io.archipelago.local.trust.Bundles;
import io.archipelago.local.trust.EventKeys;
import io.archipelago.local.trust.Forger;
import io.archipelago.local.trust.Trust;
import io.archipelago.topology.access.Identity;
import java.io.IOException;
import java.io.StringReader;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Time;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A region hears by events how its peer is known from now on; the test is what lies between them. */
class BundleCourierTest {
    private static final LocalRegion HOME = LocalRegion.ALL.get(0);
    private static final LocalRegion PEER = LocalRegion.ALL.get(1);
    private static final String COPIES = PEER.name() + '.' + RegionBundle.TOPIC;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir
    private static Path folder;

    private static final List<String> notices = new CopyOnWriteArrayList<>();
    private static Installation installation;
    private static Trust trust;
    private static EventKeys eventKeys;
    private static Bundles bundles;
    private static KafkaRaftServer server;
    private static int port;
    private static BundleCourier courier;

    @BeforeAll
    static void a_region_runs_and_was_introduced_to_its_peer() throws Exception {
        installation = new Installation(folder, folder.resolve("state"));
        trust = new Trust(installation);
        eventKeys = new EventKeys(installation, List.of(HOME, PEER));
        bundles = new Bundles(installation, trust, eventKeys);
        port = freePort();
        var broker = new Broker(
                List.of(), folder, folder.resolve("kafka"), HOME.name(), List.of(PEER), trust, port, freePort());
        var settings = new Properties();
        settings.load(new StringReader(broker.properties()));
        BrokerMain.formatWhenNew(settings);
        server = new KafkaRaftServer(KafkaConfig.fromProps(settings), Time.SYSTEM);
        server.startup();
        try (var admin = Admin.create(Map.<String, Object>copyOf(operator()))) {
            admin.createTopics(
                            List.of(new NewTopic(RegionBundle.TOPIC, 1, (short) 1), new NewTopic(COPIES, 1, (short) 1)))
                    .all()
                    .get();
        }
        bundles.introduce(HOME.name(), PEER.name());
        courier = new BundleCourier(bundles, HOME, List.of(PEER), operator(), notices::add);
        awaitWhatTheRegionSays(bundles.own(HOME.name()));
    }

    @AfterAll
    static void it_is_stopped() {
        courier.close();
        server.shutdown();
        server.awaitShutdown();
    }

    @Test
    void a_new_authority_is_believed_by_the_word_of_the_old_one_before_it_signs() throws Exception {
        var old = authorityOfThePeer();
        trust.rotateAuthority(PEER.name(), BundleCourierTest::carry);
        assertThat(Files.readString(told()))
                .isEqualTo(authorityOfThePeer())
                .contains(old)
                .isNotEqualTo(old);
        assertThat(nodesSeenByThePeersMirror()).isEqualTo(1);
        trust.forgetOld(PEER.name(), BundleCourierTest::carry);
        assertThat(Files.readString(told())).isEqualTo(authorityOfThePeer()).doesNotContain(old);
        assertThat(Files.readString(installation.trust(HOME.name()).resolve("bundle.pem")))
                .contains(authorityOfThePeer())
                .doesNotContain(old);
        assertThat(nodesSeenByThePeersMirror()).isEqualTo(1);
    }

    @Test
    void new_keys_for_events_are_known_before_anything_is_signed_with_them() throws Exception {
        var before = keysBelieved();
        eventKeys.rotate(PEER, BundleCourierTest::carry);
        assertThat(keysBelieved()).hasSize(before.size() + 1).containsAll(before);
    }

    @Test
    void forged_bundle_is_refused_and_said() throws Exception {
        var believed = Files.readString(told());
        write(Forger.bundle(PEER.name()));
        awaitNotice("NO_SUCCESSION");
        assertThat(Files.readString(told())).isEqualTo(believed);
    }

    @Test
    void rolled_back_bundle_is_refused_and_said() throws Exception {
        var old = bundles.own(PEER.name());
        eventKeys.rotate(PEER, BundleCourierTest::carry);
        var believed = keysBelieved();
        write(old);
        awaitNotice("ROLLED_BACK");
        assertThat(keysBelieved()).isEqualTo(believed);
        assertThat(Bundles.Peer.in(installation.trust(HOME.name())))
                .singleElement()
                .satisfies(peer -> assertThat(peer.refused()).startsWith("ROLLED_BACK"));
    }

    @Test
    void what_a_region_says_of_itself_is_written_to_its_topic_anew() {
        eventKeys.rotate(HOME, () -> awaitWhatTheRegionSays(bundles.own(HOME.name())));
    }

    /** What the peer's gate and the mirror do. */
    private static void carry() {
        write(bundles.own(PEER.name()));
        Awaitility.await().atMost(PATIENCE).until(() -> bundles.isKnown(HOME.name(), PEER.name()));
    }

    private static void write(String bundle) {
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>copyOf(operator()), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(COPIES, PEER.name(), bundle));
        }
    }

    private static void awaitNotice(String reason) {
        Awaitility.await().atMost(PATIENCE).until(() -> notices.stream()
                .anyMatch(notice -> notice.contains("REFUSES") && notice.contains(reason)));
    }

    private static void awaitWhatTheRegionSays(String bundle) {
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>copyOf(operator()), new StringDeserializer(), new StringDeserializer())) {
            var topic = List.of(new TopicPartition(RegionBundle.TOPIC, 0));
            consumer.assign(topic);
            consumer.seekToBeginning(topic);
            var said = new CopyOnWriteArrayList<String>();
            Awaitility.await().atMost(PATIENCE).until(() -> {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> said.add(record.value()));
                return said.contains(bundle);
            });
        }
    }

    private static int nodesSeenByThePeersMirror() throws Exception {
        var mirror = new HashMap<String, Object>(trust.client(Identity.mirror(PEER.name()), HOME.name()));
        mirror.put("bootstrap.servers", "127.0.0.1:" + port);
        try (var admin = Admin.create(mirror)) {
            return admin.describeCluster().nodes().get().size();
        }
    }

    private static String authorityOfThePeer() throws IOException {
        return Files.readString(trust.authorityOf(PEER.name()));
    }

    private static Path told() {
        return installation.trust(HOME.name()).resolve("peer-" + PEER.name() + ".pem");
    }

    private static List<String> keysBelieved() throws IOException {
        var file = installation.trust(HOME.name()).resolve("events/peers.json");
        return EventJson.MAPPER
                .readTree(Files.readString(file, UTF_8))
                .path(PEER.name() + "/placement")
                .valueStream()
                .map(JsonNode::asText)
                .toList();
    }

    private static Map<String, String> operator() {
        var client = new HashMap<>(trust.client(Identity.operator(HOME.name())));
        client.put("bootstrap.servers", "127.0.0.1:" + port);
        return client;
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
