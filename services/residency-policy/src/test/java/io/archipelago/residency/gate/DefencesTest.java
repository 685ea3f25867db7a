package io.archipelago.residency.gate;

import static io.archipelago.residency.gate.Border.labels;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.archipelago.events.erasure.ErasureOrder;
import io.archipelago.events.residency.CanarySighted;
import io.archipelago.events.residency.CanarySighted.Reason;
import io.archipelago.events.residency.ResidencyPolicySpec;
import io.archipelago.residency.Lawgiver;
import io.archipelago.residency.arrivals.ArrivalReader;
import io.archipelago.residency.arrivals.Ledgers;
import io.archipelago.residency.canaries.Planter;
import io.archipelago.residency.domain.Canary;
import io.archipelago.residency.domain.CanaryWatch;
import io.archipelago.residency.domain.Code;
import io.archipelago.residency.domain.Finding.Kind;
import io.archipelago.residency.domain.GateOrders;
import io.archipelago.residency.domain.Law;
import io.archipelago.residency.domain.LedgerState;
import io.archipelago.residency.domain.Planting;
import io.archipelago.testkit.TestBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each defence of the border between eu-central and us-east is taken away in turn, and must be missed: by a canary, by the
 * certificate, or by both. Before each, a round of canaries shows that with all of them nothing is wrong. One broker
 * stands for both regions, and the test is the mirror.
 */
class DefencesTest {

    private static final String FLOW = Canary.TOPIC;
    private static final String ARRIVED = "eu-central." + FLOW;
    private static final String LEDGER = "eu-central.residency.ledger.v1";
    private static final Map<String, String> COUNTRIES =
            Map.of("eu-central", "DE", "us-east", "US", "ap-southeast", "SG");

    /** As many as it takes until each canary has been planted, whichever comes first. */
    private static final int TURNS = 4;

    @TempDir
    static Path folder;

    private static TestBroker broker;
    private static Border border;
    private static Gate gate;
    private static Planter planter;
    private static KafkaProducer<byte[], byte[]> mirror;
    private static ArrivalReader reader;
    private static final Ledgers LEDGERS = new Ledgers("us-east");
    private static final CanaryWatch WATCH =
            new CanaryWatch("us-east", COUNTRIES, Duration.ofMinutes(1), Instant.now());

    private static int rounds;
    private static int fetched;
    private static int carried;
    private static int entered;

