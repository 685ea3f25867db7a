package io.archipelago.cli.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.archipelago.cli.ExitCode;
import io.archipelago.cli.Failure;
import io.archipelago.events.EventJson;
import io.archipelago.events.ledger.Crossing;
import io.archipelago.events.ledger.LedgerEntry;
import io.archipelago.events.ledger.LedgerKey;
import io.archipelago.events.ledger.MerkleTree;
import io.archipelago.events.ledger.SignedText;
import io.archipelago.residency.audit.Audit;
import io.archipelago.residency.domain.Code;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A kept audit is checked by the file alone. */
class AuditReplayTest {

    private static final LedgerKey KEY = LedgerKey.generate();
    private static final Instant NOON = Instant.parse("2027-01-31T12:00:00Z");
    private static final List<byte[]> LEAVES = List.of(new byte[32], new byte[32]);

    private record Run(int code, String out, String err) {}

    private static String answer(String region, String... cloud) {
        var countries = new TreeMap<String, String>();
        for (var one : cloud) countries.put(one, "DE");
        var crossing = new Crossing(
                "shop.customers",
                0,
                "us-east",
                "customers",
                "shop",
                0,
                3,
                1,
                2,
                2,
                900,
                new TreeMap<>(Map.of("public", 900L)),
                List.of("gdpr#adequate"),
                List.of(),
                HexFormat.of().formatHex(MerkleTree.root(LEAVES)),
                new Crossing.Inputs("3fa1c0de77aa", List.of(), "US", "DE", List.of("billing"), List.of(), 0L),
                null);
        var entry = new LedgerEntry(
                        region, 1, NOON, NOON, List.of(crossing), LedgerEntry.BEGINNING, KEY.publicKey(), null)
                .signedBy(KEY);
        var audit = new Audit(
                region,
                new Audit.Question(null, "cart", null, NOON, 100),
                NOON,
                countries,
                List.of("shop.customers"),
                List.of(),
                0,
                0,
                new TreeMap<>(Map.of(1L, entry.text())),
                null,
                new TreeMap<>(Map.of(Code.EMPTY.version(), Code.EMPTY)),
                KEY.publicKey());
        try {
            return SignedText.write(EventJson.MAPPER.writeValueAsString(audit), KEY) + "\n";
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static Run replayed(String file, Set<String> trusted) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var before = System.out;
        var beforeErr = System.err;
        try {
            System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
            int code = AuditCommand.ReplayCommand.replay(file, trusted);
            return new Run(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(before);
            System.setErr(beforeErr);
        }
    }

    @Test
    void the_whole_answer_of_a_whole_cloud_is_sound() {
        var file = answer("eu-central", "eu-central", "us-east") + answer("us-east", "eu-central", "us-east");
        var run = replayed(file, Set.of(KEY.publicKey()));
        assertThat(run.code()).isEqualTo(ExitCode.OK);
        assertThat(run.out())
                .contains("entry 1  shop.customers to us-east: 2 records, 900 bytes, by gdpr#adequate")
                .contains("law 3fa1c0de77aa, from DE to US, for billing, after 0 records or more")
                .doesNotContain("NOT PROVEN");
    }

    @Test
    void a_region_whose_answer_is_missing_is_named() {
        var run = replayed(answer("eu-central", "eu-central", "us-east"), Set.of());
        assertThat(run.code()).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(run.err()).contains("what left us-east is missing from this audit");
    }

    @Test
    void a_changed_answer_another_key_or_a_second_answer_is_found() {
        var file = answer("eu-central", "eu-central");
        assertThat(replayed(file.replace("\"found\":0", "\"found\":1"), Set.of())
                        .code())
                .isEqualTo(ExitCode.ERROR);
        assertThat(replayed(file, Set.of(LedgerKey.generate().publicKey())).code())
                .isEqualTo(ExitCode.ERROR);
        assertThatThrownBy(() -> replayed(file + file, Set.of())).hasMessageContaining("answers twice");
        assertThatThrownBy(() -> replayed("", Set.of())).hasMessageContaining("no answer");
    }

    @Test
    void keys_are_given_as_they_are_or_in_a_file(@TempDir Path folder) throws IOException {
        var other = LedgerKey.generate().publicKey();
        var file = Files.writeString(
                folder.resolve("keys"), "eu-central " + KEY.publicKey() + "\nus-east " + other + "\n");
        assertThat(TrustedKeys.of(List.of())).isEmpty();
        assertThat(TrustedKeys.of(List.of(other))).containsExactly(other);
        assertThat(TrustedKeys.of(List.of(file.toString()))).containsExactlyInAnyOrder(other, KEY.publicKey());
        assertThatThrownBy(() -> TrustedKeys.of(List.of(folder.resolve("none").toString())))
                .isInstanceOf(Failure.class);
        assertThatThrownBy(() -> TrustedKeys.of(
                        List.of(Files.writeString(folder.resolve("empty"), "").toString())))
                .isInstanceOf(Failure.class);
    }
}
