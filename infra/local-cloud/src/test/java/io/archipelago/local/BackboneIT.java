package io.archipelago.local;

import static io.archipelago.local.RegionProbe.header;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archipelago.local.LocalCloud.Chaos;
import io.archipelago.local.LocalCloud.Rotation;
import io.archipelago.topology.TopicSettings;
import io.archipelago.topology.Topology;
import io.archipelago.topology.access.Identity;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The bare way of an event, without services: outbox, Debezium, topic, MirrorMaker, the other region's topic. */
class BackboneIT {
    private static final String TOPIC = "inventory.sites.v1";
    private static LocalCloud cloud;
    private static RegionProbe europe;
    private static RegionProbe america;

    @BeforeAll
    static void two_regions_run() throws Exception {
        var project = Path.of("../..").toRealPath();
        var installation = new Installation(project, Path.of("target/backbone").toAbsolutePath());
        cloud = new LocalCloud(installation);
        cloud.down(true, step -> {});
        cloud.up(2, false, step -> {});
        europe = new RegionProbe(installation, "eu-central");
        america = new RegionProbe(installation, "us-east");
    }

    @AfterAll
    static void nothing_is_left_running() {
        cloud.down(true, step -> {});
        assertThat(cloud.status()).isEmpty();
    }

    @Test
    void a_row_becomes_a_cloud_event_with_its_bytes_as_they_are() throws Exception {
        byte[] payload = {0, 1, (byte) 0xff, '{', '"'};
        try (var database = europe.database("inventory")) {
            var id = europe.commit(database, TOPIC, "fra-1", payload);
            var record = europe.await(TOPIC, id);
            assertThat(record.key()).isEqualTo("fra-1".getBytes(UTF_8));
            assertThat(record.value()).isEqualTo(payload);
            assertThat(headersOf(record))
                    .containsExactlyInAnyOrder(
                            "ce_id=" + id,
                            "ce_specversion=1.0",
                            "ce_type=io.archipelago." + TOPIC,
                            "ce_source=eu-central/inventory",
                            "ce_subject=fra-1",
                            "ce_time=2026-11-25T10:00:00.123Z",
                            "ce_dataclassification=internal",
                            "ce_jurisdiction=DE",
                            "ce_owner=team=shop",
                            "ce_hlc=1764064800123-0-eu-central",
                            "traceparent=00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                            "content-type=application/json");
            try (var rows = database.createStatement().executeQuery("select count(*) from outbox")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getInt(1)).isZero();
            }
        }
    }

    @Test
    void a_row_without_payload_becomes_a_tombstone() throws Exception {
        try (var database = europe.database("inventory")) {
            var id = europe.commit(database, TOPIC, "gone-1", null);
            assertThat(europe.await(TOPIC, id).value()).isNull();
        }
    }

    @Test
    void a_service_sees_no_other_services_tables() throws Exception {
        try (var database = europe.database("cost");
                var statement = database.createStatement()) {
            assertThatThrownBy(() -> statement.execute("select * from inventory.outbox"))
                    .hasMessageContaining("permission denied");
        }
    }

    @Test
    void a_service_names_another_services_topic_in_its_own_outbox() throws Exception {
        var theirs = "placement.reservations.v1";
        try (var database = europe.database("cost")) {
            try (var log = database.createStatement()) {
                log.execute("select pg_logical_emit_message(false, 'outbox', 'past the outbox')");
            }
            var id = europe.commit(database, theirs, "forged", new byte[] {1});
            var letter = europe.await("cost.dead-letters.v1", id);
            assertThat(letter.value()).isEqualTo(new byte[] {1});
            assertThat(header(letter, "dlq_reason")).isEqualTo("foreign-topic: cost has no say on '" + theirs + "'");
            assertThat(header(letter, "dlq_topic")).isEqualTo("cost.outbox");
            assertThat(Long.parseLong(header(letter, "dlq_offset"))).isPositive();
        }
        try (var database = europe.database("placement")) {
            var later = europe.commit(database, theirs, "genuine", new byte[] {2});
            assertThat(europe.readUntil(theirs, seen -> idsOf(seen).contains(later.toString())))
                    .extracting(record -> new String(record.key(), UTF_8))
                    .containsExactly("genuine");
        }
    }

