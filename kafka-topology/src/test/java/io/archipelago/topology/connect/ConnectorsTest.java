package io.archipelago.topology.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.archipelago.topology.Topic;
import io.archipelago.topology.Topic.Through;
import io.archipelago.topology.Topology;
import io.archipelago.topology.connect.Surroundings.Database;
import io.archipelago.topology.connect.Surroundings.Kafka;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ConnectorsTest {

    private final List<Connector> connectors = Connectors.of(new Surroundings(
            "eu-central",
            new Kafka("127.0.0.1:9092", Map.of("ssl.keystore.location", "connect.pem")),
            new TreeMap<>(Map.of("us-east", peer("127.0.0.1:9192"), "ap-southeast", peer("127.0.0.1:9292"))),
            new Database("127.0.0.1", 5432, "archipelago", "repli$cator${x}", Map.of("sslmode", "verify-full")),
            1));

    private static Kafka peer(String bootstrap) {
        return new Kafka(bootstrap, Map.of("ssl.keystore.location", "mirror.pem"));
    }

    @Test
    void a_region_has_one_outbox_and_a_mirror_and_a_heartbeat_for_each_peer() {
        assertThat(connectors)
                .extracting(Connector::name)
                .containsExactly(
                        "outbox",
                        "mirror-from-ap-southeast",
                        "mirror-from-us-east",
                        "heartbeat-to-ap-southeast",
                        "heartbeat-to-us-east");
        assertThat(connectors)
                .allSatisfy(connector -> assertThat(connector.config()).containsEntry("name", connector.name()));
    }

    @Test
    void a_mirror_reads_the_peer_committed_only_and_writes_exactly_once() {
        assertThat(config("mirror-from-us-east"))
                .containsEntry("source.cluster.alias", "us-east")
                .containsEntry("source.cluster.bootstrap.servers", "127.0.0.1:9192")
                .containsEntry("target.cluster.alias", "eu-central")
                .containsEntry("target.cluster.bootstrap.servers", "127.0.0.1:9092")
                .containsEntry("archipelago.regions", "ap-southeast,eu-central,us-east")
                .containsEntry("source.consumer.isolation.level", "read_committed")
                .containsEntry("exactly.once.support", "required");
    }

    @Test
    void a_heartbeat_is_written_at_home_for_the_peer() {
        assertThat(config("heartbeat-to-us-east"))
                .containsEntry("source.cluster.alias", "eu-central")
                .containsEntry("target.cluster.alias", "us-east")
                .containsEntry("target.cluster.bootstrap.servers", "127.0.0.1:9092");
    }

    @Test
    void a_mirror_shows_the_peer_another_certificate_than_its_own_broker() {
        assertThat(config("mirror-from-us-east"))
                .containsEntry("source.cluster.ssl.keystore.location", "mirror.pem")
                .containsEntry("target.cluster.ssl.keystore.location", "connect.pem");
        assertThat(config("heartbeat-to-us-east"))
                .containsEntry("source.cluster.ssl.keystore.location", "connect.pem")
                .containsEntry("target.cluster.ssl.keystore.location", "connect.pem");
    }

    @Test
    void values_are_taken_as_they_are_and_connects_own_placeholders_stay() {
        assertThat(config("outbox"))
                .containsEntry("database.user", "repli$cator${x}")
                .containsEntry("driver.sslmode", "verify-full")
                .containsEntry("transforms.route.route.topic.replacement", "${routedByValue}")
                .containsEntry("poll.interval.ms", "40");
    }

    @Test
    void the_outbox_of_every_owner_is_captured() {
        var captured = Pattern.compile(config("outbox").get("table.include.list"));
        Topology.load().topics().stream()
                .filter(topic -> topic.through() == Through.OUTBOX)
                .map(Topic::owner)
                .map(owner -> owner.replace("-policy", "") + ".outbox")
                .forEach(table -> assertThat(table).matches(captured));
    }

    @Test
    void a_service_has_a_say_on_its_own_topics_only() {
        var topics = List.of(config("outbox").get("transforms.own.topics").split(","));
        assertThat(topics)
                .contains("residency/residency.policies.v1", "cost/cost.charges.v1", "cost/cost.dead-letters.v1")
                .doesNotContain("residency/residency.declarations.v1", "residency/trust.bundles.v1")
                .noneMatch(pair -> pair.startsWith("cost/placement."))
                .allMatch(pair -> pair.startsWith(
                        pair.substring(pair.indexOf('/') + 1, pair.indexOf('.')).replace("-policy", "")));
        assertThat(config("outbox").get("transforms.own.dead.letters").split(","))
                .containsExactly(
                        "cost/cost.dead-letters.v1",
                        "inventory/inventory.dead-letters.v1",
                        "observability/observability.dead-letters.v1",
                        "placement/placement.dead-letters.v1",
                        "residency/residency-policy.dead-letters.v1");
    }

    @Test
    void no_connector_is_told_a_password() {
        assertThat(connectors)
                .allSatisfy(connector ->
                        assertThat(connector.config().keySet()).noneMatch(key -> key.contains("password")));
    }

    private Map<String, String> config(String name) {
        return connectors.stream()
                .filter(connector -> connector.name().equals(name))
                .findFirst()
                .orElseThrow()
                .config();
    }
}
