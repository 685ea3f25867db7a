package io.archipelago.residency.gate;

import static io.archipelago.residency.gate.Border.labels;
import static io.archipelago.residency.gate.Border.text;
import static io.archipelago.residency.gate.Border.with;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.archipelago.events.envelope.Header;
import io.archipelago.events.erasure.ErasureOrder;
import io.archipelago.residency.domain.GateOrders;
import io.archipelago.residency.domain.LedgerState;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Attacks on the border, each named: by whoever may write a topic of the region, or declare a dataset. */
class AttackTest extends BorderTest {

    private static final String SECRET = "secret-4711";
    private static final Map<String, byte[]> PUBLIC = labels("public", "DE");

    /** What crossed, once the last record has. */
    private List<String> crossedBefore(String last) {
        border.write(topic, last, "{}", PUBLIC);
        await().until(() -> border.exportedKeys("us-east", topic).contains(last));
        return border.exportedKeys("us-east", topic);
    }

    private void write(String key, String... namesAndValues) throws Exception {
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", border.broker.bootstrap()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            var record = new ProducerRecord<>(topic, key.getBytes(UTF_8), SECRET.getBytes(UTF_8));
            for (int i = 0; i < namesAndValues.length; i += 2)
                record.headers().add(namesAndValues[i], namesAndValues[i + 1].getBytes(UTF_8));
            producer.send(record).get();
        }
    }

    @Test
    void header_smuggling() throws Exception {
        openForPublicData();
        write("class-first", Header.DATA_CLASS, "public", Header.DATA_CLASS, "personal", Header.JURISDICTION, "DE");
        write("class-last", Header.DATA_CLASS, "personal", Header.DATA_CLASS, "public", Header.JURISDICTION, "DE");
        write("place", Header.DATA_CLASS, "public", Header.JURISDICTION, "DE", Header.JURISDICTION, "US");
        write(
                "audience",
                Header.DATA_CLASS,
                "public",
                Header.JURISDICTION,
                "DE",
                Header.AUDIENCE,
                "us-east",
                Header.AUDIENCE,
                "ap-southeast");
        write("capitals", "CE_DataClassification", "public", Header.JURISDICTION, "DE");
        write("space", Header.DATA_CLASS, "public ", Header.JURISDICTION, "DE");
        write("list", Header.DATA_CLASS, "public,personal", Header.JURISDICTION, "DE");
        write("nul", Header.DATA_CLASS, "public\0personal", Header.JURISDICTION, "DE");

        assertThat(crossedBefore("fine")).containsExactly("fine");
        var kept = border.counted(topic, "us-east").keptHome();
        assertThat(kept).containsEntry("unreadable label", 6L).containsEntry("unlabelled", 1L);
        assertThat(kept.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(8);
    }

    @Test
    void the_gates_own_headers_forged_beforehand() throws Exception {
        openForPublicData();
        write(
                "forged",
                Header.DATA_CLASS,
                "public",
                Header.JURISDICTION,
                "DE",
                Copier.RULING,
                "bribed#rule",
                Copier.GATE,
                "us-east",
                Copier.TREATED,
                "all=drop",
                Crossed.HEADER,
                "0/999/999");

        assertThat(crossedBefore("fine")).containsExactly("forged", "fine");
        var copy = border.exported("us-east", topic).getFirst().headers();
        assertThat(text(copy.lastHeader(Copier.GATE).value())).isEqualTo("eu-central");
        assertThat(text(copy.lastHeader(Copier.RULING).value())).startsWith("public-open#");
        assertThat(copy.lastHeader(Copier.TREATED)).isNull();
        assertThat(Crossed.of(copy)).isEqualTo(new Crossed(0, 1, 0));
    }

    @Test
    void leak_through_trace_baggage() throws Exception {
        openForPublicData();
        var traced = with(
                with(with(PUBLIC, "baggage", "email=" + SECRET), "tracestate", "vendor=" + SECRET),
                Header.TRACEPARENT,
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        border.write(topic, "traced", "{}", traced);

        assertThat(crossedBefore("fine")).containsExactly("traced", "fine");
        var copy = border.exported("us-east", topic).getFirst();
        assertThat(copy.headers()).extracting(header -> header.key()).contains(Header.TRACEPARENT, Crossed.HEADER);
        assertThat(copy.headers()).noneMatch(header -> text(header.value()).contains(SECRET));
    }

    /** A dataset may be declared by anyone who may declare; none makes the gate carry what is not users' data. */
    @Test
    void leak_through_dead_letters_offsets_and_other_regions_copies() throws Exception {
        openForPublicData();
        var targets = List.of(
                "inventory.dead-letters.v1",
                "residency-policy.dead-letters.v1",
                "__consumer_offsets",
                "__transaction_state",
                "connect-offsets",
                "connect-configs",
                "connect-status",
                "residency.declarations.v1",
                "us-east.shop.customers",
                "export.ap-southeast.shop.customers");
        for (int i = 0; i < targets.size(); i++)
            border.law.dataset("greedy-" + i, targets.get(i), "public", "DE", "us-east");
        border.write("inventory.dead-letters.v1", "dead", SECRET, PUBLIC);
        border.write("connect-offsets", "offset", SECRET, PUBLIC);

        assertThat(crossedBefore("fine")).containsExactly("fine");
        assertThat(targets).allSatisfy(target -> {
            assertThat(border.exported("us-east", target)).as(target).isEmpty();
            assertThat(border.counted(target, "us-east").keptHome()).as(target).isEmpty();
        });
    }

    /** A record that inflates beyond the heap is an error of the virtual machine, not an exception. */
    @Test
    void zip_bomb() {
        var reads = new AtomicInteger();
        var bombed = border.open(new Orders() {
            @Override
            public GateOrders read() {
                if (reads.getAndIncrement() < 2) throw new OutOfMemoryError("Java heap space");
                return border.law.read();
            }

            @Override
            public long changes() {
                return border.law.changes();
            }

            @Override
            public LedgerState ledger() {
                return border.law.ledger();
            }

            @Override
            public void swept(
                    ErasureOrder order, long tombstones, SortedMap<String, SortedMap<Integer, Long>> through) {
                border.law.swept(order, tombstones, through);
            }

            @Override
            public @Nullable String expired() {
                return null;
            }
        });
        await().untilAsserted(() -> {
            assertThat(reads.get()).as("it tries again").isGreaterThan(2);
            assertThat(bombed.status()).as("and goes on when it can").matches(Status::open);
        });
    }

    @Test
    void oversized_headers() throws Exception {
        openForPublicData();
        var huge = "x".repeat(200_000);
        write("label", Header.DATA_CLASS, huge, Header.JURISDICTION, "DE");
        write("audience", Header.DATA_CLASS, "public", Header.JURISDICTION, "DE", Header.AUDIENCE, huge);

        assertThat(crossedBefore("fine")).containsExactly("fine");
        assertThat(border.counted(topic, "us-east").keptHome().keySet())
                .as("reasons are ours, whatever the labels say")
                .containsExactlyInAnyOrder("unknown class", "for another region");
    }
}
