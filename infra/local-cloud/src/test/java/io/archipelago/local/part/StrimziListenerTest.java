package io.archipelago.local.part;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.archipelago.local.Installation;
import io.archipelago.local.LocalRegion;
import io.archipelago.local.trust.Forger;
import io.archipelago.local.trust.Trust;
import io.archipelago.topology.Topology;
import io.archipelago.topology.access.Identity;
import io.archipelago.topology.strimzi.Place;
import io.archipelago.topology.strimzi.Strimzi;
import java.io.ByteArrayInputStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.utils.Time;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A broker with the listener of {@code k8s/components/kafka-strimzi}, told of it and of the users as Strimzi's operators tell
 * it: there is no operator here, but what it would write there is.
 */
class StrimziListenerTest {
    private static final String HOME = "eu-central";
    private static final String PEER = "us-east";
    private static final String LOCAL = "inventory.sites.v1";
    private static final String EXPORTED = "export.us-east.inventory.sites.v1";

    @TempDir
    private static Path folder;

    private static Trust trust;
    private static Installation installation;
    private static KafkaRaftServer server;
    private static int port;

    @BeforeAll
    static void a_region_runs() throws Exception {
        installation = new Installation(folder, folder.resolve("state"));
        trust = new Trust(installation);
        port = freePort();
        var settings = settings();
        BrokerMain.formatWhenNew(settings);
        server = new KafkaRaftServer(KafkaConfig.fromProps(settings), Time.SYSTEM);
        server.startup();
        try (var operator = Admin.create(client(Identity.operator(HOME)))) {
            operator.createTopics(List.of(new NewTopic(LOCAL, 1, (short) 1), new NewTopic(EXPORTED, 1, (short) 1)))
                    .all()
                    .get();
            operator.createAcls(permissions()).all().get();
        }
    }

    @AfterAll
    static void it_is_stopped() {
        server.shutdown();
        server.awaitShutdown();
    }

    /** {@code listenerConfig} with the prefix of its listener; certificates where the region of this test has them. */
    private static Properties settings() throws Exception {
        var kafka = documents(Files.readString(Path.of("../../k8s/components/kafka-strimzi/kafka.yaml")))
                .getLast();
        var listener = kafka.at("/spec/kafka/listeners/0");
        var prefix = "listener.name." + listener.path("name").asText() + "-9093.";
        var settings = new Properties();
        listener.at("/authentication/listenerConfig")
                .properties()
                .forEach(entry ->
                        settings.put(prefix + entry.getKey(), entry.getValue().asText()));
        var files = trust.broker(HOME, List.of(LocalRegion.ALL.get(1)));
        assertThat(settings).containsKey(prefix + "ssl.truststore.location");
        // Between its own pods Strimzi has certificates of its own, and the names of their subjects.
        for (var own : List.of(prefix, "listener.name.controlplane-9090.")) {
            files.forEach((setting, value) -> {
                if (setting.matches("ssl\\.(key|trust)store\\..*|ssl.client.auth")) settings.put(own + setting, value);
            });
        }
        int controller = freePort();
        settings.putAll(Map.of(
                "process.roles",
                "broker,controller",
                "node.id",
                "1",
                "cluster.id",
                BrokerMain.clusterId(HOME),
                "controller.quorum.voters",
                "1@127.0.0.1:" + controller,
                "controller.listener.names",
                "CONTROLPLANE-9090",
                "listeners",
                "SERVICES-9093://127.0.0.1:" + port + ",CONTROLPLANE-9090://127.0.0.1:" + controller,
                "advertised.listeners",
                "SERVICES-9093://127.0.0.1:" + port,
                "listener.security.protocol.map",
                "SERVICES-9093:SSL,CONTROLPLANE-9090:SSL",
                "inter.broker.listener.name",
                "SERVICES-9093",
                "log.dirs",
                folder.resolve("kafka").toString()));
        settings.putAll(Map.of(
                "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                "super.users",
                        "User:" + subject(files.get("ssl.keystore.location")) + ";User:"
                                + kafka.at("/spec/kafka/authorization/superUsers/0")
                                        .asText()
                                        .replace("REGION", HOME),
                "offsets.topic.replication.factor", "1",
                "offsets.topic.num.partitions", "1",
                "log.cleaner.dedupe.buffer.size", "8388608"));
        return settings;
    }

