package io.archipelago.topology.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.archipelago.topology.Topology;
import io.archipelago.topology.access.Grant.Resource;
import io.archipelago.topology.access.Grant.Right;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The sixth law, as far as permissions can hold it. */
class GrantsTest {

    private final Set<Grant> grants =
            Grants.forRegion(Topology.load(), "eu-central", List.of("us-east", "ap-southeast"));

    @Test
    void a_peers_mirror_reads_its_own_export_topics_and_nothing_else() {
        var foreign = grants.stream()
                .filter(grant -> !grant.principal().startsWith("eu-central."))
                .toList();
        assertThat(foreign).isNotEmpty().allSatisfy(grant -> {
            var region = grant.principal().substring(0, grant.principal().indexOf('.'));
            assertThat(grant.principal()).isEqualTo(region + ".mirror");
            assertThat(grant.right()).isEqualTo(Right.READ);
            assertThat(grant.resource()).isEqualTo(Resource.TOPIC);
            assertThat(grant.name()).startsWith("export." + region + ".");
            assertThat(grant.prefix()).isFalse();
        });
    }

    @Test
    void only_the_gate_writes_records_to_export_topics() {
        var writers = grants.stream()
                .filter(grant -> grant.right() == Right.WRITE && grant.name().startsWith("export."))
                .filter(grant -> !grant.name().endsWith(".heartbeats"))
                .map(Grant::principal)
                .collect(Collectors.toSet());
        assertThat(writers).containsExactly("eu-central.residency-policy");
    }

    @Test
    void only_the_connect_worker_writes_what_came_from_a_peer() {
        var writers = grants.stream()
                .filter(grant -> grant.right() == Right.WRITE && grant.name().startsWith("us-east."))
                .map(Grant::principal)
                .collect(Collectors.toSet());
        assertThat(writers).containsExactly("eu-central.connect");
    }

    @Test
    void what_goes_through_the_outbox_is_written_by_debezium_alone() {
        assertThat(writersOf("inventory.sites.v1")).containsExactly("eu-central.connect");
        assertThat(writersOf("inventory.declarations.v1")).containsExactly("eu-central.integrators");
        assertThat(writersOf("telemetry.spans.v1")).contains("eu-central.cost", "eu-central.placement");
    }

    @Test
    void every_reader_may_use_groups_of_its_own_name() {
        assertThat(grants)
                .contains(new Grant("eu-central.placement", Right.READ, Resource.GROUP, "placement", true))
                .contains(new Grant(
                        "eu-central.residency-policy",
                        Right.WRITE,
                        Resource.TRANSACTIONAL_ID,
                        "residency-policy",
                        true));
    }

    private Set<String> writersOf(String topic) {
        return grants.stream()
                .filter(grant -> grant.right() == Right.WRITE && grant.name().equals(topic))
                .map(Grant::principal)
                .collect(Collectors.toSet());
    }
}
