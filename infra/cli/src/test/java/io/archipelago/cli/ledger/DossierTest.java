package io.archipelago.cli.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.archipelago.cli.Archipelago;
import io.archipelago.cli.ExitCode;
import io.archipelago.events.ledger.Crossing;
import io.archipelago.events.ledger.LedgerEntry;
import io.archipelago.events.ledger.LedgerKey;
import io.archipelago.events.ledger.LedgerSeal;
import io.archipelago.events.ledger.SignedText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder with the ledgers of two regions and what the one certifies of the other. */
class DossierTest {

    private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");

    private final LedgerKey here = LedgerKey.generate();
    private final LedgerKey there = LedgerKey.generate();

    @TempDir
    private Path folder;

    @BeforeEach
    void ledgers() throws IOException {
        ledger("eu-central", here, crossing(1, 40), crossing(41, 50));
        ledger("us-east", there);
    }

    private static Crossing crossing(long first, long last) {
        return new Crossing(
                "shop.customers",
                0,
                "us-east",
                "customers",
                "shop",
                first,
                last + 1,
                first,
                last,
                last - first + 1,
                100,
                new TreeMap<>(),
                List.of("gdpr#framework"),
                List.of("3fa1c0de77aa"),
                "ab".repeat(32),
                null,
                null);
    }

    private void ledger(String region, LedgerKey key, Crossing... crossings) throws IOException {
        var lines = new ArrayList<String>();
        var head = LedgerEntry.BEGINNING;
        for (var crossing : crossings) {
            var entry = new LedgerEntry(
                            region, lines.size() + 1, NOON, NOON.plusSeconds(5), List.of(crossing), head, "", null)
                    .signedBy(key);
            lines.add(entry.text());
            head = entry.hash();
        }
        lines.add(LedgerSeal.of(region, lines.size(), head, NOON, key).text());
        Files.writeString(folder.resolve(region + ".ledger.jsonl"), String.join("\n", lines) + "\n");
    }

    private void certificate(LedgerKey key, long confirmed) throws IOException {
        certificate(key, confirmed, "COMPLETE");
    }

    private void certificate(LedgerKey key, long confirmed, String verdict) throws IOException {
        var said = """
                {"flow":"shop.customers","partition":0,"source":"eu-central","to":"us-east","verdict":"%s",\
                "confirmed":%d,"entry":2,"key":"%s"}""".formatted(verdict, confirmed, key.publicKey());
        Files.writeString(folder.resolve("us-east.certificates.jsonl"), SignedText.write(said, key) + "\n");
    }

    private int verify(String... keys) {
        var words = new ArrayList<>(List.of("ledger", "verify", folder.toString()));
        for (var key : keys) words.addAll(List.of("--key", key));
        return Archipelago.run(words.toArray(String[]::new));
    }

    private String contradiction() throws IOException {
        return Dossier.verify(folder, Set.of()).flows().getFirst().contradiction();
    }

    @Test
    void a_certificate_and_the_ledger_of_its_source_agree() throws IOException {
        certificate(there, 50);
        var proof = Dossier.verify(folder, Set.of());
        assertThat(proof.flows())
                .containsExactly(new Dossier.Flow("shop.customers", 0, "eu-central", "us-east", "COMPLETE", 50, ""));
        assertThat(proof.sound()).isTrue();
        assertThat(verify()).isZero();
    }

    @Test
    void a_certificate_of_a_crossing_that_no_ledger_has_is_a_contradiction() throws IOException {
        certificate(there, 51);
        assertThat(contradiction()).contains("no crossing that ends with record 51");
        assertThat(verify()).isEqualTo(ExitCode.ERROR);
    }

    @Test
    void a_certificate_signed_by_another_region_is_none() throws IOException {
        certificate(here, 50);
        assertThat(contradiction()).isEqualTo("not signed by us-east");
    }

    @Test
    void a_certificate_that_was_changed_is_none() throws IOException {
        certificate(there, 50);
        var file = folder.resolve("us-east.certificates.jsonl");
        Files.writeString(file, Files.readString(file).replace("COMPLETE", "BROKEN"));
        assertThat(contradiction()).isEqualTo("not signed by us-east");
    }

    @Test
    void a_damaged_ledger_is_named() throws IOException {
        certificate(there, 50);
        var file = folder.resolve("eu-central.ledger.jsonl");
        Files.writeString(file, Files.readString(file).replaceFirst("gdpr", "gdqr"));
        assertThat(Dossier.verify(folder, Set.of()).ledgers().get("eu-central"))
                .satisfies(verdict -> assertThat(verdict.damage()).isNotNull());
        assertThat(verify()).isEqualTo(ExitCode.ERROR);
    }

    @Test
    void a_flow_without_a_certificate_is_listed() throws IOException {
        assertThat(Dossier.verify(folder, Set.of()).flows())
                .containsExactly(new Dossier.Flow("shop.customers", 0, "eu-central", "us-east", "NONE", 0, ""));
    }

    @Test
    void a_destination_that_says_broken_is_an_error_though_all_files_are_sound() throws IOException {
        certificate(there, 50, "BROKEN");
        assertThat(Dossier.verify(folder, Set.of()).sound()).isTrue();
        assertThat(verify()).isEqualTo(ExitCode.ERROR);
    }

    @Test
    void ledgers_signed_with_keys_that_nobody_trusts_are_an_error() throws IOException {
        certificate(there, 50);
        assertThat(verify(here.publicKey(), there.publicKey())).isZero();
        assertThat(verify(there.publicKey())).isEqualTo(ExitCode.ERROR);
        assertThat(Dossier.verify(folder, Set.of(there.publicKey()))
                        .ledgers()
                        .get("eu-central")
                        .damage())
                .contains("another key: " + here.publicKey());
    }

    @Test
    void a_ledger_is_of_the_region_that_signed_it_whatever_its_file_is_called() throws IOException {
        certificate(there, 50);
        Files.move(folder.resolve("eu-central.ledger.jsonl"), folder.resolve("ap-southeast.ledger.jsonl"));
        var proof = Dossier.verify(folder, Set.of());
        assertThat(proof.ledgers()).containsOnlyKeys("eu-central", "us-east");
        assertThat(proof.flows())
                .containsExactly(new Dossier.Flow("shop.customers", 0, "eu-central", "us-east", "COMPLETE", 50, ""));
    }

    @Test
    void two_ledgers_of_one_region_are_an_error() throws IOException {
        Files.copy(folder.resolve("eu-central.ledger.jsonl"), folder.resolve("ap-southeast.ledger.jsonl"));
        assertThat(verify()).isEqualTo(ExitCode.ERROR);
    }
}