    /** What the User Operator does with the users of the overlay. */
    private static List<AclBinding> permissions() throws Exception {
        var place = new Place(HOME, new TreeMap<>(Map.of(PEER, "kafka.us-east.example.org:9094")), "local");
        var permissions = new ArrayList<AclBinding>();
        for (var user : documents(Strimzi.render(Topology.load(), place).get("users.yaml")))
            for (var acl : user.at("/spec/authorization/acls")) {
                var resource = acl.path("resource");
                if (!resource.path("type").asText().equals("topic")) continue;
                for (var operation : acl.path("operations"))
                    permissions.add(new AclBinding(
                            new ResourcePattern(
                                    ResourceType.TOPIC,
                                    resource.path("name").asText(),
                                    resource.path("patternType").asText().equals("prefix")
                                            ? PatternType.PREFIXED
                                            : PatternType.LITERAL),
                            new AccessControlEntry(
                                    "User:CN=" + user.at("/metadata/name").asText(),
                                    "*",
                                    operation.asText().equals("DescribeConfigs")
                                            ? AclOperation.DESCRIBE_CONFIGS
                                            : AclOperation.fromString(operation.asText()),
                                    AclPermissionType.ALLOW)));
            }
        return permissions;
    }

    private static List<JsonNode> documents(String yaml) throws Exception {
        try (var all =
                new YAMLMapper().readerFor(JsonNode.class).<JsonNode>readValues(new YAMLFactory().createParser(yaml))) {
            return all.readAll();
        }
    }

    @Test
    void a_peers_mirror_sees_what_was_exported_for_it_and_nothing_else() throws Exception {
        var mirror = client(Identity.mirror(PEER));
        mirror.put(
                "ssl.truststore.location",
                trust.client(Identity.mirror(PEER), HOME).get("ssl.truststore.location"));
        assertThat(described(mirror, EXPORTED)).isEqualTo(EXPORTED);
        assertThatThrownBy(() -> described(mirror, LOCAL)).hasCauseInstanceOf(TopicAuthorizationException.class);
    }

    @Test
    void a_service_sees_its_own_topics() throws Exception {
        assertThat(described(client(Identity.service(HOME, "placement")), LOCAL))
                .isEqualTo(LOCAL);
        assertThatThrownBy(() -> described(client(Identity.service(HOME, "cost")), LOCAL))
                .hasCauseInstanceOf(TopicAuthorizationException.class);
    }

    @Test
    void a_peer_that_signs_the_operators_name_is_nobody() throws Exception {
        var forged = client(Identity.operator(HOME));
        forged.put(
                "ssl.keystore.location",
                Forger.signed(PEER, installation.trust(PEER), Identity.operator(HOME), folder.resolve("forged.pem"))
                        .toString());
        assertThat(described(client(Identity.operator(HOME)), LOCAL)).isEqualTo(LOCAL);
        assertThatThrownBy(() -> described(forged, LOCAL)).hasCauseInstanceOf(TopicAuthorizationException.class);
    }

    private static String described(Map<String, Object> client, String topic)
            throws ExecutionException, InterruptedException {
        try (var admin = Admin.create(client)) {
            return admin.describeTopics(List.of(topic))
                    .allTopicNames()
                    .get()
                    .get(topic)
                    .name();
        }
    }

    private static String subject(String file) throws Exception {
        var pem = Files.readString(Path.of(file));
        var certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(
                        pem.substring(pem.indexOf("-----BEGIN CERTIFICATE")).getBytes(StandardCharsets.US_ASCII)));
        return certificate.getSubjectX500Principal().getName();
    }

    private static int freePort() throws Exception {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static Map<String, Object> client(Identity who) {
        var settings = new HashMap<String, Object>(trust.client(who));
        settings.put("bootstrap.servers", "127.0.0.1:" + port);
        settings.put("default.api.timeout.ms", "60000");
        return settings;
    }
}
