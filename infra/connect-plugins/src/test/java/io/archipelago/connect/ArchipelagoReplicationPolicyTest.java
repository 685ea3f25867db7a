package io.archipelago.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchipelagoReplicationPolicyTest {
    private static final List<String> REGIONS = List.of("eu-central", "us-east", "ap-southeast");

    @Test
    void an_export_topic_is_called_by_its_source_on_the_other_side() {
        assertThat(flow("eu-central", "us-east").formatRemoteTopic("eu-central", "export.us-east.inventory.sites.v1"))
                .isEqualTo("eu-central.inventory.sites.v1");
    }

    @Test
    void a_mirrored_topic_knows_its_source_and_what_it_was_called_there() {
        var policy = flow("eu-central", "us-east");
        assertThat(policy.topicSource("eu-central.inventory.sites.v1")).isEqualTo("eu-central");
        assertThat(policy.upstreamTopic("eu-central.inventory.sites.v1"))
                .isEqualTo("export.us-east.inventory.sites.v1");
        assertThat(policy.originalTopic("eu-central.inventory.sites.v1"))
                .isEqualTo("export.us-east.inventory.sites.v1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "inventory.sites.v1",
                "export.us-east.inventory.sites.v1",
                "telemetry.spans.v1",
                "connect.offsets",
                "us-east",
                "us-east.",
                ".us-east",
                "us-eastern.sites.v1"
            })
    void a_topic_written_here_has_no_source(String topic) {
        var policy = flow("eu-central", "us-east");
        assertThat(policy.topicSource(topic)).isNull();
        assertThat(policy.upstreamTopic(topic)).isNull();
        assertThat(policy.originalTopic(topic)).isEqualTo(topic);
    }

    @Test
    void a_topic_that_came_from_the_target_or_a_third_region_is_seen_as_such() {
        var policy = flow("eu-central", "us-east");
        assertThat(policy.topicSource("us-east.inventory.sites.v1")).isEqualTo("us-east");
        assertThat(policy.topicSource("ap-southeast.inventory.sites.v1")).isEqualTo("ap-southeast");
    }

    @Test
    void heartbeats_are_exported_for_the_target_of_the_flow() {
        var policy = flow("eu-central", "us-east");
        assertThat(policy.heartbeatsTopic()).isEqualTo("export.us-east.heartbeats");
        assertThat(policy.isHeartbeatsTopic("eu-central.heartbeats")).isTrue();
        assertThat(policy.isHeartbeatsTopic("export.us-east.heartbeats")).isTrue();
        assertThat(policy.isHeartbeatsTopic("heartbeats")).isFalse();
        assertThat(policy.formatRemoteTopic("eu-central", policy.heartbeatsTopic()))
                .isEqualTo("eu-central.heartbeats");
    }

    @Test
    void heartbeats_can_be_meant_for_another_region() {
        var policy = flow(
                "eu-central", "us-east", Map.of(ArchipelagoReplicationPolicy.HEARTBEATS_DESTINATION, "ap-southeast"));
        assertThat(policy.heartbeatsTopic()).isEqualTo("export.ap-southeast.heartbeats");
    }

    @Test
    void a_flow_without_a_target_is_refused() {
        var policy = new ArchipelagoReplicationPolicy();
        assertThatThrownBy(() -> policy.configure(Map.of("source.cluster.alias", "eu-central")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("target.cluster.alias");
        assertThatThrownBy(() -> policy.configure(Map.of("target.cluster.alias", "us.east")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("us.east");
    }

    @Property
    void naming_and_asking_back_agree(@ForAll("regions") String source, @ForAll("topics") String topic) {
        var policy = flow(source, "us-east");
        var exported = "export.us-east." + topic;
        var remote = policy.formatRemoteTopic(source, exported);
        assertThat(policy.topicSource(remote)).isEqualTo(source);
        assertThat(policy.upstreamTopic(remote)).isEqualTo(exported);
        assertThat(policy.originalTopic(remote)).isEqualTo(exported);
    }

    @Property
    void different_topics_never_meet_under_one_name(
            @ForAll("topics") String one, @ForAll("topics") String other, @ForAll("regions") String source) {
        var policy = flow(source, "us-east");
        var first = policy.formatRemoteTopic(source, "export.us-east." + one);
        var second = policy.formatRemoteTopic(source, "export.us-east." + other);
        assertThat(first.equals(second)).isEqualTo(one.equals(other));
    }

    @Property
    void a_mirrored_topic_is_never_sent_back(@ForAll("topics") String topic) {
        var back = flow("us-east", "eu-central");
        var mirrored = flow("eu-central", "us-east").formatRemoteTopic("eu-central", "export.us-east." + topic);
        assertThat(back.topicSource(mirrored)).isEqualTo("eu-central");
    }

    @Provide
    Arbitrary<String> regions() {
        return Arbitraries.of("eu-central", "ap-southeast");
    }

    @Provide
    Arbitrary<String> topics() {
        return Arbitraries.strings().withChars("abcz09.-_").ofMinLength(1).ofMaxLength(40);
    }

    private static ArchipelagoReplicationPolicy flow(String source, String target) {
        return flow(source, target, Map.of());
    }

    private static ArchipelagoReplicationPolicy flow(String source, String target, Map<String, String> more) {
        var config = new HashMap<>(more);
        config.put("source.cluster.alias", source);
        config.put("target.cluster.alias", target);
        config.put(ArchipelagoReplicationPolicy.REGIONS, String.join(", ", REGIONS));
        var policy = new ArchipelagoReplicationPolicy();
        policy.configure(config);
        return policy;
    }
}
