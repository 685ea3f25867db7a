package io.archipelago.topology.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.archipelago.topology.Topology;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;

class AccessPlanTest {

    private static final List<String> PEERS = List.of("us-east");

    private final Topology topology = Topology.load();
    private final Set<AclBinding> running = Grants.forRegion(topology, "eu-central", PEERS).stream()
            .map(Acls::of)
            .collect(Collectors.toCollection(HashSet::new));

    @Test
    void a_broker_as_described_needs_nothing() {
        assertThat(plan().nothingToDo()).isTrue();
    }

    @Test
    void what_is_missing_is_given_and_said() {
        running.removeIf(binding -> binding.pattern().name().equals("export.us-east."));
        assertThat(plan().lines())
                .containsExactly(
                        "+ spiffe://us-east.archipelago/mirror may DESCRIBE_CONFIGS export.us-east.*",
                        "+ spiffe://us-east.archipelago/mirror may READ export.us-east.*");
    }

    @Test
    void a_widened_pattern_is_taken_back() {
        running.add(reads("User:spiffe://us-east.archipelago/mirror", "export.", PatternType.PREFIXED));
        assertThat(plan().lines()).containsExactly("- spiffe://us-east.archipelago/mirror may READ export.*");
    }

    @Test
    void a_permission_for_everybody_is_taken_back() {
        running.add(reads("User:*", "inventory.sites.v1", PatternType.LITERAL));
        assertThat(plan().lines()).containsExactly("- * may READ inventory.sites.v1");
    }

    @Test
    void a_region_that_is_no_peer_any_more_loses_its_permissions() {
        assertThat(AccessPlan.of(topology, "eu-central", List.of(), running).take())
                .extracting(Acls::text)
                .contains("spiffe://us-east.archipelago/mirror may READ export.us-east.*");
    }

    @Test
    void a_program_that_is_not_listed_any_more_loses_its_permissions() {
        running.add(reads("User:spiffe://eu-central.archipelago/program/orders", "orders.", PatternType.PREFIXED));
        assertThat(plan().lines())
                .containsExactly("- spiffe://eu-central.archipelago/program/orders may READ orders.*");
    }

    private AccessPlan plan() {
        return AccessPlan.of(topology, "eu-central", PEERS, running);
    }

    private static AclBinding reads(String principal, String topic, PatternType pattern) {
        return new AclBinding(
                new ResourcePattern(ResourceType.TOPIC, topic, pattern),
                new AccessControlEntry(principal, "*", AclOperation.READ, AclPermissionType.ALLOW));
    }
}
