package io.archipelago.events.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.archipelago.events.EventJson;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerFileTest {

    private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");
    private static final int ENTRIES = 6;
    private static final LedgerKey KEY = LedgerKey.generate();
    private static final List<String> LINES = lines(KEY, ENTRIES);

    private static List<String> lines(LedgerKey key, int entries) {
        var lines = new ArrayList<String>();
        var previous = LedgerEntry.BEGINNING;
        for (int n = 1; n <= entries; n++) {
            var entry = entry(n, previous).signedBy(key);
            lines.add(entry.text());
            previous = entry.hash();
        }
        lines.add(LedgerSeal.of("eu-central", entries, previous, NOON, key).text());
        return lines;
    }

    private static LedgerEntry entry(int n, String previous) {
        var bytes = new TreeMap<>(java.util.Map.of("personal", 100L * n, "public", 7L));
        var crossing = new Crossing(
                "shop.customers",
                0,
                "us-east",
                n % 2 == 0 ? "customers" : null,
                n % 2 == 0 ? "shop" : null,
                3L * n,
                3L * n + 3,
                2L * n - 1,
                2L * n,
                2,
                100L * n + 7,
                bytes,
                List.of("gdpr#adequate"),
                List.of("3fa1c0de77aa"),
                "ab".repeat(32),
                n % 5 == 0
                        ? null
                        : new Crossing.Inputs("3fa1c0de77aa", List.of(), "US", "DE", List.of(), List.of(), null),
                n % 3 == 0 ? null : List.of(new Crossing.Labelled("personal", "DE", 2, 100L * n + 7)));
        return new LedgerEntry(
                "eu-central", n, NOON.plusSeconds(n), NOON.plusSeconds(n + 1), List.of(crossing), previous, "", null);
    }

    private static byte[] file(List<String> lines) {
        return (String.join("\n", lines) + "\n").getBytes(UTF_8);
    }

    private static LedgerFile.Verdict verify(byte[] file) {
        return verify(file, 1, KEY.publicKey());
    }

    private static LedgerFile.Verdict verify(byte[] file, long from, String key) {
        try {
            return LedgerFile.verify(() -> new ByteArrayInputStream(file), from, key);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** A database put back from an older backup, and copies that were gone by then: the region signs the hole. */
    @Test
    void numbers_that_were_lost_before_they_were_entered_are_told() throws JsonProcessingException {
        var whole = entry(1, LedgerEntry.BEGINNING);
        var recovered = EventJson.MAPPER.readValue(whole.text().replace("\"last\":2", "\"last\":9"), LedgerEntry.class);
        var signed = recovered.signedBy(KEY);
        var seal = LedgerSeal.of("eu-central", 1, signed.hash(), NOON, KEY);
        var verdict = verify(file(List.of(signed.text(), seal.text())));
        assertThat(verdict.damage()).isNull();
        assertThat(verdict.records()).isEqualTo(2);
        assertThat(verdict.lost()).isEqualTo(7);
        assertThat(verify(file(LINES)).lost()).isZero();
    }

    @Test
    void what_was_signed_is_sound() {
        var verdict = verify(file(LINES));
        assertThat(verdict.damage()).isNull();
        assertThat(verdict.entries()).isEqualTo(ENTRIES);
        assertThat(verdict.records()).isEqualTo(2L * ENTRIES);
        assertThat(verify(file(LINES), 1, null).key()).isEqualTo(KEY.publicKey());
    }

    /** Whatever a damaged file was signed with: here nobody says whose key it should be. */
    @ParameterizedTest
    @ValueSource(strings = {"the right key", ""})
    void one_changed_byte_anywhere_is_found(String trusted) {
        var sound = file(LINES);
        var random = new Random(7);
        for (int mutation = 0; mutation < 10_000; mutation++) {
            var damaged = sound.clone();
            int at = random.nextInt(damaged.length);
            damaged[at] += (byte) (1 + random.nextInt(255));
            assertThat(verify(damaged, 1, trusted.isEmpty() ? null : KEY.publicKey())
                            .sound())
                    .as("byte %d from %d to %d", at, sound[at], damaged[at])
                    .isFalse();
        }
    }

    /** Random places may miss one: each byte once, with the smallest change there is. */
    @Test
    void every_byte_counts() {
        var file = file(LINES);
        for (int at = 0; at < file.length; at++) {
            file[at] ^= 1;
            assertThat(verify(file).sound()).as("byte %d", at).isFalse();
            file[at] ^= 1;
        }
    }

    @Test
    void a_missing_entry_is_found_wherever_it_was() {
        for (int gone = 0; gone <= ENTRIES; gone++) {
            var lines = new ArrayList<>(LINES);
            lines.remove(gone);
            assertThat(verify(file(lines)).sound()).as("line %d", gone).isFalse();
        }
    }

    @Test
    void entries_in_another_order_or_twice_are_found() {
        for (int i = 0; i < ENTRIES; i++) {
            var swapped = new ArrayList<>(LINES);
            swapped.set(i, LINES.get(i + 1));
            swapped.set(i + 1, LINES.get(i));
            assertThat(verify(file(swapped)).sound()).isFalse();
            var doubled = new ArrayList<>(LINES);
            doubled.add(i, LINES.get(i));
            assertThat(verify(file(doubled)).sound()).isFalse();
        }
    }

    @Test
    void a_file_that_was_cut_off_anywhere_is_found() {
        var sound = file(LINES);
        for (int length = 0; length < sound.length; length++)
            assertThat(verify(Arrays.copyOf(sound, length)).sound())
                    .as("%d bytes", length)
                    .isFalse();
    }

    @Test
    void a_file_that_goes_on_after_its_seal_is_found() {
        var lines = new ArrayList<>(LINES);
        lines.add(LINES.getFirst());
        assertThat(verify(file(lines)).damage()).contains("something follows the seal");
    }

    @Test
    void an_older_seal_does_not_hide_the_entries_that_came_after_it() {
        var lines = new ArrayList<>(lines(KEY, 3));
        lines.addAll(3, LINES.subList(3, 5));
        assertThat(verify(file(lines)).damage()).contains("the seal says that entry 3 is the last, here it is 5");
    }

    @Test
    void another_ledger_sound_in_itself_is_not_this_regions() {
        assertThat(verify(file(lines(LedgerKey.generate(), 3))).damage()).contains("signed with another key");
    }

    @Test
    void a_part_of_a_ledger_is_sound_when_it_is_said_to_be_one() {
        var part = file(LINES.subList(2, LINES.size()));
        assertThat(verify(part, 3, KEY.publicKey()).sound()).isTrue();
        assertThat(verify(part).damage()).contains("entry 3 where entry 1 belongs");
    }

    @Test
    void an_empty_ledger_is_sound_with_its_seal_only() {
        assertThat(verify(file(lines(KEY, 0))).sound()).isTrue();
        assertThat(verify(new byte[0]).sound()).isFalse();
    }

    @Test
    void records_that_the_region_itself_never_entered_are_named() {
        var lines = new ArrayList<String>();
        var previous = LedgerEntry.BEGINNING;
        for (int n : IntStream.of(1, 3).toArray()) {
            var said = entry(n, previous);
            var entry = new LedgerEntry(
                            said.region(),
                            lines.size() + 1,
                            said.windowStart(),
                            said.windowEnd(),
                            said.crossings(),
                            previous,
                            "",
                            null)
                    .signedBy(KEY);
            lines.add(entry.text());
            previous = entry.hash();
        }
        lines.add(LedgerSeal.of("eu-central", 2, previous, NOON, KEY).text());
        assertThat(verify(file(lines)).damage())
                .isEqualTo("line 2: shop.customers|0|us-east goes on with record 5 instead of 3");
    }

    @Test
    void a_key_is_kept_as_text_and_signs_the_same_again() {
        var again = LedgerKey.of(KEY.secret());
        assertThat(again.sign("text")).isEqualTo(KEY.sign("text"));
        assertThatThrownBy(() -> LedgerKey.of(
                        KEY.secret().split(" ")[0] + ' ' + LedgerKey.generate().publicKey()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** Such as of a region whose database was lost after copies had been compacted away. */
    @Test
    void a_chain_from_its_beginning_that_lacks_first_records_is_damaged() {
        var entry = new LedgerEntry(
                        "eu-central",
                        1,
                        NOON,
                        NOON.plusSeconds(1),
                        entry(2, "").crossings(),
                        LedgerEntry.BEGINNING,
                        "",
                        null)
                .signedBy(KEY);
        var seal = LedgerSeal.of("eu-central", 1, entry.hash(), NOON, KEY);
        assertThat(verify(file(List.of(entry.text(), seal.text()))).damage())
                .isEqualTo("line 1: shop.customers|0|us-east goes on with record 3 instead of 1");
    }
}