    @Test
    void an_exported_record_arrives_abroad_unchanged() throws Exception {
        var id = UUID.randomUUID();
        var record = new ProducerRecord<>(
                "export.us-east." + TOPIC, 0, 1_700_000_000_000L, "fra-1".getBytes(UTF_8), new byte[] {1, 0, 2});
        record.headers().add(new RecordHeader("ce_id", id.toString().getBytes(UTF_8)));
        record.headers().add(new RecordHeader("x-bytes", new byte[] {(byte) 0xfe, 0}));
        europe.produce(record);
        var mirrored = america.await("eu-central." + TOPIC, id);
        assertThat(mirrored.key()).isEqualTo(record.key());
        assertThat(mirrored.value()).isEqualTo(record.value());
        assertThat(mirrored.timestamp()).isEqualTo(1_700_000_000_000L);
        assertThat(mirrored.headers().lastHeader("x-bytes").value()).isEqualTo(new byte[] {(byte) 0xfe, 0});
        assertThat(mirrored.headers().toArray()).hasSize(2);
    }

    @Test
    void a_tombstone_crosses_too() throws Exception {
        var record =
                new ProducerRecord<byte[], byte[]>("export.us-east.inventory.workloads.v1", "x".getBytes(UTF_8), null);
        europe.produce(record);
        var mirrored = america.readUntil("eu-central.inventory.workloads.v1", seen -> !seen.isEmpty());
        assertThat(mirrored).hasSize(1);
        assertThat(mirrored.getFirst().value()).isNull();
    }

    @Test
    void there_are_the_described_topics_and_no_others() throws Exception {
        var described = Topology.load().forRegion("us-east", List.of("eu-central"), "local").stream()
                .map(TopicSettings::name)
                .collect(Collectors.toSet());
        assertThat(america.topics()).isEqualTo(described);
        var stray = new ProducerRecord<>("inventory.stray.v1", new byte[] {1}, new byte[] {1});
        assertThatThrownBy(() -> america.produce(stray)).hasMessageContaining("inventory.stray.v1");
        assertThat(america.topics()).isEqualTo(described);
    }

    @Test
    void heartbeats_cross_every_link() {
        assertThat(america.readUntil("eu-central.heartbeats", seen -> seen.size() >= 2))
                .hasSizeGreaterThanOrEqualTo(2);
        assertThat(europe.readUntil("us-east.heartbeats", seen -> seen.size() >= 2))
                .hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void rows_written_before_the_connector_first_starts_are_not_missed() throws Exception {
        var connect = america.connect();
        connect.put("/connectors/outbox/stop", "");
        Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> connect.get("/connectors/outbox/status")
                .body()
                .at("/connector/state")
                .asText()
                .equals("STOPPED"));
        assertThat(connect.delete("/connectors/outbox/offsets").succeeded()).isTrue();
        try (var database = america.database("placement")) {
            var id = america.commit(database, "placement.placements.v1", "early", new byte[] {7});
            connect.put("/connectors/outbox/resume", "");
            assertThat(america.await("placement.placements.v1", id).value()).isEqualTo(new byte[] {7});
        }
    }

    @Test
    void a_killed_connect_loses_and_doubles_nothing() throws Exception {
        everyRowArrivesOnce("cost.charges.v1", "cost", () -> {
            cloud.chaos(Chaos.KILL, "eu-central", PartName.CONNECT, step -> {});
            cloud.chaos(Chaos.START, "eu-central", PartName.CONNECT, step -> {});
        });
    }

    @Test
    void a_killed_database_is_started_again_and_loses_and_doubles_nothing() throws Exception {
        everyRowArrivesOnce("residency.rulings.v1", "residency", () -> {
            var before = part("eu-central", PartName.POSTGRES);
            ProcessHandle.of(before.pid()).orElseThrow().destroyForcibly();
            Awaitility.await().atMost(Duration.ofMinutes(3)).until(() -> {
                var now = part("eu-central", PartName.POSTGRES);
                return now.state() == PartState.READY && !before.pid().equals(now.pid());
            });
            assertThat(part("eu-central", PartName.POSTGRES).restarts()).isPositive();
        });
    }

