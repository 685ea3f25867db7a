package io.archipelago.residency.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.archipelago.events.EventJson;
import io.archipelago.events.ledger.Crossing;
import io.archipelago.events.ledger.LedgerEntry;
import io.archipelago.events.ledger.LedgerKey;
import io.archipelago.events.ledger.MerkleTree;
import io.archipelago.events.ledger.SignedText;
import io.archipelago.residency.Lawgiver;
import io.archipelago.residency.domain.Code;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** A region is believed its key and nothing else: what it answers must hold together and decide as it says. */
class ReplayTest {

    private static final Instant NOON = Instant.parse("2027-01-31T12:00:00Z");
    private static final LedgerKey KEY = Lawgiver.KEY;
    private static final Code LAW = law("clauses");
    private static final List<byte[]> LEAVES = IntStream.range(0, 5)
            .mapToObj(number -> {
                var leaf = new byte[32];
                leaf[0] = (byte) number;
                return leaf;
            })
            .toList();
    private static final byte[] SOUND =
            line(answer(inputs(LAW, "clauses"), LAW), KEY).getBytes(UTF_8);

    /** Data of Germany may go to the United States with clauses, for billing, while less than a thousand have left. */
    private static Code law(String safeguard) {
        var giver = new Lawgiver();
        assertThat(giver.declare("""
                apiVersion: archipelago.io/v1
                kind: ResidencyPolicy
                metadata: {name: test}
                spec:
                  dataClasses: [personal]
                  subjects: [DE]
                  rules:
                    - id: with
                      effect: allow
                      actions: [send]
                      jurisdictions: [US]
                      source: test
                      safeguards: [%s]
                      purposes: [billing]
                      volume: {below: 1000}
                      when: "origin == 'DE'"
                """.formatted(safeguard)).rejection()).isNull();
        return giver.core().law().code();
    }

    private static Crossing.Inputs inputs(Code law, String... safeguards) {
        return new Crossing.Inputs(
                law.version(), List.of("personal:DE"), "US", "DE", List.of("billing"), List.of(safeguards), 0L);
    }

    private static Crossing crossing(Crossing.Inputs inputs) {
        return new Crossing(
                "shop.customers",
                0,
                "us-east",
                "customers",
                "shop",
                0,
                9,
                11,
                15,
                5,
                500,
                new TreeMap<>(Map.of("personal", 500L)),
                List.of("test#with"),
                List.of(LAW.version()),
                HexFormat.of().formatHex(MerkleTree.root(LEAVES)),
                inputs,
                null);
    }

    private static String entry(Crossing crossing) {
        return new LedgerEntry(
                        "eu-central",
                        7,
                        NOON.minusSeconds(60),
                        NOON.minusSeconds(55),
                        List.of(crossing),
                        "0a".repeat(32),
                        KEY.publicKey(),
                        null)
                .signedBy(KEY)
                .text();
    }

    private static Audit answer(Crossing.Inputs inputs, Code law) {
        return answer(entry(crossing(inputs)), new Audit.Decision("personal", "DE", "test#with"), law, 3);
    }

    private static Audit answer(String entry, Audit.Decision decision, Code law, int index) {
        var copy = new Audit.Copy(
                "shop.customers",
                0,
                8,
                "us-east",
                11 + index,
                NOON.minusSeconds(58),
                false,
                decision,
                new Audit.Proof(
                        7,
                        index,
                        5,
                        HexFormat.of().formatHex(LEAVES.get(index)),
                        MerkleTree.path(LEAVES, index).stream()
                                .map(HexFormat.of()::formatHex)
                                .toList()));
        return new Audit(
                "eu-central",
                new Audit.Question("c-1", null, null, NOON, 1000),
                NOON,
                new TreeMap<>(Map.of("eu-central", "DE", "us-east", "US")),
                List.of("shop.customers"),
                List.of(copy),
                1,
                0,
                new TreeMap<>(Map.of(7L, entry)),
                null,
                new TreeMap<>(Map.of(LAW.version(), law)),
                KEY.publicKey());
    }

