package io.archipelago.local.part;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archipelago.local.Installation;
import io.archipelago.local.LocalRegion;
import io.archipelago.local.trust.Forger;
import io.archipelago.local.trust.Trust;
import io.archipelago.topology.Topology;
import io.archipelago.topology.access.AccessPlan;
import io.archipelago.topology.access.Identity;
import java.io.StringReader;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Time;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Attacks on a region's broker, with the settings and permissions the local cloud gives it. */
class WireTest {
    private static final String HOME = "eu-central";
    private static final String LOCAL = "inventory.sites.v1";
    private static final String EXPORTED = "export.us-east.inventory.sites.v1";
    private static final String FOR_ANOTHER = "export.ap-southeast.inventory.sites.v1";
    private static final int TLS_ALERT = 21;
    private static final int END = -1;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir
    private static Path folder;

    private static Installation installation;
    private static Trust trust;
    private static KafkaRaftServer server;
    private static int port;

    @BeforeAll
    static void a_region_runs() throws Exception {
        installation = new Installation(folder, folder.resolve("state"));
        trust = new Trust(installation);
        port = freePort();
        var broker = new Broker(
                List.of(),
                folder,
                folder.resolve("kafka"),
                HOME,
                LocalRegion.ALL.subList(1, 3),
                trust,
                port,
                freePort());
        var settings = new Properties();
        settings.load(new StringReader(broker.properties()));
        BrokerMain.formatWhenNew(settings);
        server = new KafkaRaftServer(KafkaConfig.fromProps(settings), Time.SYSTEM);
        server.startup();
        var operator = Admin.create(client(Identity.operator(HOME)));
        try (var topology = new io.archipelago.topology.broker.Broker(operator)) {
            operator.createTopics(List.of(LOCAL, EXPORTED, FOR_ANOTHER).stream()
                            .map(name -> new NewTopic(name, 1, (short) 1))
                            .toList())
                    .all()
                    .get();
            topology.apply(
                    AccessPlan.of(Topology.load(), HOME, List.of("us-east", "ap-southeast"), topology.permissions()));
        }
        write(Identity.service(HOME, "connect"), LOCAL);
        write(Identity.service(HOME, "residency-policy"), EXPORTED);
        write(Identity.service(HOME, "residency-policy"), FOR_ANOTHER);
    }

    @AfterAll
    static void it_is_stopped() {
        server.shutdown();
        server.awaitShutdown();
    }

    @Test
    void a_client_without_a_certificate() {
        var client = client(Identity.operator(HOME));
        client.keySet().removeIf(key -> key.startsWith("ssl.keystore"));
        refused(client);
    }

    /** Kafka's own client would take the alert for a size and ask for that much memory. */
    @Test
    void a_client_that_does_not_speak_tls() throws Exception {
        byte[] apiVersions = {0, 0, 0, 10, 0, 18, 0, 0, 0, 0, 0, 1, (byte) 0xff, (byte) 0xff};
        try (var socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream().write(apiVersions);
            assertThat(socket.getInputStream().read()).isIn(END, TLS_ALERT);
        }
    }

    @Test
    void a_certificate_of_an_unknown_authority() throws Exception {
        var forged = Forger.unknown(Identity.operator(HOME), folder.resolve("unknown.pem"));
        refused(with(forged));
    }

    @Test
    void a_stolen_mirror_certificate_reads_a_local_topic() {
        assertThatThrownBy(() -> read(abroad(), LOCAL)).isInstanceOf(TopicAuthorizationException.class);
    }

    @Test
    void a_stolen_mirror_certificate_reads_what_was_exported_for_another_region() {
        assertThatThrownBy(() -> read(abroad(), FOR_ANOTHER)).isInstanceOf(TopicAuthorizationException.class);
    }

    @Test
    void a_stolen_mirror_certificate_writes() {
        assertThatThrownBy(() -> write(abroad(), EXPORTED)).hasCauseInstanceOf(AuthorizationException.class);
    }

    /** The control: the same client reads what it may. */
    @Test
    void a_mirror_reads_what_was_exported_for_it() {
        assertThat(read(abroad(), EXPORTED)).isEqualTo(1);
    }

