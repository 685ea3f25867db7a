package io.archipelago.residency.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.archipelago.events.envelope.Labels;
import io.archipelago.events.erasure.Erasure;
import io.archipelago.events.erasure.ErasureAttested;
import io.archipelago.events.erasure.ErasureFile;
import io.archipelago.events.erasure.ErasureOrder;
import io.archipelago.events.ledger.LedgerKey;
import io.archipelago.events.resource.Author;
import io.archipelago.kit.core.Outcome;
import io.archipelago.residency.domain.Erasures.Proof;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** A certificate comes when all have attested and never before, whatever comes in which order and how often. */
class ErasuresTest {

    private static final Labels LABELS = Labels.internal("DE");
    private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");
    private static final Author PETRA = new Author("petra", "https://issuer.example");
    private static final LedgerKey HOME = LedgerKey.generate();
    private static final List<String> PEERS = List.of("ap-southeast", "sa-east", "us-east");
    private static final Map<String, LedgerKey> KEYS = keys();
    private static final Map<String, Known.Dataset> DATASETS = Map.of("customers", dataset("customers", "id"));

    private final Erasures erasures = new Erasures("eu-central", HOME);
    private final List<Object> told = new ArrayList<>();

    private static Map<String, LedgerKey> keys() {
        var keys = new HashMap<String, LedgerKey>();
        PEERS.forEach(peer -> keys.put(peer, LedgerKey.generate()));
        return keys;
    }

    private static Known.Dataset dataset(String name, String subject) {
        return new Known.Dataset(
                name,
                "eu-central",
                "shop",
                "personal",
                "EU-EEA",
                "shop.customers",
                PEERS,
                null,
                null,
                null,
                subject,
                List.of());
    }

    private Outcome take(Outcome outcome) {
        outcome.changes().forEach(erasures::apply);
        outcome.events().forEach(event -> told.add(event.body()));
        return outcome;
    }

    private ErasureOrder order(String person) {
        var erase = new Erasures.Erase("customers", person, PETRA);
        return (ErasureOrder) take(erasures.erase(erase, "id-" + person, NOW, DATASETS, LABELS))
                .answer();
    }

    private static ErasureAttested attestation(ErasureOrder order, String region) {
        return new ErasureAttested(order, region, new TreeMap<>(Map.of(0, 7L)), 1, 2, NOW, "", null)
                .signedBy(KEYS.get(region));
    }

    private Outcome sweep(ErasureOrder order, Set<String> regions) {
        return take(erasures.swept(new Erasures.Sweep(order.id(), 1, new TreeMap<>()), NOW, regions, LABELS));
    }

    @Property(tries = 60)
    void a_certificate_comes_exactly_when_all_have_attested(@ForAll @IntRange(max = 7) int who, @ForAll long seed) {
        new ErasuresTest().certify(who, new Random(seed));
    }

    private void certify(int who, Random random) {
        var order = order("ada");
        var steps = new ArrayList<Supplier<Outcome>>();
        steps.add(() -> sweep(order, Set.copyOf(PEERS)));
        for (int i = 0; i < PEERS.size(); i++) {
            var region = PEERS.get(i);
            if ((who & 1 << i) == 0) continue;
            steps.add(() -> take(erasures.learn(attestation(order, region), region, LABELS)));
            steps.add(() -> take(erasures.learn(attestation(order, region), region, LABELS)));
        }
        Collections.shuffle(steps, random);
        steps.forEach(Supplier::get);
        switch (erasures.proof(order.id(), NOW).orElseThrow()) {
            case Proof.Certified(var lines) -> {
                assertThat(who).isEqualTo(7);
                var verdict = ErasureFile.verify(lines, Set.of());
                assertThat(verdict.damage()).isNull();
                assertThat(verdict.keys().keySet()).contains("eu-central").containsAll(PEERS);
                tampered(lines, random);
            }
            case Proof.Waiting(var since, var missing) -> {
                assertThat(who).isNotEqualTo(7);
                assertThat(missing)
                        .containsExactlyElementsOf(PEERS.stream()
                                .filter(peer -> (who & 1 << PEERS.indexOf(peer)) == 0)
                                .toList());
            }
        }
    }

    private static void tampered(List<String> lines, Random random) {
        int at = random.nextInt(lines.size());
        var without = new ArrayList<>(lines);
        without.remove(at);
        assertThat(ErasureFile.verify(without, Set.of()).sound()).isFalse();
        var changed = new ArrayList<>(lines);
        var line = changed.get(at);
        int place = random.nextInt(line.length());
        changed.set(at, line.substring(0, place) + (char) (line.charAt(place) ^ 1) + line.substring(place + 1));
        assertThat(ErasureFile.verify(changed, Set.of()).sound()).isFalse();
        assertThat(ErasureFile.verify(lines, Set.of("00")).sound()).isFalse();
    }

    @Example
    void an_erasure_is_told_once_and_its_person_stays_home_from_then_on() {
        var order = order("ada");
        assertThat(order("ada")).isEqualTo(order);
        assertThat(told).containsExactly(new Erasure(order, PETRA, null));
        assertThat(erasures.persons()).isEqualTo(Map.of("customers", Set.of("ada")));
        assertThat(erasures.toSweep()).containsExactly(order);
        sweep(order, Set.of());
        assertThat(erasures.toSweep()).isEmpty();
        assertThat(erasures.persons()).isEqualTo(Map.of("customers", Set.of("ada")));
        assertThat(erasures.proof(order.id(), NOW)).get().isInstanceOf(Proof.Certified.class);
    }