    private static String line(Audit audit, LedgerKey key) {
        try {
            return SignedText.write(EventJson.MAPPER.writeValueAsString(audit), key);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static Replay.Result replayed(Audit audit) {
        return Replay.of(line(audit, KEY), Set.of(KEY.publicKey()));
    }

    @Test
    void what_crossed_is_decided_again_as_it_was() {
        var result = Replay.of(new String(SOUND, UTF_8), Set.of(KEY.publicKey()));
        assertThat(result.faults()).isEmpty();
        assertThat(result.copies()).singleElement().satisfies(copy -> {
            assertThat(copy.proof()).isEqualTo("record 4 of 5 in entry 7");
            assertThat(copy.again()).isEqualTo("allowed by test#with");
            assertThat(copy.agrees()).isTrue();
        });
    }

    @Property(tries = 2_000)
    void one_changed_byte_is_found_wherever_it_is(
            @ForAll @IntRange(max = 1 << 20) int place, @ForAll @IntRange(min = 1, max = 255) int change) {
        var damaged = SOUND.clone();
        damaged[place % damaged.length] ^= (byte) change;
        assertThat(Replay.of(new String(damaged, UTF_8), Set.of()).sound()).isFalse();
    }

    /** The region's own key is no licence: it can sign what does not hold together, and that shows. */
    @Test
    void a_signed_answer_whose_law_says_otherwise_is_found() {
        assertThat(replayed(answer(inputs(LAW), LAW)).faults())
                .singleElement()
                .asString()
                .contains("crossed by test#with, and decided again it is denied")
                .contains("is clauses in place?");
        var late = new Crossing.Inputs(
                LAW.version(), List.of("personal:DE"), "US", "DE", List.of("billing"), List.of("clauses"), 1000L);
        assertThat(replayed(answer(late, LAW)).sound()).isFalse();
        var elsewhere = new Crossing.Inputs(
                LAW.version(), List.of("personal:FR"), "US", "DE", List.of("billing"), List.of("clauses"), 0L);
        assertThat(replayed(answer(elsewhere, LAW)).faults())
                .singleElement()
                .asString()
                .contains("denied for the dataset");
    }

    @Test
    void another_text_of_the_law_is_found() {
        assertThat(replayed(answer(inputs(LAW, "clauses"), law("nothing"))).faults())
                .anySatisfy(fault -> assertThat(fault).contains("the text of law " + LAW.version() + " is that of"))
                .anySatisfy(fault -> assertThat(fault).contains("is missing"));
    }

    @Test
    void a_text_of_the_law_that_is_left_out_is_found_even_where_no_record_is_decided_again() {
        var whole = answer(inputs(LAW, "clauses"), LAW);
        var without = new Audit(
                whole.region(),
                whole.question(),
                whole.answeredAt(),
                whole.regions(),
                whole.flows(),
                List.of(),
                0,
                0,
                whole.entries(),
                null,
                new TreeMap<>(),
                whole.key());
        assertThat(replayed(without).faults()).containsExactly("the text of law " + LAW.version() + " is missing");
    }

    @Test
    void other_labels_than_the_entry_counts_another_rule_and_another_place_in_the_order_are_found() {
        var entry = entry(crossing(inputs(LAW, "clauses")));
        for (var decision : List.of(
                new Audit.Decision("public", "DE", "test#with"),
                new Audit.Decision("personal", "FR", "test#with"),
                new Audit.Decision("personal", "DE", "test#another")))
            assertThat(replayed(answer(entry, decision, LAW, 3)).sound()).isFalse();
        var moved = answer(entry, new Audit.Decision("personal", "DE", "test#with"), LAW, 3);
        var copies = new ArrayList<>(moved.copies());
        var one = copies.getFirst();
        copies.set(
                0,
                new Audit.Copy(
                        one.flow(),
                        one.partition(),
                        one.offset(),
                        one.to(),
                        12,
                        one.writtenAt(),
                        one.removal(),
                        one.decision(),
                        one.proof()));
        assertThat(replayed(with(moved, copies, moved.entries())).faults())
                .singleElement()
                .asString()
                .contains("is not proven");
    }

    private static Audit with(Audit audit, List<Audit.Copy> copies, java.util.SortedMap<Long, String> entries) {
        return new Audit(
                audit.region(),
                audit.question(),
                audit.answeredAt(),
                audit.regions(),
                audit.flows(),
                copies,
                audit.found(),
                audit.notEntered(),
                entries,
                audit.continuedSince(),
                audit.laws(),
                audit.key());
    }

    @Test
    void entries_of_another_number_another_key_or_another_chain_are_found() {
        var audit = answer(inputs(LAW, "clauses"), LAW);
        var entry = audit.entries().get(7L);
        assertThat(replayed(with(audit, List.of(), new TreeMap<>(Map.of(8L, entry))))
                        .faults())
                .containsExactly("entry 8 is entry 7 of eu-central");
        assertThat(replayed(with(audit, List.of(), new TreeMap<>(Map.of(7L, entry, 8L, next("0b".repeat(32))))))
                        .faults())
                .containsExactly("entry 8 does not follow the entry before it");
        assertThat(replayed(with(
                                audit,
                                List.of(),
                                new TreeMap<>(Map.of(7L, entry, 8L, next(LedgerEntry.hash(entry.getBytes(UTF_8)))))))
                        .faults())
                .isEmpty();
        assertThat(Replay.of(line(audit, LedgerKey.generate()), Set.of()).faults())
                .containsExactly("the signature of the answer does not fit");
        assertThat(Replay.of(
                                new String(SOUND, UTF_8),
                                Set.of(LedgerKey.generate().publicKey()))
                        .faults())
                .containsExactly("signed with another key: " + KEY.publicKey());
    }

    private static String next(String previous) {
        return new LedgerEntry("eu-central", 8, NOON, NOON, List.of(), previous, KEY.publicKey(), null)
                .signedBy(KEY)
                .text();
    }

    @Test
    void an_entry_from_before_inputs_were_kept_is_proven_and_says_that_it_cannot_be_decided_again() {
        var result = replayed(answer(null, LAW));
        assertThat(result.faults()).isEmpty();
        assertThat(result.copies()).singleElement().satisfies(copy -> assertThat(copy.again())
                .startsWith("inputs were not kept then"));
    }
}
