package io.archipelago.topology.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.archipelago.topology.Topology;
import io.archipelago.topology.access.AccessPlan;
import io.archipelago.topology.access.Grants;
import io.archipelago.topology.plan.Step;
import io.archipelago.topology.plan.TopologyPlan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real broker: what was applied is what is described. */
class BrokerTest {

    /** For busy machines; nothing here takes a second. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final Topology TOPOLOGY = Topology.load();
    private static final List<String> PEERS = List.of("us-east");

    @TempDir
    static Path folder;

    private static BrokerInProcess process;
    private static Admin admin;
    private static Broker broker;

    @BeforeAll
    static void start() {
        process = new BrokerInProcess(folder);
        admin = Admin.create(Map.of("bootstrap.servers", process.bootstrap()));
        broker = new Broker(admin);
    }

    @AfterAll
    static void stop() {
        broker.close();
        process.close();
    }

    @AfterEach
    void clean() throws Exception {
        admin.deleteTopics(broker.topics().keySet()).all().get();
        await().atMost(PATIENCE).until(() -> broker.topics().isEmpty());
    }

    @Test
    void an_empty_broker_gets_every_topic_and_then_needs_nothing() {
        var done = broker.apply(plan(PEERS), false);
        assertThat(done)
                .hasSize(TOPOLOGY.forRegion("eu-central", PEERS, "local").size());
        assertAsDescribed(PEERS);
        assertThat(broker.apply(plan(PEERS), false)).isEmpty();
    }

    @Test
    void what_someone_changed_by_hand_is_found_and_put_right() throws Exception {
        broker.apply(plan(PEERS), false);
        configure("inventory.sites.v1", "cleanup.policy", "delete");
        configure("cost.charges.v1", "retention.ms", "1000");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(plan(PEERS).steps())
                .containsExactlyInAnyOrder(
                        new Step.Configure("inventory.sites.v1", "cleanup.policy", "delete", "compact"),
                        new Step.Configure("cost.charges.v1", "retention.ms", "1000", null)));
        broker.apply(plan(PEERS), false);
        assertAsDescribed(PEERS);
    }

    @Test
    void a_new_peer_brings_its_topics_and_a_lost_one_leaves_them_until_deletion_is_allowed() {
        broker.apply(plan(PEERS), false);
        broker.apply(plan(List.of("us-east", "ap-southeast")), false);
        assertAsDescribed(List.of("us-east", "ap-southeast"));

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(plan(PEERS).deletions())
                .extracting(Step::topic)
                .contains("ap-southeast.inventory.sites.v1", "export.ap-southeast.heartbeats"));
        assertThat(broker.apply(plan(PEERS), false)).isEmpty();
        assertThat(broker.topics()).containsKey("ap-southeast.inventory.sites.v1");
        broker.apply(plan(PEERS), true);
        assertAsDescribed(PEERS);
    }

    @Test
    void users_own_topics_are_left_alone_even_when_deletion_is_allowed() throws Exception {
        admin.createTopics(Set.of(new NewTopic("shop.customers", 2, (short) 1)))
                .all()
                .get();
        await().atMost(PATIENCE).until(() -> broker.topics().containsKey("shop.customers"));
        broker.apply(plan(PEERS), true);
        assertThat(broker.topics()).containsKey("shop.customers");
        assertThat(plan(PEERS).leftAlone()).containsExactly("shop.customers");
    }

    @Test
    void too_many_partitions_are_refused_and_nothing_at_all_is_done() throws Exception {
        admin.createTopics(Set.of(new NewTopic("inventory.sites.v1", 2, (short) 1)))
                .all()
                .get();
        await().atMost(PATIENCE).until(() -> broker.topics().containsKey("inventory.sites.v1"));
        assertThatThrownBy(() -> broker.apply(plan(PEERS), true))
                .hasMessageContaining("inventory.sites.v1 has 2 partitions; Kafka cannot go down to 1");
        assertThat(broker.topics()).containsOnlyKeys("inventory.sites.v1");
    }

    @Test
    void permissions_are_given_and_taken_as_described() {
        broker.apply(AccessPlan.of(TOPOLOGY, "eu-central", List.of("us-east", "ap-southeast"), broker.permissions()));
        assertThat(broker.permissions())
                .hasSameSizeAs(Grants.forRegion(TOPOLOGY, "eu-central", List.of("us-east", "ap-southeast")));

        var without = AccessPlan.of(TOPOLOGY, "eu-central", PEERS, broker.permissions());
        assertThat(without.take()).isNotEmpty();
        broker.apply(without);
        assertThat(AccessPlan.of(TOPOLOGY, "eu-central", PEERS, broker.permissions())
                        .nothingToDo())
                .isTrue();
    }

    @Test
    void a_broker_that_is_not_there_is_a_clear_failure() {
        var nobody = Admin.create(Map.of(
                "bootstrap.servers", "127.0.0.1:1", "default.api.timeout.ms", "300", "request.timeout.ms", "200"));
        try (var gone = new Broker(nobody)) {
            assertThatThrownBy(gone::topics)
                    .isInstanceOf(BrokerFailure.class)
                    .hasMessageStartingWith("listing topics: ");
        }
    }

    private static TopologyPlan plan(Collection<String> peers) {
        return TopologyPlan.of(TOPOLOGY, "eu-central", peers, "local", broker.topics());
    }

    private static void assertAsDescribed(Collection<String> peers) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(plan(peers).lines()).isEmpty());
    }

    private static void configure(String topic, String key, String value) throws Exception {
        var change = new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET);
        var changes = new HashMap<ConfigResource, Collection<AlterConfigOp>>();
        changes.put(new ConfigResource(ConfigResource.Type.TOPIC, topic), List.of(change));
        admin.incrementalAlterConfigs(changes).all().get();
    }
}
