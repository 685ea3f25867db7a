package io.archipelago.residency.domain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.archipelago.events.ledger.LedgerKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class CanaryTest {

    private static final LedgerKey KEY = LedgerKey.generate();
    private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");
    private static final Duration EVERY = Duration.ofMinutes(1);

    private static final Canary CANARY = Canary.planted(
            "eu-central",
            7,
            "personal.health",
            "EU-EEA",
            NOW,
            "3fa1c2d4e5f6",
            Circumstances.of("DE", List.of("billing", "support"), List.of("contract"), 100L),
            KEY);

    @Property(tries = 100)
    void is_found_wherever_it_is_put(
            @ForAll @Size(max = 60) byte[] before, @ForAll @AlphaChars @StringLength(max = 40) String after) {
        var value = new byte[before.length + CANARY.mark().length() + after.length()];
        var tail = (CANARY.mark() + after).getBytes(UTF_8);
        System.arraycopy(before, 0, value, 0, before.length);
        System.arraycopy(tail, 0, value, before.length, tail.length);
        var found = Canary.find(value);
        assertThat(found).isEqualTo(CANARY);
        assertThat(found.isGenuine(KEY.publicKey())).isTrue();
    }

    @Property(tries = 200)
    void with_one_character_changed_it_is_no_canary_or_a_forged_one(
            @ForAll @IntRange(max = 1000) int at, @ForAll @IntRange(min = 33, max = 126) int character) {
        var mark = new StringBuilder(CANARY.mark());
        int where = at % mark.length();
        boolean same = mark.charAt(where) == character;
        mark.setCharAt(where, (char) character);
        var found = Canary.find(mark.toString().getBytes(UTF_8));
        assertThat(found != null && found.isGenuine(KEY.publicKey())).isEqualTo(same);
    }

    @Test
    void one_that_another_key_signed_is_forged_once_the_region_s_key_is_known() {
        assertThat(CANARY.isGenuine("")).isTrue();
        assertThat(CANARY.isGenuine(LedgerKey.generate().publicKey())).isFalse();
    }

    @Property
    void a_word_is_found_where_java_finds_it(
            @ForAll @StringLength(max = 30) @net.jqwik.api.constraints.Chars({'a', 'b'}) String text,
            @ForAll @StringLength(min = 1, max = 4) @net.jqwik.api.constraints.Chars({'a', 'b'}) String word) {
        assertThat(new ByteSearch(word).find(text.getBytes(UTF_8), 0)).isEqualTo(text.indexOf(word));
    }

    @Test
    void every_class_and_subject_has_its_turn_and_two_that_may_go_nowhere_are_in_each() {
        var policies = IntStream.range(0, 30)
                .mapToObj(i -> Policies.policy(
                        List.of("c" + i), List.of("DE", "IN"), Policies.rule("allow", List.of("send"), List.of("US"))))
                .toList();
        var law = Policies.law(policies);
        var countries = List.of("DE", "US", "SG");
        var orders = new GateOrders(law, Map.of(), List.of(), List.of(), "DE", Volumes.of("DE", Map.of(), List.of()));
        int turn = Planting.turn(Planting.all(law, countries).size());
        var planted = new ArrayList<Canary>();
        for (int i = 0; i < turn; i++) {
            var round = Planting.round(orders, "eu-central", countries, EVERY, NOW.plus(EVERY.multipliedBy(i)), KEY);
            assertThat(round).hasSizeLessThanOrEqualTo(Planting.MOST + 2);
            assertThat(round).extracting(Canary::className).contains(Canary.UNLABELLED, Planting.UNSPOKEN);
            planted.addAll(round);
        }
        assertThat(turn).isGreaterThan(1);
        var names = new HashSet<String>();
        planted.forEach(canary -> names.add(canary.name()));
        for (int i = 0; i < 30; i++)
            for (var subject : List.of("DE", "IN", "US", "SG", "EUR", "WEST"))
                assertThat(names).contains("eu-central/c" + i + '/' + subject);
        assertThat(planted).hasSize(30 * 6 + 2 * turn);
    }

    @Test
    void the_same_time_and_law_lead_to_the_same_canaries() {
        var law = Policies.law(List.of(Policies.policy(List.of("personal"), List.of("DE"))));
        var orders =
                new GateOrders(law, new TreeMap<>(), List.of(), List.of(), "DE", Volumes.of("DE", Map.of(), List.of()));
        assertThat(Planting.round(orders, "eu-central", List.of("DE"), EVERY, NOW, KEY))
                .isEqualTo(Planting.round(orders, "eu-central", List.of("DE"), EVERY, NOW, KEY));
    }
}