    @Test
    void a_region_speaks_for_another() throws Exception {
        var forged = Forger.signed(
                "us-east", installation.trust("us-east"), Identity.operator(HOME), folder.resolve("forged.pem"));
        try (var admin = Admin.create(with(forged))) {
            assertThatThrownBy(() ->
                            admin.describeAcls(AclBindingFilter.ANY).values().get())
                    .hasCauseInstanceOf(ClusterAuthorizationException.class);
        }
        assertThatThrownBy(() -> read(with(forged), LOCAL)).isInstanceOf(TopicAuthorizationException.class);
    }

    @Test
    void a_service_writes_another_services_topic() {
        assertThatThrownBy(() -> write(Identity.service(HOME, "cost"), LOCAL))
                .hasCauseInstanceOf(AuthorizationException.class);
    }

    @Test
    void a_service_writes_past_the_gate() {
        for (var service : List.of("inventory", "placement", "cost", "observability", "connect"))
            assertThatThrownBy(() -> write(Identity.service(HOME, service), EXPORTED))
                    .as(service)
                    .hasCauseInstanceOf(AuthorizationException.class);
    }

    @Test
    void a_service_widens_its_own_permissions() {
        try (var admin = Admin.create(client(Identity.service(HOME, "cost")))) {
            assertThatThrownBy(() -> admin.deleteAcls(List.of(AclBindingFilter.ANY))
                            .all()
                            .get())
                    .hasCauseInstanceOf(ClusterAuthorizationException.class);
        }
    }

    @Test
    void a_service_moves_the_offsets_of_anothers_group() {
        var config = client(Identity.service(HOME, "placement"));
        config.put("group.id", "inventory");
        try (var consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            assertThatThrownBy(() -> consumer.committed(java.util.Set.of(new TopicPartition(LOCAL, 0))))
                    .isInstanceOf(GroupAuthorizationException.class);
        }
    }

    @Test
    void a_service_fences_the_gate_off() {
        var config = client(Identity.service(HOME, "placement"));
        config.put("transactional.id", "residency-policy-gate-" + HOME);
        try (var producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            assertThatThrownBy(producer::initTransactions).isInstanceOf(TransactionalIdAuthorizationException.class);
        }
    }

    private static void refused(Map<String, Object> client) {
        client.putAll(Map.of("default.api.timeout.ms", "4000", "request.timeout.ms", "2000"));
        try (var admin = Admin.create(client)) {
            assertThatThrownBy(() -> admin.describeCluster().nodes().get())
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOfAny(SslAuthenticationException.class, TimeoutException.class);
        }
    }

    private static Map<String, Object> abroad() {
        var client = new HashMap<String, Object>(trust.client(Identity.mirror("us-east"), HOME));
        client.put("bootstrap.servers", "127.0.0.1:" + port);
        return client;
    }

    private static Map<String, Object> client(Identity who) {
        var client = new HashMap<String, Object>(trust.client(who));
        client.put("bootstrap.servers", "127.0.0.1:" + port);
        return client;
    }

    private static Map<String, Object> with(Forger.Files forged) {
        var client = client(Identity.operator(HOME));
        client.put("ssl.keystore.location", forged.credential().toString());
        return client;
    }

    private static void write(Identity who, String topic) throws Exception {
        write(client(who), topic);
    }

    private static void write(Map<String, Object> client, String topic) throws Exception {
        try (var producer = new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, new byte[] {1}, new byte[] {2}))
                    .get();
        }
    }

    /** How many records there are; waits for the first. */
    private static int read(Map<String, Object> client, String topic) {
        try (var consumer = new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(new TopicPartition(topic, 0)));
            consumer.seekToBeginning(consumer.assignment());
            var deadline = System.nanoTime() + PATIENCE.toNanos();
            int count = 0;
            while (count == 0 && System.nanoTime() < deadline)
                count = consumer.poll(Duration.ofMillis(200)).count();
            return count;
        }
    }

    private static int freePort() throws Exception {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