    @Test
    void a_region_that_lost_power_catches_up_with_what_was_exported_meanwhile() throws Exception {
        cloud.chaos(Chaos.KILL, "us-east", null, step -> {});
        assertThat(cloud.status().orElseThrow().regions().get(1).parts())
                .filteredOn(part -> part.state() != PartState.ABSENT)
                .allMatch(part -> part.state() == PartState.TAKEN_DOWN && part.pid() == null);
        var id = UUID.randomUUID();
        var record = new ProducerRecord<>("export.us-east.inventory.datasets.v1", "d".getBytes(UTF_8), new byte[] {9});
        record.headers().add(new RecordHeader("ce_id", id.toString().getBytes(UTF_8)));
        europe.produce(record);
        cloud.chaos(Chaos.START, "us-east", null, step -> {});
        assertThat(america.await("eu-central.inventory.datasets.v1", id).value())
                .isEqualTo(new byte[] {9});
    }

    @Test
    void connect_is_asked_without_a_certificate() throws Exception {
        assertThatThrownBy(() -> europe.connectAsNobody().get("/connectors")).isInstanceOf(IOException.class);
    }

    @Test
    void a_service_registers_a_connector() throws Exception {
        var service = europe.connectAs(Identity.service("eu-central", "placement"));
        assertThat(service.put("/connectors/theirs/config", Map.of()).status()).isEqualTo(403);
        assertThat(service.get("/connectors").status()).isEqualTo(403);
        assertThat(europe.connect().get("/connectors").status()).isEqualTo(200);
    }

    @Test
    void a_regions_certificates_are_renewed_while_rows_become_events() throws Exception {
        everyRowArrivesOnce("placement.weights.v1", "placement", () -> {
            var connect = part("eu-central", PartName.CONNECT);
            try (var gate = europe.exporting("trust.bundles.v1", "us-east")) {
                cloud.rotate("eu-central", Rotation.STOLEN_AUTHORITY, step -> {});
            }
            assertThat(america.trusted("peer-eu-central.pem")).isEqualTo(europe.trusted("authority.pem"));
            assertThat(europe.connect().get("/connectors").status()).isEqualTo(200);
            assertThat(part("eu-central", PartName.CONNECT).pid()).isEqualTo(connect.pid());
        });
    }

    private interface Fault {
        void happens() throws Exception;
    }

    /** Rows are committed before, during and after the fault; each must come once. */
    private static void everyRowArrivesOnce(String topic, String role, Fault fault) throws Exception {
        var ids = new ArrayList<String>();
        commit(topic, role, 50, ids);
        fault.happens();
        commit(topic, role, 50, ids);
        var arrived = europe.readUntil(topic, seen -> idsOf(seen).containsAll(ids));
        assertThat(idsOf(arrived)).containsExactlyInAnyOrderElementsOf(ids);
    }

    private static void commit(String topic, String role, int rows, List<String> ids) throws Exception {
        try (var database = europe.database(role)) {
            for (int i = 0; i < rows; i++)
                ids.add(europe.commit(database, topic, "k" + i, new byte[] {1}).toString());
        }
    }

    private static List<String> idsOf(List<ConsumerRecord<byte[], byte[]>> records) {
        return records.stream().map(record -> header(record, "ce_id")).toList();
    }

    private static Set<String> headersOf(ConsumerRecord<byte[], byte[]> record) {
        var all = new java.util.HashSet<String>();
        record.headers().forEach(h -> all.add(h.key() + "=" + new String(h.value(), UTF_8)));
        return all;
    }

    private static CloudStatus.Part part(String region, PartName name) {
        return cloud.status().orElseThrow().regions().stream()
                .filter(r -> r.name().equals(region))
                .flatMap(r -> r.parts().stream())
                .filter(p -> p.name().equals(name.text()))
                .findFirst()
                .orElseThrow();
    }
}