    @BeforeAll
    static void open() throws Exception {
        Awaitility.setDefaultTimeout(Duration.ofMinutes(2)); // for busy machines; nothing here takes a second
        broker = new TestBroker(folder);
        Border.makeTopics(broker);
        broker.create(Border.TOPOLOGY.forRegion("us-east", List.of("eu-central"), "local").stream()
                .filter(topic -> topic.name().equals(ARRIVED) || topic.name().equals(LEDGER))
                .toList());
        border = new Border(broker);
        for (var file : List.of("00-operations.yaml", "10-groups.yaml", "gdpr.yaml", "public-open.yaml", "pipl.yaml"))
            border.law.declareExample(file);
        gate = border.open();
        await().until(border::isOpen);
        var kafka = Map.<String, Object>of("bootstrap.servers", broker.bootstrap());
        planter = new Planter(kafka);
        mirror = new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer());
        reader = new ArrivalReader(
                "us-east", List.of("eu-central"), LEDGERS, Set.of(), WATCH, Set.of(), kafka, Duration.ofMillis(50));
        reader.start();
    }

    @AfterAll
    static void close() {
        reader.close();
        mirror.close(Duration.ofSeconds(1));
        planter.close();
        border.close();
        broker.close();
    }

    @BeforeEach
    void nothingIsWrongWithAllDefencesUp() {
        var before = findings();
        plant();
        carry(crossed());
        carryTheLedger(0);
        assertThat(alarms()).isEmpty();
        assertThat(findings()).isEqualTo(before);
        var now = Instant.now();
        assertThat(WATCH.rows(border.law.core().law(), List.of(), now))
                .filteredOn(row -> row.source().equals("eu-central"))
                .allMatch(row -> row.verdict() == CanaryWatch.Verdict.SOUND)
                .anyMatch(row -> row.dataClass().equals("personal") && row.arrived() > 0 && row.kept() > 0);
    }

    /** A round of canaries, all of which the gate has decided on when this returns. */
    private static List<Canary> plant() {
        var canaries = new TreeMap<String, Canary>();
        var every = Duration.ofMinutes(1);
        var orders = border.law.read();
        for (int turn = 0; turn < TURNS; turn++)
            for (var canary : Planting.round(
                    orders,
                    "eu-central",
                    COUNTRIES.values(),
                    every,
                    Instant.now().plus(every.multipliedBy(turn)),
                    Lawgiver.KEY)) canaries.putIfAbsent(canary.name(), canary);
        planter.plant(canaries.values());
        var last = "round-" + rounds++;
        border.write(FLOW, last, "{}", labels("public", "DE"));
        await().until(() -> border.exportedKeys("us-east", FLOW).contains(last));
        return List.copyOf(canaries.values());
    }

    /** What waits for the mirror and has not been fetched yet. */
    private static List<ConsumerRecord<byte[], byte[]>> crossed() {
        var all = border.exported("us-east", FLOW);
        var fresh = all.subList(fetched, all.size());
        fetched = all.size();
        return fresh;
    }

    /** Returns when all of it was counted in the destination. */
    private static void carry(List<ConsumerRecord<byte[], byte[]>> copies) {
        for (var copy : copies)
            mirror.send(new ProducerRecord<>(ARRIVED, 0, copy.timestamp(), copy.key(), copy.value(), copy.headers()));
        mirror.flush();
        carried += copies.size();
        await().until(() -> counted() == carried);
    }

    private static long counted() {
        return LEDGERS.certify(Instant.now()).stream()
                .filter(certificate -> certificate.flow().equals(FLOW))
                .mapToLong(certificate -> certificate.arrived()
                        + certificate.counts().getOrDefault(Kind.STRAY, 0L)
                        + certificate.counts().getOrDefault(Kind.REPEAT, 0L))
                .sum();
    }

    /** @param lost how many of the first entries that are due do not make it */
    private static void carryTheLedger(int lost) {
        var entries = border.law.entries();
        for (var entry : entries.subList(entered + lost, entries.size()))
            mirror.send(new ProducerRecord<>(
                    LEDGER, "eu-central".getBytes(UTF_8), entry.text().getBytes(UTF_8)));
        mirror.flush();
        entered = entries.size();
        await().until(() -> LEDGERS.ledger("eu-central").number() == entered);
    }

    /** What the certificate says of the canaries' flow, by kind. */
    private static Map<Kind, Long> findings() {
        var findings = new TreeMap<Kind, Long>();
        for (var certificate : LEDGERS.certify(Instant.now()))
            if (certificate.flow().equals(FLOW)) findings.putAll(certificate.counts());
        return findings;
    }

    private static Set<Kind> newFindings(Map<Kind, Long> before) {
        var fresh = new TreeSet<Kind>();
        findings().forEach((kind, count) -> {
            if (count > before.getOrDefault(kind, 0L)) fresh.add(kind);
        });
        return fresh;
    }

    /** What the watch of us-east says of all that was carried, once it will wait no longer. */
    private static Collection<CanarySighted> alarms() {
        return WATCH.judge(
                border.law.read(),
                region -> Lawgiver.KEY.publicKey(),
                Instant.now().plusSeconds(60));
    }

    private static void reopen(Orders orders) {
        border.close(gate);
        gate = border.open(orders);
        await().until(border::isOpen);
    }

    /** The lawgiver's orders, but for what a test gets wrong. */
    private static class Misled implements Orders {
        @Override
        public long changes() {
            return border.law.changes();
        }

        @Override
        public GateOrders read() {
            return border.law.read();
        }

        @Override
        public LedgerState ledger() {
            return border.law.ledger();
        }

        @Override
        public void swept(ErasureOrder order, long tombstones, SortedMap<String, SortedMap<Integer, Long>> through) {
            border.law.swept(order, tombstones, through);
        }

        @Override
        public @Nullable String expired() {
            return border.law.expired();
        }
    }

    @Test
    void a_gate_that_allows_everything_is_noticed_by_the_canaries() {
        reopen(new Misled() {
            @Override
            public GateOrders read() {
                var right = super.read();
                return new GateOrders(
                        allowingAll(right.law().code()),
                        right.earlier(),
                        right.leaving(),
                        right.arriving(),
                        right.origin(),
                        right.left());
            }
        });
        try {
            plant();
            carry(crossed());
        } finally {
            reopen(border.law);
        }
        assertThat(alarms()).singleElement().satisfies(alarm -> {
            assertThat(alarm.reason()).isEqualTo(Reason.FORBIDDEN);
            assertThat(alarm.topic()).isEqualTo(ARRIVED);
            assertThat(alarm.dataClasses()).contains("personal").doesNotContain("public", Canary.UNLABELLED);
        });
    }

    /** Under the same version: the gate believes it goes by the law. */
    private static Law allowingAll(Code code) {
        var rule = new ResidencyPolicySpec.Rule(
                "all", "allow", List.of("send"), List.of("*"), null, "test", null, null, null, null, null, null, null);
        var policies = new TreeMap<>(code.policies());
        policies.replaceAll((name, article) -> new Code.Article(
                article.revision(),
                new ResidencyPolicySpec(
                        null,
                        article.spec().dataClasses(),
                        List.of("*"),
                        null,
                        null,
                        List.of(rule),
                        null,
                        null,
                        null,
                        null)));
        return Law.of(new Code(policies, code.groups(), code.since(), code.version()));
    }

    @Test
    void a_gate_that_does_not_hear_of_a_stricter_law_is_noticed_by_the_canaries() throws Exception {
        long before = border.law.changes();
        var orders = border.law.read();
        reopen(new Misled() {
            @Override
            public long changes() {
                return before;
            }

            @Override
            public GateOrders read() {
                return orders;
            }
        });
        try {
            border.law.now = border.law.now.plusSeconds(60);
            border.law.declareExample("later/gdpr-strict.yaml");
            plant();
            carry(crossed());
            assertThat(alarms()).singleElement().satisfies(alarm -> {
                assertThat(alarm.reason()).isEqualTo(Reason.FORBIDDEN);
                assertThat(alarm.dataClasses()).contains("personal");
            });
        } finally {
            border.law.now = border.law.now.plusSeconds(60);
            border.law.delete(io.archipelago.events.resource.Kind.RESIDENCY_POLICY, "gdpr-strict");
            reopen(border.law);
        }
    }

    @Test
    void labels_put_on_what_has_none_are_noticed_by_the_canaries() {
        for (var canary : plant())
            if (canary.dataClass() == null)
                border.write(FLOW, canary.name(), "{\"canary\":\"" + canary.mark() + "\"}", labels("public", "DE"));
        plant();
        carry(crossed());
        assertThat(alarms()).singleElement().satisfies(alarm -> {
            assertThat(alarm.reason()).isEqualTo(Reason.FORBIDDEN);
            assertThat(alarm.dataClasses()).containsExactly(Canary.UNLABELLED);
        });
    }

    @Test
    void a_writer_whom_the_broker_lets_into_an_export_topic_is_noticed_by_both() {
        var before = findings();
        var personal = plant().stream()
                .filter(canary -> "personal".equals(canary.dataClass()))
                .findFirst()
                .orElseThrow();
        border.write("export.us-east." + FLOW, personal.name(), personal.mark(), labels("personal", "DE"));
        carry(crossed());
        carryTheLedger(0);
        assertThat(alarms()).singleElement().satisfies(alarm -> assertThat(alarm.reason())
                .isEqualTo(Reason.UNGATED));
        assertThat(newFindings(before)).containsExactly(Kind.STRAY);
    }

    @Test
    void a_writer_who_copies_the_marks_of_the_gate_is_noticed_by_both() {
        var before = findings();
        var forbidden = plant().stream()
                .filter(canary -> Planting.isUnspoken(canary))
                .findFirst()
                .orElseThrow();
        var copies = crossed();
        carry(copies);
        mirror.send(new ProducerRecord<>(
                ARRIVED,
                0,
                1L,
                forbidden.name().getBytes(UTF_8),
                forbidden.mark().getBytes(UTF_8),
                copies.getLast().headers()));
        carried++;
        carry(List.of());
        carryTheLedger(0);
        assertThat(alarms()).singleElement().satisfies(alarm -> assertThat(alarm.reason())
                .isEqualTo(Reason.FORBIDDEN));
        assertThat(newFindings(before)).containsExactly(Kind.REPEAT);
    }

    @Test
    void a_mirror_that_reads_every_topic_is_noticed_by_both() {
        var before = findings();
        plant();
        carry(crossed());
        carry(border.records(FLOW)); // as MirrorMaker's own default, .*, would have it
        carryTheLedger(0);
        assertThat(alarms()).singleElement().satisfies(alarm -> {
            assertThat(alarm.reason()).isEqualTo(Reason.UNGATED);
            assertThat(alarm.dataClasses()).contains("personal", "public", Canary.UNLABELLED);
        });
        assertThat(newFindings(before)).containsExactly(Kind.STRAY);
    }

    @Test
    void an_entry_that_is_left_out_of_the_ledger_is_noticed_by_the_certificate() {
        var before = findings();
        plant();
        carry(crossed());
        int first = border.law.entries().size() - entered;
        plant();
        carry(crossed());
        carryTheLedger(first);
        assertThat(newFindings(before)).containsExactly(Kind.SOURCE_PURGED);
        assertThat(alarms()).isEmpty();
    }

    @Test
    void a_canary_that_its_region_has_not_signed_is_not_believed() {
        var canary = plant().getFirst().mark();
        var last = canary.charAt(canary.length() - 1);
        border.write(
                FLOW,
                "k",
                canary.substring(0, canary.length() - 1) + (last == '0' ? '1' : '0'),
                labels("public", "DE"));
        plant();
        carry(crossed());
        assertThat(alarms()).singleElement().satisfies(alarm -> assertThat(alarm.reason())
                .isEqualTo(Reason.FORGED));
    }
}
