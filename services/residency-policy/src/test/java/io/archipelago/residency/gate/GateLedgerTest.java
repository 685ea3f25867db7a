package io.archipelago.residency.gate;

import static io.archipelago.residency.gate.Border.labels;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.archipelago.events.ledger.Crossing;
import io.archipelago.events.ledger.LedgerEntry;
import io.archipelago.events.ledger.LedgerFile;
import io.archipelago.events.ledger.LedgerSeal;
import io.archipelago.events.ledger.MerkleTree;
import io.archipelago.residency.Lawgiver;
import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the gate lets cross and what the ledger says of it, before a real broker. */
class GateLedgerTest extends BorderTest {

    private static final Map<String, byte[]> PUBLIC = labels("public", "DE");

    /** Says nothing of what crosses here. */
    private static final String OTHER_LAW = """
            apiVersion: archipelago.io/v1
            kind: ResidencyPolicy
            metadata: {name: another}
            spec:
              dataClasses: [payment]
              subjects: ['*']
              rules:
                - {id: nowhere, effect: deny, actions: [send], jurisdictions: ['*'], source: test}
            """;

    @BeforeEach
    void open() throws Exception {
        openForPublicData();
    }

    private void cross(String... keys) {
        int before = border.exportedKeys("us-east", topic).size();
        long counted = border.counted(topic, "us-east").crossed();
        for (var key : keys) border.write(topic, key, "value of " + key, PUBLIC);
        await().until(() -> {
            var exported = border.exportedKeys("us-east", topic);
            // A gate that does not know the law of before sends once more what the present one allows.
            return exported.size() >= before + keys.length
                    && exported.subList(before, exported.size()).containsAll(List.of(keys));
        });
        await().until(() -> border.counted(topic, "us-east").crossed() >= counted + keys.length);
    }

    private List<Crossing> crossings() {
        return border.law.entries().stream()
                .flatMap(entry -> entry.crossings().stream())
                .filter(crossing -> crossing.flow().equals(topic))
                .toList();
    }

    private List<byte[]> leavesOfTheCopies() {
        var leaf = new Leaf();
        return border.exported("us-east", topic).stream()
                .map(copy -> leaf.of(copy.timestamp(), copy.key(), copy.value(), copy.headers()))
                .toList();
    }

    private static String hex(byte[] hash) {
        return HexFormat.of().formatHex(hash);
    }

    @Test
    void what_crossed_is_entered_with_its_root_and_whoever_reads_the_copies_gets_the_same() {
        border.write(topic, "kept", "x", labels("nonsense", "DE"));
        cross("a", "b", "c");
        var crossing = crossings().getFirst();
        assertThat(crossing.first()).isEqualTo(1);
        assertThat(crossing.last()).isEqualTo(3);
        assertThat(crossing.count()).isEqualTo(3);
        assertThat(crossing.decidedFrom()).isZero();
        assertThat(crossing.decidedTo()).isEqualTo(4);
        assertThat(crossing.owner()).isEqualTo("shop");
        assertThat(crossing.bytesByClass()).containsOnlyKeys("public").containsValue(crossing.bytes());
        assertThat(crossing.rulings()).containsExactly("public-open#everywhere");
        assertThat(crossing.laws())
                .containsExactly(border.law.core().law().code().version());
        assertThat(crossing.root()).isEqualTo(hex(MerkleTree.root(leavesOfTheCopies())));
    }

    @Test
    void entries_follow_each_other_and_can_be_checked_by_anyone() throws Exception {
        cross("a");
        border.law.ledger();
        cross("b", "c");
        assertThat(crossings()).extracting(Crossing::first).containsExactly(1L, 2L);
        assertThat(crossings()).extracting(Crossing::decidedFrom).containsExactly(0L, 1L);
        var entries = border.law.entries();
        var head = border.law.core().ledgerHead();
        var file = entries.stream().map(LedgerEntry::text).collect(Collectors.joining("\n")) + "\n"
                + LedgerSeal.of("eu-central", head.number(), head.hash(), Instant.EPOCH, Lawgiver.KEY)
                        .text()
                + "\n";
        var verdict =
                LedgerFile.verify(() -> new ByteArrayInputStream(file.getBytes(UTF_8)), 1, Lawgiver.KEY.publicKey());
        assertThat(verdict.damage()).isNull();
        assertThat(verdict.entries()).isEqualTo(entries.size());
    }

