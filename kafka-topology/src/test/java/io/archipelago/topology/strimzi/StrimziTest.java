package io.archipelago.topology.strimzi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.archipelago.topology.TopicSettings;
import io.archipelago.topology.Topology;
import io.archipelago.topology.access.Grant;
import io.archipelago.topology.access.Grants;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class StrimziTest {

    private final Topology topology = Topology.load();
    private final Map<String, String> files = Strimzi.render(
            topology,
            new Place(
                    "eu-central",
                    new TreeMap<>(Map.of("us-east", "kafka.us:9094", "ap-southeast", "kafka.ap:9094")),
                    "production"));

    private List<JsonNode> read(String file) throws IOException {
        try (var all = new YAMLMapper()
                .readerFor(JsonNode.class)
                .<JsonNode>readValues(new YAMLFactory().createParser(files.get(file)))) {
            return all.readAll();
        }
    }

    @Test
    void every_topic_is_a_resource_with_its_settings() throws IOException {
        var wanted = topology.forRegion("eu-central", List.of("us-east", "ap-southeast"), "production");
        var topics = read("topics.yaml");
        assertThat(topics)
                .extracting(topic -> topic.at("/metadata/name").asText())
                .containsAll(wanted.stream().map(TopicSettings::name).toList())
                .hasSize(wanted.size() + 3)
                .contains("connect-mirror-configs", "connect-mirror-offsets", "connect-mirror-status");
        var sites = topics.stream()
                .filter(topic -> topic.at("/metadata/name").asText().equals("inventory.sites.v1"))
                .findFirst()
                .orElseThrow();
        assertThat(sites.path("apiVersion").asText()).isEqualTo("kafka.strimzi.io/v1");
        assertThat(sites.at("/metadata/labels/strimzi.io~1cluster").asText()).isEqualTo("archipelago");
        assertThat(sites.at("/spec/partitions").intValue()).isEqualTo(12);
        assertThat(sites.at("/spec/replicas").intValue()).isEqualTo(3);
        assertThat(sites.at("/spec/config/min.insync.replicas").intValue()).isEqualTo(2);
        assertThat(sites.at("/spec/config/cleanup.policy").asText()).isEqualTo("compact");
    }

    /** Counted one by one: a user may what the topology grants, and what MirrorMaker's own three topics need. */
    @Test
    void users_may_what_is_granted_and_nothing_else() throws IOException {
        var granted = Grants.forRegion(topology, "eu-central", List.of("us-east", "ap-southeast")).stream()
                .map(StrimziTest::text)
                .toList();
        var said = read("users.yaml").stream()
                .flatMap(user -> StreamSupport.stream(
                                user.at("/spec/authorization/acls").spliterator(), false)
                        .flatMap(acl -> StreamSupport.stream(
                                        acl.path("operations").spliterator(), false)
                                .map(operation -> user.at("/metadata/name").asText()
                                        + ' '
                                        + operation.asText()
                                        + ' '
                                        + acl.at("/resource/type").asText()
                                        + ' '
                                        + acl.at("/resource/name").asText()
                                        + ' '
                                        + acl.at("/resource/patternType").asText())))
                .toList();
        assertThat(said).doesNotHaveDuplicates().containsAll(granted);
        assertThat(said.stream().filter(text -> !granted.contains(text)))
                .allMatch(
                        text -> text.matches(
                                "service-connect.eu-central (Read|Write|DescribeConfigs) topic connect-mirror-(configs|offsets|status) literal"))
                .hasSize(9);
    }

    private static String text(Grant grant) {
        var operation =
                switch (grant.right()) {
                    case READ -> "Read";
                    case WRITE -> "Write";
                    case CREATE -> "Create";
                    case DESCRIBE_CONFIGS -> "DescribeConfigs";
                };
        var type = grant.resource() == Grant.Resource.TRANSACTIONAL_ID
                ? "transactionalId"
                : grant.resource().name().toLowerCase(java.util.Locale.ROOT);
        return UserName.of(grant.identity())
                + ' '
                + operation
                + ' '
                + type
                + ' '
                + grant.name()
                + ' '
                + (grant.prefix() ? "prefix" : "literal");
    }

    @Test
    void a_mirror_fetches_what_was_exported_for_its_region_by_our_policy_and_filter() throws IOException {
        var spec = read("mirrormaker2.yaml").getFirst().path("spec");
        assertThat(spec.at("/target/alias").asText()).isEqualTo("eu-central");
        assertThat(spec.at("/target/groupId").asText()).isEqualTo("connect-mirror");
        assertThat(spec.at("/target/offsetStorageTopic").asText()).isEqualTo("connect-mirror-offsets");
        assertThat(spec.at("/target/config/exactly.once.source.support").asText())
                .isEqualTo("enabled");
        assertThat(spec.path("mirrors")).hasSize(2);
        var mirror = spec.at("/mirrors/1");
        assertThat(mirror.at("/source/alias").asText()).isEqualTo("us-east");
        assertThat(mirror.at("/source/bootstrapServers").asText()).isEqualTo("kafka.us:9094");
        assertThat(mirror.at("/source/tls/trustedCertificates/0/secretName").asText())
                .isEqualTo("peer-us-east");
        assertThat(mirror.at("/source/authentication/certificateAndKey/secretName")
                        .asText())
                .isEqualTo("identity-mirror");
        assertThat(mirror.at("/sourceConnector/autoRestart/enabled").booleanValue())
                .isTrue();
        var config = mirror.at("/sourceConnector/config");
        assertThat(config.path("replication.policy.class").asText())
                .isEqualTo("io.archipelago.connect.ArchipelagoReplicationPolicy");
        assertThat(config.path("topic.filter.class").asText()).isEqualTo("io.archipelago.connect.ExportTopicFilter");
        assertThat(config.path("archipelago.regions").asText()).isEqualTo("ap-southeast,eu-central,us-east");
        assertThat(config.properties())
                .extracting(Map.Entry::getKey)
                .noneMatch(key -> key.contains("bootstrap") || key.contains("ssl.") || key.endsWith("alias"));
    }

    @Test
    void the_worker_runs_the_outbox_and_a_heartbeat_for_each_peer() throws IOException {
        var resources = read("connect.yaml");
        assertThat(resources)
                .extracting(resource -> resource.at("/metadata/name").asText())
                .containsExactly("connect", "outbox", "heartbeat-to-ap-southeast", "heartbeat-to-us-east");
        var outbox = resources.get(1).path("spec");
        assertThat(outbox.path("class").asText()).isEqualTo("io.archipelago.connect.OutboxConnector");
        assertThat(outbox.at("/config/driver.sslmode").asText()).isEqualTo("verify-full");
        assertThat(outbox.path("config").properties())
                .extracting(Map.Entry::getKey)
                .noneMatch(key -> key.contains("password") || key.equals("name") || key.equals("connector.class"));
        assertThat(resources
                        .get(2)
                        .at("/spec/config/target.cluster.ssl.keystore.location")
                        .asText())
                .isEqualTo("/mnt/identity/tls-combined.pem");
    }

    @Test
    void a_region_alone_has_no_mirrors() {
        assertThat(Strimzi.render(topology, new Place("eu-central", new TreeMap<>(), "production")))
                .containsOnlyKeys("connect.yaml", "topics.yaml", "users.yaml");
    }

    @Test
    void an_unknown_profile_is_told() {
        assertThatThrownBy(() -> Strimzi.render(topology, new Place("eu-central", new TreeMap<>(), "huge")))
                .hasMessageContaining("no profile 'huge'");
    }
}
