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

    private static final String REGION = "eu-central";

    private final Set<Grant> grants = Grants.forRegion(Topology.load(), REGION, List.of("us-east", "ap-southeast"));

    @Test
    void a_peers_mirror_reads_what_was_exported_for_it_and_nothing_else() {
        var foreign = grants.stream()
                .filter(grant -> !grant.identity().region().equals(REGION))
                .toList();
        assertThat(foreign)
                .extracting(Grant::toString)
                .containsExactlyInAnyOrder(
                        "spiffe://us-east.archipelago/mirror may READ export.us-east.*",
                        "spiffe://us-east.archipelago/mirror may DESCRIBE_CONFIGS export.us-east.*",
                        "spiffe://ap-southeast.archipelago/mirror may READ export.ap-southeast.*",
                        "spiffe://ap-southeast.archipelago/mirror may DESCRIBE_CONFIGS export.ap-southeast.*");
    }

    @Test
    void only_the_gate_writes_records_to_export_topics() {
        var writers = grants.stream()
                .filter(grant -> grant.right() == Right.WRITE && grant.name().startsWith("export."))
                .filter(grant -> !grant.name().endsWith(".heartbeats"))
                .map(Grant::identity)
                .collect(Collectors.toSet());
        assertThat(writers).containsExactly(Identity.service(REGION, "residency-policy"));
    }

    @Test
    void only_the_connect_worker_writes_what_came_from_a_peer() {
        var writers = grants.stream()
                .filter(grant -> grant.right() == Right.WRITE && grant.name().startsWith("us-east."))
                .map(Grant::identity)
                .collect(Collectors.toSet());
        assertThat(writers).containsExactly(Identity.service(REGION, "connect"));
    }

    @Test
    void only_the_gate_may_do_something_with_every_topic_and_nobody_writes_every_topic() {
        assertThat(grants)
                .filteredOn(grant -> grant.name().equals(Grant.ANY))
                .isNotEmpty()
                .allSatisfy(grant -> {
                    assertThat(grant.identity()).isEqualTo(Identity.service(REGION, "residency-policy"));
                    assertThat(grant.right()).isNotEqualTo(Right.WRITE);
                });
    }

    @Test
    void what_goes_through_the_outbox_is_written_by_debezium_alone() {
        assertThat(writersOf("inventory.sites.v1")).containsExactly(Identity.service(REGION, "connect"));
        assertThat(writersOf("inventory.declarations.v1"))
                .containsExactlyInAnyOrder(Identity.program(REGION, "bench"), Identity.program(REGION, "shop"));
        assertThat(writersOf("telemetry.spans.v1"))
                .contains(Identity.service(REGION, "cost"), Identity.service(REGION, "placement"));
    }

    @Test
    void a_program_owns_the_topics_that_begin_with_its_name_here_and_reads_their_copies() {
        var shop = Identity.program(REGION, "shop");
        assertThat(grants)
                .contains(Grant.topics(shop, Right.WRITE, "shop."), Grant.topics(shop, Right.READ, "us-east.shop."))
                .doesNotContain(Grant.topics(shop, Right.WRITE, "us-east.shop."));
    }

    @Test
    void everyone_uses_consumer_groups_and_transactions_of_its_own_name_only() {
        assertThat(grants)
                .filteredOn(grant -> grant.resource() != Resource.TOPIC)
                .isNotEmpty()
                .allSatisfy(grant -> {
                    assertThat(grant.prefix()).isTrue();
                    assertThat(grant.identity().path())
                            .endsWith("/" + grant.name().replace(".", ""));
                });
    }

    private Set<Identity> writersOf(String topic) {
        return grants.stream()
                .filter(grant -> grant.right() == Right.WRITE && grant.name().equals(topic))
                .map(Grant::identity)
                .collect(Collectors.toSet());
    }
}