    @Example
    void a_dataset_that_names_nobody_or_is_kept_elsewhere_erases_nobody() {
        var erase = new Erasures.Erase("customers", "ada", PETRA);
        var nameless = Map.of("customers", dataset("customers", null));
        assertThat(erasures.erase(erase, "1", NOW, nameless, LABELS).rejection().status())
                .isEqualTo(409);
        assertThat(erasures.erase(erase, "1", NOW, Map.of(), LABELS).rejection().status())
                .isEqualTo(404);
    }

    @Example
    void the_author_stays_with_the_erasure_after_the_sweep() {
        var order = order("ada");
        sweep(order, Set.of());
        assertThat(told).last().satisfies(event -> assertThat(((Erasure) event).author())
                .isEqualTo(PETRA));
        assertThat(erasures.all())
                .singleElement()
                .satisfies(one -> assertThat(one.erasure().author()).isEqualTo(PETRA));
    }

    @Example
    void a_person_is_erased_by_every_dataset_that_knows_them_whichever_came_first() {
        var customers = dataset("customers", "id");
        var datasets = Map.of(
                "customers", customers,
                "a-later-one", dataset("a-later-one", "id"),
                "by-mail", dataset("by-mail", "mail"),
                "nameless", dataset("nameless", null));
        assertThat(Erasures.persons(customers, datasets.values()))
                .extracting(SubjectColumn::dataset)
                .containsExactly("a-later-one", "customers");
        assertThat(Erasures.persons(dataset("nameless", null), datasets.values()))
                .isEmpty();
        for (var dataset : List.of("a-later-one", "customers")) {
            var erase = new Erasures.Erase(dataset, "ada", PETRA);
            take(erasures.erase(erase, "id-" + dataset, NOW, datasets, LABELS));
        }
        assertThat(erasures.persons()).isEqualTo(Map.of("a-later-one", Set.of("ada"), "customers", Set.of("ada")));
    }

    @Example
    void what_a_backup_forgot_is_known_again_by_its_signature_alone() {
        var ada = order("ada");
        var bob = order("bob");
        var restored = new Erasures("eu-central", HOME);
        var forged = new ErasureOrder(
                        "id-eve", "eu-central", "customers", "EU-EEA", "shop.customers", "eve", NOW, "", null)
                .signedBy(KEYS.get("us-east"));
        var heard = restored.heard(new Erasures.Heard(List.of(ada, ada, forged)), LABELS);
        heard.changes().forEach(restored::apply);
        assertThat(heard.answer()).isEqualTo(1);
        restored.learn(attestation(bob, "us-east"), "us-east", LABELS).changes().forEach(restored::apply);
        assertThat(restored.persons()).isEqualTo(Map.of("customers", Set.of("ada", "bob")));
        assertThat(restored.toSweep()).containsExactly(ada, bob);
        assertThat(restored.learn(attestation(forged, "us-east"), "us-east", LABELS)
                        .rejection())
                .isNotNull();
        assertThat(restored.learn(attestation(ada, "us-east"), "sa-east", LABELS)
                        .rejection())
                .isNotNull();
        assertThat(restored.learn(new Erasure(ada, PETRA, null), "us-east").rejection())
                .isNotNull();
    }

    @Example
    void an_attestation_from_before_the_tombstones_counts_for_nobody() {
        var ada = order("ada");
        take(erasures.learn(attestation(ada, "us-east"), "us-east", LABELS)); // it has seen 7
        var through = new TreeMap<String, SortedMap<Integer, Long>>(Map.of("us-east", new TreeMap<>(Map.of(0, 8L))));
        take(erasures.swept(new Erasures.Sweep(ada.id(), 1, through), NOW, Set.of("us-east"), LABELS));
        assertThat(erasures.proof(ada.id(), NOW)).contains(new Proof.Waiting(NOW, new TreeSet<>(Set.of("us-east"))));
        var swept = new Erasure.Swept(NOW, 1, through, new TreeSet<>(Set.of("us-east")));
        var lines = ErasureFile.write(ada, swept, List.of(attestation(ada, "us-east")), NOW, HOME);
        assertThat(ErasureFile.verify(lines, Set.of()).damage()).contains("us-east attests before");
    }

    @Example
    void another_region_s_erasure_is_attested_once_and_only_where_there_were_copies() {
        var ada = order("ada");
        var told = new Erasure(ada, null, new Erasure.Swept(NOW, 1, new TreeMap<>(), new TreeSet<>(Set.of("us-east"))));
        var there = new Erasures("us-east", KEYS.get("us-east"));
        there.learn(new Erasure(ada, PETRA, null), "eu-central").changes().forEach(there::apply);
        assertThat(there.toAttest()).isEmpty();
        there.learn(told, "eu-central").changes().forEach(there::apply);
        assertThat(there.toAttest()).containsExactly(told);
        var attest = new Erasures.Attest(ada.id(), new TreeMap<>(Map.of(0, 7L)), 1, 0);
        var outcome = there.attest(attest, NOW, LABELS);
        outcome.changes().forEach(there::apply);
        assertThat(outcome.events()).singleElement().satisfies(event -> assertThat(((ErasureAttested) event.body())
                        .isSignedBy(KEYS.get("us-east").publicKey()))
                .isTrue());
        assertThat(there.toAttest()).isEmpty();
        assertThat(there.attest(attest, NOW, LABELS).events()).isEmpty();
        var elsewhere = new Erasures("sa-east", KEYS.get("sa-east"));
        elsewhere.learn(told, "eu-central").changes().forEach(elsewhere::apply);
        assertThat(elsewhere.toAttest()).isEmpty();
    }
}
