package io.archipelago.topology.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.archipelago.topology.TopicSettings;
import io.archipelago.topology.Topology;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TopologyPlanTest {

    private static final List<String> PEERS = List.of("us-east");

    private final Topology topology = Topology.load();
    private final Map<String, TopicSettings> running = topology.forRegion("eu-central", PEERS, "production").stream()
            .collect(Collectors.toMap(TopicSettings::name, settings -> settings, (a, b) -> a, TreeMap::new));

    @Test
    void a_broker_as_described_needs_nothing() {
        assertThat(plan().nothingToDo()).isTrue();
    }

    @Test
    void missing_partitions_are_added() {
        change("cost.charges.v1", 6, 3, running.get("cost.charges.v1").configs());
        assertThat(plan().steps()).containsExactly(new Step.Grow("cost.charges.v1", 6, 12));
        assertThat(plan().lines()).containsExactly("~ cost.charges.v1  partitions 6 -> 12");
    }

    @Test
    void fewer_partitions_and_other_replicas_are_refused() {
        change("cost.charges.v1", 24, 1, running.get("cost.charges.v1").configs());
        assertThat(plan().steps()).isEmpty();
        assertThat(plan().nothingToDo()).isFalse();
        assertThat(plan().refusals())
                .hasSize(2)
                .anyMatch(refusal -> refusal.contains("24 partitions"))
                .anyMatch(refusal -> refusal.contains("1 replicas"));
    }

    @Test
    void a_setting_that_is_not_described_goes_back_to_the_default() {
        var configs = new HashMap<>(running.get("cost.charges.v1").configs());
        configs.put("retention.bytes", "1");
        change("cost.charges.v1", 12, 3, configs);
        assertThat(plan().steps()).containsExactly(new Step.Configure("cost.charges.v1", "retention.bytes", "1", null));
    }

    @Test
    void leftovers_of_ours_are_deletions_and_others_topics_are_not() {
        for (var name : List.of(
                "inventory.sites.v0",
                "us-east.inventory.sites.v0",
                "gone.inventory.sites.v1",
                "export.gone.heartbeats",
                "shop.customers",
                "shop.inventory.items",
                "export.us-east.shop.customers",
                "us-east.shop.customers")) running.put(name, new TopicSettings(name, 1, 1, Map.of()));
        assertThat(plan().deletions())
                .extracting(Step::topic)
                .containsExactlyInAnyOrder(
                        "inventory.sites.v0",
                        "us-east.inventory.sites.v0",
                        "gone.inventory.sites.v1",
                        "export.gone.heartbeats");
        assertThat(plan().leftAlone())
                .containsExactlyInAnyOrder(
                        "shop.customers",
                        "shop.inventory.items",
                        "export.us-east.shop.customers",
                        "us-east.shop.customers");
        assertThat(plan().lines()).allMatch(line -> line.endsWith("needs --allow-delete)"));
    }

    private TopologyPlan plan() {
        return TopologyPlan.of(topology, "eu-central", PEERS, "production", running);
    }

    private void change(String topic, int partitions, int replicas, Map<String, String> configs) {
        running.put(topic, new TopicSettings(topic, partitions, replicas, configs));
    }
}
