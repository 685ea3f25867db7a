package io.archipelago.residency.gate;

import static io.archipelago.residency.gate.Border.labels;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.archipelago.residency.arrivals.ArrivalReader;
import io.archipelago.residency.arrivals.Ledgers;
import io.archipelago.residency.domain.CanaryWatch;
import io.archipelago.residency.domain.Certificate;
import io.archipelago.residency.domain.Certificate.Verdict;
import io.archipelago.residency.domain.Finding;
import io.archipelago.residency.domain.Finding.Kind;
import io.archipelago.residency.domain.Passage;
import io.archipelago.topology.TopicSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * From eu-central's gate to us-east's certificate. One broker stands for both regions, and the test is the mirror: it
 * carries what the gate exported, faithfully or not.
 */
class CertificateTest extends BorderTest {

    private static final String LEDGER = "eu-central.residency.ledger.v1";

    private static final Certificate NOTHING = new Passage("", "", 0, "").certify(Instant.EPOCH);

    private static KafkaProducer<byte[], byte[]> mirror;
    private Ledgers ledgers = new Ledgers("us-east");
    private ArrivalReader reader;
    private final List<String> enterings = new ArrayList<>();
    private int entered;

    @BeforeAll
    static void openMirror() {
        make(LEDGER);
        mirror = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrap(), "linger.ms", "0"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    @AfterAll
    static void closeMirror() {
        mirror.close(Duration.ofSeconds(1));
    }

    private static void make(String name) {
        broker.create(List.of(new TopicSettings(name, 1, 1, Map.of())));
    }

    @BeforeEach
    void open() throws Exception {
        make(arrived());
        openForPublicData();
        reader = reader();
        reader.start();
    }

    private ArrivalReader reader() {
        var countries = Map.of("us-east", "US", "eu-central", "DE");
        return new ArrivalReader(
                "us-east",
                List.of("eu-central"),
                ledgers,
                Set.of("heartbeats"),
                new CanaryWatch("us-east", countries, Duration.ofMinutes(1), Instant.now()),
                Set.of(),
                Map.of("bootstrap.servers", broker.bootstrap()),
                Duration.ofMillis(50));
    }

    @AfterEach
    void closeReader() {
        reader.close();
    }

    private String arrived() {
        return "eu-central." + topic;
    }

    /** Written here, let cross, and entered in the ledger. */
    private List<ConsumerRecord<byte[], byte[]>> cross(int records) {
        int before = border.exported("us-east", topic).size();
        long counted = border.counted(topic, "us-east").crossed();
        for (int i = 0; i < records; i++) border.write(topic, "k" + (before + i), "v", labels("public", "DE"));
        await().until(() -> border.exported("us-east", topic).size() == before + records);
        await().until(() -> border.counted(topic, "us-east").crossed() >= counted + records);
        var entries = border.law.entries();
        var copies = border.exported("us-east", topic);
        enterings.addAll(entries.subList(entered, entries.size()).stream()
                .map(entry -> entry.text())
                .toList());
        entered = entries.size();
        return copies.subList(before, before + records);
    }

    private void carry(List<ConsumerRecord<byte[], byte[]>> copies) {
        for (var copy : copies)
            mirror.send(new ProducerRecord<>(arrived(), 0, copy.timestamp(), copy.key(), copy.value(), copy.headers()));
        mirror.flush();
    }

    private void carryTheLedger() {
        enterings.forEach(
                text -> mirror.send(new ProducerRecord<>(LEDGER, "eu-central".getBytes(UTF_8), text.getBytes(UTF_8))));
        enterings.clear();
        mirror.flush();
    }

    private Certificate certificate() {
        return ledgers.certify(Instant.now()).stream()
                .filter(certificate -> certificate.flow().equals(topic))
                .findFirst()
                .orElse(NOTHING);
    }

    private void awaitConfirmed(long number) {
        await().untilAsserted(() -> assertThat(certificate().confirmed()).isEqualTo(number));
    }

    @Test
    void a_faithful_mirror_is_certified_to_the_last_record_and_again_after_a_restart() {
        carry(cross(5));
        carryTheLedger();
        awaitConfirmed(5);
        assertThat(certificate().verdict()).isEqualTo(Verdict.COMPLETE);
        assertThat(certificate().outstanding().records()).isZero();
        var second = cross(3);
        carryTheLedger();
        await().untilAsserted(() -> assertThat(certificate().verdict()).isEqualTo(Verdict.LATE));
        assertThat(certificate().outstanding().records()).isEqualTo(3);
        carry(second);
        awaitConfirmed(8);
        assertThat(certificate().verdict()).isEqualTo(Verdict.COMPLETE);
        assertThat(certificate().arrived()).isEqualTo(8);

        reader.close();
        ledgers = new Ledgers("us-east");
        var third = cross(2);
        carry(third);
        reader = reader();
        reader.start();
        carryTheLedger();
        awaitConfirmed(10);
        assertThat(certificate().verdict()).isEqualTo(Verdict.COMPLETE);
        assertThat(certificate().arrived()).isEqualTo(2);
    }

    @Test
    void what_the_mirror_loses_doubles_or_changes_is_named() throws Exception {
        var copies = new ArrayList<>(cross(6));
        var lost = copies.remove(2);
        copies.add(copies.get(3));
        carry(copies);
        carryTheLedger();
        awaitConfirmed(6);
        assertThat(certificate().verdict()).isEqualTo(Verdict.BROKEN);
        assertThat(certificate().latest()).extracting(Finding::kind).containsExactly(Kind.GAP, Kind.REPEAT);
        var mark = Crossed.of(lost.headers());
        assertThat(certificate().latest().getFirst().first()).isEqualTo(mark.sequence());

        var more = cross(2);
        var changed = more.getFirst();
        mirror.send(new ProducerRecord<>(
                        arrived(), 0, changed.timestamp(), changed.key(), "w".getBytes(UTF_8), changed.headers()))
                .get();
        carry(more.subList(1, 2));
        carryTheLedger();
        awaitConfirmed(8);
        assertThat(certificate().latest().getLast().kind()).isEqualTo(Kind.ALTERED);
    }

    @Test
    void a_topic_that_was_made_anew_is_named() throws Exception {
        carry(cross(4));
        carryTheLedger();
        awaitConfirmed(4);
        try (var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()))) {
            admin.deleteTopics(List.of(arrived())).all().get();
            await().until(() -> !admin.listTopics().names().get().contains(arrived()));
        }
        make(arrived());
        carry(cross(1));
        carryTheLedger();
        await().untilAsserted(() -> assertThat(certificate().counts()).containsKey(Kind.RECREATED));
        awaitConfirmed(5);
    }

    @Test
    void a_record_that_no_gate_let_cross_is_named() throws Exception {
        carry(cross(1));
        carryTheLedger();
        awaitConfirmed(1); // whatever lies there before the reader's first look is history, and not judged
        mirror.send(new ProducerRecord<>(arrived(), "k".getBytes(UTF_8), "v".getBytes(UTF_8)))
                .get();
        await().untilAsserted(() -> assertThat(certificate().counts()).containsOnlyKeys(Kind.STRAY));
    }
}
