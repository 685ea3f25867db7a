package io.archipelago.residency.gate;

import static io.archipelago.residency.gate.Border.labels;
import static io.archipelago.residency.gate.Border.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.archipelago.events.erasure.ErasureOrder;
import io.archipelago.residency.Lawgiver;
import io.archipelago.residency.domain.Circumstances;
import io.archipelago.residency.domain.Law;
import io.archipelago.residency.domain.SubjectColumn;
import io.archipelago.residency.treatment.PseudonymKey;
import io.archipelago.residency.treatment.SubjectReader;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** Which keys get a tombstone, whatever comes in between. */
class SweepTest {

    private static final TopicPartition PARTITION = new TopicPartition("shop.customers", 0);
    private static final SubjectColumn COLUMN = new SubjectColumn("customers", "DE", "person");

    private final SubjectReader reader = new SubjectReader(COLUMN, Set.of(), PseudonymKey.generate());
    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none");
    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());

    private static Law law() {
        var giver = new Lawgiver();
        giver.declare("""
                apiVersion: archipelago.io/v1
                kind: ResidencyPolicy
                metadata: {name: law}
                spec:
                  dataClasses: [personal]
                  subjects: ['*']
                  rules:
                    - {id: free, effect: allow, actions: [send], jurisdictions: [US], source: test}
                """);
        return giver.core().law();
    }

    /** @param floors as the dataset declares them */
    private static Track track(long position, String... floors) {
        var law = law();
        var there = new TreeMap<>(Map.of("us-east", "US"));
        var terms = new Terms(law.code().version(), List.of(floors), there, Circumstances.UNKNOWN, "");
        var flow = new Flow(
                PARTITION.topic(),
                "customers",
                "shop",
                "personal",
                false,
                List.of(floors),
                there,
                Circumstances.UNKNOWN,
                Columns.NONE);
        var export = new OpenFlow.Export("export.us-east.shop.customers", 1, 1_000_000);
        var track = new Track(
                PARTITION,
                new OpenFlow(flow, 1, List.of(export), true),
                FlowLaw.of(law, terms, false, new FlowLaw.Tables(), Care.NONE),
                History.beginning(terms),
                position,
                null);
        track.counts.getFirst().sequence = 0;
        return track;
    }

    private static ConsumerRecord<byte[], byte[]> record(long offset, String key, String person) {
        var value = "{\"person\":\"" + person + "\"}";
        var record = new ConsumerRecord<>(
                PARTITION.topic(), PARTITION.partition(), offset, key.getBytes(UTF_8), value.getBytes(UTF_8));
        labels("personal", "DE").forEach(record.headers()::add);
        return record;
    }

    @Test
    void a_key_that_somebody_else_takes_while_it_is_searched_gets_no_tombstone() {
        var ada = reader.pseudonym("ada");
        var order =
                new ErasureOrder("1", "eu-central", "customers", "DE", PARTITION.topic(), ada, Instant.EPOCH, "", null);
        var sweep = new Sweep(order, reader, consumer, List.of(track(4)));
        producer.initTransactions();
        var copier = new Copier(producer, "eu-central");
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        consumer.schedulePollTask(() -> {
            consumer.addRecord(record(0, "a", "ada"));
            consumer.addRecord(record(1, "b", "ada"));
        });
        assertThat(sweep.advance(copier)).isFalse();
        sweep.supersede(record(4, "a", "bob"));
        sweep.supersede(record(5, "b", "ada")); // it stays home: what lies abroad is the one before
        consumer.schedulePollTask(() -> consumer.addRecord(record(2, "a", "ada")));
        assertThat(sweep.advance(copier)).isFalse();
        consumer.schedulePollTask(() -> consumer.addRecord(record(3, "c", "bob")));
        assertThat(sweep.advance(copier)).isTrue();
        copier.commit(List.of());
        assertThat(producer.history()).singleElement().satisfies(sent -> {
            assertThat(text(sent.key())).isEqualTo("b");
            assertThat(sent.value()).isNull();
        });
        assertThat(sweep.tombstones()).isEqualTo(1);
        assertThat(sweep.through()).isEqualTo(Map.of("us-east", Map.of(0, 1L)));
    }

    @Test
    void a_region_that_the_law_has_come_to_forbid_is_not_said_to_have_the_tombstones() {
        var order =
                new ErasureOrder("1", "eu-central", "customers", "DE", PARTITION.topic(), "a", Instant.EPOCH, "", null);
        assertThat(new Sweep(order, reader, consumer, List.of(track(0, "personal:DE"))).through())
                .containsOnlyKeys("us-east");
        assertThat(new Sweep(order, reader, consumer, List.of(track(0, "secret:DE"))).through())
                .isEmpty();
    }
}