    /** A gate killed before it told anyone, and a database that was lost with it: the copies are still there. */
    @Test
    void what_was_copied_and_never_entered_is_entered_by_the_next_gate() throws Exception {
        cross("a", "b");
        border.close();
        border = new Border(broker); // nothing is left but the broker
        openForPublicData();
        cross("c");
        assertThat(crossings()).hasSize(1).first().satisfies(crossing -> {
            assertThat(crossing.first()).isEqualTo(1);
            assertThat(crossing.last()).isEqualTo(3);
            assertThat(crossing.count()).isEqualTo(3);
            assertThat(crossing.rulings()).containsExactly("public-open#everywhere");
            assertThat(crossing.root()).isEqualTo(hex(MerkleTree.root(leavesOfTheCopies())));
        });
        assertThat(border.exported("us-east", topic))
                .extracting(copy -> Crossed.of(copy.headers()))
                .containsExactly(new Crossed(0, 1, 0), new Crossed(0, 2, 1), new Crossed(0, 3, 2));
    }

    /** Whoever decides again must do it by the law of that time, not by the one the next gate found. */
    @Test
    void what_was_copied_and_never_entered_is_entered_with_the_inputs_of_its_own_decision() throws Exception {
        cross("a");
        var law = border.law.core().law().code().version();
        border.close();
        border = new Border(broker);
        border.law.declare(OTHER_LAW);
        openForPublicData();
        cross("b");
        assertThat(crossings()).extracting(Crossing::laws).hasSize(2).startsWith(List.of(law));
        assertThat(crossings())
                .extracting(Crossing::inputs)
                .satisfiesExactly(then -> assertThat(then).isEqualTo(inputs(law)), now -> assertThat(now)
                        .isEqualTo(inputs(border.law.core().law().code().version())));
    }

    private static Crossing.Inputs inputs(String law) {
        return new Crossing.Inputs(law, List.of("public:EU-EEA"), "US", "DE", List.of(), List.of(), 0L);
    }

    @Test
    void a_change_of_law_begins_another_crossing() {
        cross("a");
        border.law.declare(OTHER_LAW);
        cross("b");
        assertThat(crossings()).extracting(Crossing::first).containsExactly(1L, 2L);
        assertThat(crossings()).extracting(Crossing::decidedFrom).containsExactly(0L, 1L);
        assertThat(crossings()).extracting(Crossing::laws).doesNotHaveDuplicates();
    }

    @Test
    void a_report_that_is_told_twice_is_entered_once() {
        cross("a");
        var report = border.tally.handOverAll(Instant.now());
        border.law.command(report);
        border.law.command(report);
        assertThat(crossings()).hasSize(1);
    }

    @Test
    void records_that_were_gone_before_they_were_read_show_in_the_offsets() throws Exception {
        cross("a");
        border.law.expired = "test";
        await().until(() -> !border.isOpen());
        for (var key : List.of("b", "c", "d")) border.write(topic, key, "1", PUBLIC);
        try (var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()))) {
            var deletes = new AlterConfigOp(new ConfigEntry("cleanup.policy", "delete"), AlterConfigOp.OpType.SET);
            admin.incrementalAlterConfigs(
                            Map.of(new ConfigResource(ConfigResource.Type.TOPIC, topic), List.of(deletes)))
                    .all()
                    .get();
            admin.deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(3)))
                    .all()
                    .get();
        }
        border.law.expired = null;
        await().until(() -> border.exportedKeys("us-east", topic).contains("d"));
        await().until(() -> crossings().size() == 2);
        assertThat(crossings().getLast().decidedFrom()).isEqualTo(3);
        assertThat(crossings().getLast().first()).isEqualTo(2);
    }

    /** No fresh word from the law, or a ledger that is lost: to the gate it is the same. */
    @Test
    void nothing_crosses_while_nobody_vouches_for_law_and_ledger() {
        border.law.expired = "nobody has confirmed the law for 30 s";
        border.write(topic, "a", "1", PUBLIC);
        await().until(() -> border.reasons().equals(List.of("nobody has confirmed the law for 30 s")));
        assertThat(border.exportedKeys("us-east", topic)).isEmpty();
        border.law.expired = null;
        await().until(() -> border.exportedKeys("us-east", topic).equals(List.of("a")));
    }
}
