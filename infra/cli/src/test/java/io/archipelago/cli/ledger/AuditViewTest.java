package io.archipelago.cli.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.archipelago.cli.client.Client;
import io.archipelago.events.ledger.Crossing;
import io.archipelago.events.ledger.LedgerEntry;
import io.archipelago.events.ledger.LedgerKey;
import io.archipelago.events.ledger.MerkleTree;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The command believes a region nothing but its key. */
class AuditViewTest {

    private static final LedgerKey KEY = LedgerKey.generate();
    private static final List<byte[]> LEAVES = List.of(leaf(1), leaf(2), leaf(3));
    private static final String ENTRY = entry().signedBy(KEY).text();

    private static byte[] leaf(int filled) {
        var leaf = new byte[32];
        leaf[0] = (byte) filled;
        return leaf;
    }

    private static LedgerEntry entry() {
        var crossing = new Crossing(
                "shop.customers",
                0,
                "us-east",
                null,
                null,
                0,
                3,
                1,
                3,
                3,
                900,
                new TreeMap<>(),
                List.of("gdpr#adequate"),
                List.of(),
                HexFormat.of().formatHex(MerkleTree.root(LEAVES)));
        return new LedgerEntry(
                "eu-central",
                7,
                Instant.EPOCH,
                Instant.EPOCH,
                List.of(crossing),
                LedgerEntry.BEGINNING,
                KEY.publicKey(),
                null);
    }

    /** Of a workload's data: entries alone. */
    private static ObjectNode answer(String entry) {
        var body = Client.JSON.createObjectNode();
        body.putObject("entries").put("7", entry);
        return body;
    }

    /** Of a subject: the second record, too. */
    private static ObjectNode withCopy(String entry, byte[] leaf) {
        var body = answer(entry);
        var copy = body.putArray("copies")
                .addObject()
                .put("flow", "shop.customers")
                .put("to", "us-east");
        var proof = copy.putObject("proof")
                .put("entry", 7)
                .put("index", 1)
                .put("size", 3)
                .put("leaf", HexFormat.of().formatHex(leaf))
                .put("root", HexFormat.of().formatHex(MerkleTree.root(LEAVES)));
        var path = proof.putArray("path");
        MerkleTree.path(LEAVES, 1).forEach(hash -> path.add(HexFormat.of().formatHex(hash)));
        return body;
    }

    private static String printed(JsonNode body) {
        var out = new ByteArrayOutputStream();
        var before = System.out;
        try {
            System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
            AuditCommand.print(new AuditCommand.Answer("eu-central", body, KEY.publicKey()));
        } finally {
            System.setOut(before);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void a_record_of_a_signed_entry_is_proven() {
        assertThat(printed(withCopy(ENTRY, LEAVES.get(1))))
                .contains("proven: record 2 of 3 in entry 7, whose signature fits")
                .doesNotContain("NOT PROVEN");
    }

    @Test
    void another_record_or_a_changed_entry_is_not() {
        assertThat(printed(withCopy(ENTRY, leaf(9)))).contains("NOT PROVEN: the proof of entry 7 does not fit");
        assertThat(printed(withCopy(ENTRY.replace("\"bytes\":900", "\"bytes\":901"), LEAVES.get(1))))
                .contains("NOT PROVEN: the proof of entry 7 does not fit");
    }

    @Test
    void the_entries_of_a_workload_are_checked_too() {
        assertThat(printed(answer(ENTRY)))
                .contains("entry 7  shop.customers to us-east: 3 records, 900 bytes, by [\"gdpr#adequate\"]")
                .doesNotContain("NOT PROVEN");
        assertThat(printed(answer(ENTRY.replace("\"bytes\":900", "\"bytes\":901"))))
                .contains("entry 7 is NOT PROVEN");
    }
}
