package io.archipelago.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TopologyTest {

    private final Topology topology = Topology.load();
    private final List<String> peers = List.of("us-east", "ap-southeast");

    @Test
    void a_service_reads_its_regions_topics_and_the_copies_of_each_peer() {
        assertThat(topology.subscriptions("inventory", peers))
                .extracting(Subscription::name)
                .containsExactly(
                        "inventory.declarations.v1",
                        "us-east.inventory.sites.v1",
                        "ap-southeast.inventory.sites.v1",
                        "us-east.inventory.workloads.v1",
                        "ap-southeast.inventory.workloads.v1",
                        "us-east.inventory.datasets.v1",
                        "ap-southeast.inventory.datasets.v1",
                        "us-east.inventory.catalogues.v1",
                        "ap-southeast.inventory.catalogues.v1",
                        "us-east.inventory.demands.v1",
                        "ap-southeast.inventory.demands.v1");
        assertThat(topology.subscriptions("cost", peers))
                .filteredOn(subscription -> subscription.peer() != null)
                .extracting(Subscription::name)
                .containsExactly("us-east.cost.charges.v1", "ap-southeast.cost.charges.v1");
    }

    @Test
    void nothing_leaves_a_region_unless_its_descriptor_says_so() {
        assertThat(topology.topicsThroughGate())
                .extracting(Topic::name)
                .doesNotContain(
                        "inventory.declarations.v1",
                        "residency.declarations.v1",
                        "residency.rulings.v1",
                        "observability.regions.v1",
                        "observability.links.v1")
                .contains("inventory.sites.v1", "placement.requests.v1", "telemetry.spans.v1")
                .noneMatch(name -> name.contains("dead-letters") || name.startsWith("connect-"));
    }

    @Test
    void every_service_has_somewhere_to_put_what_it_cannot_handle() {
        for (var service : List.of("inventory", "residency-policy", "placement", "cost", "observability"))
            assertThat(topology.topic(topology.deadLettersOf(service)))
                    .hasValueSatisfying(topic -> assertThat(topic.owner()).isEqualTo(service));
        assertThatThrownBy(() -> topology.deadLettersOf("nobody")).hasMessageContaining("nobody");
    }

    @Test
    void every_mirrored_topic_has_an_export_and_a_copy_per_peer() {
        var names = topology.forRegion("eu-central", peers, "local").stream()
                .map(TopicSettings::name)
                .toList();
        assertThat(names)
                .doesNotHaveDuplicates()
                .isSorted()
                .contains(
                        "inventory.sites.v1",
                        "export.us-east.inventory.sites.v1",
                        "us-east.inventory.sites.v1",
                        "export.ap-southeast.heartbeats",
                        "ap-southeast.heartbeats",
                        "connect-offsets")
                .doesNotContain(
                        "heartbeats", "export.us-east.residency.rulings.v1", "export.eu-central.inventory.sites.v1")
                .hasSize(topology.topics().size()
                        + 4 * (topology.topicsThroughGate().size() + 1));
    }

    @Test
    void a_region_alone_has_only_its_own_topics() {
        assertThat(topology.forRegion("eu-central", List.of(), "local")).hasSameSizeAs(topology.topics());
    }

    @Test
    void heartbeats_of_every_peer_are_read_by_who_watches_regions_and_nobody_else() {
        assertThat(topology.subscriptions("observability", peers))
                .filteredOn(subscription -> subscription.topic().name().equals("heartbeats"))
                .extracting(Subscription::name)
                .containsExactly("us-east.heartbeats", "ap-southeast.heartbeats");
        assertThat(topology.subscriptions("placement", peers))
                .noneMatch(subscription -> subscription.topic().name().equals("heartbeats"));
    }

    @Test
    void the_profile_sets_partitions_and_replicas() {
        assertThat(settings("local", "us-east.inventory.sites.v1"))
                .isEqualTo(new TopicSettings(
                        "us-east.inventory.sites.v1",
                        1,
                        1,
                        Map.of(
                                "cleanup.policy", "compact",
                                "delete.retention.ms", "604800000",
                                "max.compaction.lag.ms", "86400000",
                                "max.message.bytes", "16777216")));
        var production = settings("production", "inventory.sites.v1");
        assertThat(production.partitions()).isEqualTo(12);
        assertThat(production.replicas()).isEqualTo(3);
        assertThat(production.configs()).containsEntry("min.insync.replicas", "2");
        assertThatThrownBy(() -> topology.forRegion("eu-central", peers, "huge"))
                .hasMessageContaining("no profile 'huge'; there are [local, production]");
    }

    @Test
    void a_copy_has_as_many_partitions_as_its_source() {
        var all = topology.forRegion("eu-central", peers, "production");
        for (var settings : all) {
            var local = TopicNames.local(settings.name(), peers);
            topology.topic(local).ifPresent(topic -> assertThat(settings.partitions())
                    .as(settings.name())
                    .isEqualTo(settings("production", topic.name()).partitions()));
        }
    }

    @Test
    void a_region_whose_name_starts_a_topic_is_refused() {
        for (var name : List.of("inventory", "export", "EU", "eu.central", "eu-central"))
            assertThatThrownBy(() -> topology.forRegion("eu-central", List.of(name), "local"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(name);
    }

    @Test
    void names_lead_back_to_the_topic_and_the_region() {
        assertThat(TopicNames.local("us-east.inventory.sites.v1", peers)).isEqualTo("inventory.sites.v1");
        assertThat(TopicNames.local("export.us-east.inventory.sites.v1", peers)).isEqualTo("inventory.sites.v1");
        assertThat(TopicNames.local("inventory.sites.v1", peers)).isEqualTo("inventory.sites.v1");
        assertThat(TopicNames.source("us-east.inventory.sites.v1", peers)).contains("us-east");
        assertThat(TopicNames.source("inventory.sites.v1", peers)).isEmpty();
    }

    private TopicSettings settings(String profile, String name) {
        return topology.forRegion("eu-central", peers, profile).stream()
                .filter(topic -> topic.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
