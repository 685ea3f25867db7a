package io.archipelago.residency.gate;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.archipelago.events.envelope.Header;
import io.archipelago.residency.Lawgiver;
import io.archipelago.residency.domain.ReportTransfers;
import io.archipelago.residency.domain.ReportTransfers.Line;
import io.archipelago.residency.keyring.Keyring;
import io.archipelago.residency.keyring.MemoryKeys;
import io.archipelago.residency.keyring.WrappingKey;
import io.archipelago.residency.treatment.PseudonymKey;
import io.archipelago.testkit.TestBroker;
import io.archipelago.topology.Topology;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A region's broker with all its topics, the gate on top, and hands to write and read. */
final class Border implements AutoCloseable {

    static final Topology TOPOLOGY = Topology.load();
    static final List<String> PEERS = List.of("us-east", "ap-southeast");

    static final PseudonymKey PSEUDONYMS = PseudonymKey.generate();
    private static final WrappingKey WRAPPING = WrappingKey.generate();

    final MemoryKeys keys = new MemoryKeys();
    final Keyring keyring = new Keyring(jurisdiction -> WRAPPING, keys, InstantSource.system());
    final TestBroker broker;
    final Lawgiver law = new Lawgiver();
    final Tally tally = new Tally(new SimpleMeterRegistry(), Instant.now(), Duration.ofSeconds(1));
    private final List<ReportTransfers> reported = new ArrayList<>();
    private final List<Gate> gates = new ArrayList<>();
    private final KafkaProducer<byte[], byte[]> producer;

    /** Of a gate that is opened. */
    int maxPollRecords = 500;

    Border(TestBroker broker) {
        this.broker = broker;
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrap(), "linger.ms", "0"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        law.tell(() -> gates.forEach(Gate::wake));
        law.account(() -> tally.handOverAll(Instant.now()), report -> {
            synchronized (reported) {
                tally.taken(report);
                reported.add(report);
            }
        });
    }

    static void makeTopics(TestBroker broker) {
        broker.create(TOPOLOGY.forRegion("eu-central", PEERS, "local"));
    }

    GateSettings settings() {
        return new GateSettings(
                "eu-central",
                new TreeMap<>(Map.of("us-east", "US", "ap-southeast", "SG")),
                Map.of("bootstrap.servers", broker.bootstrap()),
                "local",
                Duration.ofMillis(50),
                maxPollRecords,
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                PSEUDONYMS,
                keyring);
    }

    Gate open() {
        return open(law);
    }

    Gate open(Orders orders) {
        var gate = new Gate(settings(), TOPOLOGY, orders, tally);
        gates.add(gate);
        gate.start();
        return gate;
    }

    boolean isOpen() {
        return gates.stream().allMatch(gate -> gate.status().open());
    }

    List<String> reasons() {
        return gates.stream().map(gate -> gate.status().reason()).toList();
    }

    void close(Gate gate) {
        gates.remove(gate);
        gate.stop();
    }

    static Map<String, byte[]> labels(String dataClass, String jurisdiction) {
        var headers = new LinkedHashMap<String, byte[]>();
        headers.put(Header.ID, "1".getBytes(UTF_8));
        headers.put(Header.DATA_CLASS, dataClass.getBytes(UTF_8));
        headers.put(Header.JURISDICTION, jurisdiction.getBytes(UTF_8));
        return headers;
    }

    static Map<String, byte[]> with(Map<String, byte[]> headers, String name, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(name, value.getBytes(UTF_8));
        return more;
    }

    /** Returns when the broker has it. */
    void write(String topic, String key, String value, Map<String, byte[]> headers) {
        try {
            send(topic, key, value, headers).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    java.util.concurrent.Future<?> send(String topic, String key, String value, Map<String, byte[]> headers) {
        var record = new ProducerRecord<>(
                topic, null, 1_700_000_000_000L, key.getBytes(UTF_8), value == null ? null : value.getBytes(UTF_8));
        headers.forEach((name, bytes) -> record.headers().add(name, bytes));
        return producer.send(record);
    }

    /** All that waits for a destination's mirror on one flow. */
    List<ConsumerRecord<byte[], byte[]>> exported(String destination, String topic) {
        return records("export." + destination + "." + topic);
    }

    List<ConsumerRecord<byte[], byte[]>> records(String topic) {
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of(
                        "bootstrap.servers", broker.bootstrap(),
                        "isolation.level", "read_committed",
                        "allow.auto.create.topics", "false",
                        "fetch.max.wait.ms", "20"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            var found = new ArrayList<ConsumerRecord<byte[], byte[]>>();
            var known = consumer.listTopics().get(topic);
            if (known == null) return found;
            var partitions = known.stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue()))
                consumer.poll(Duration.ofMillis(20)).forEach(found::add);
            return found;
        }
    }

    /** Transactions that wrote to what waits for a destination's mirror: each has left its mark there. */
    long transactions(String destination, String topic) {
        var copies = exported(destination, topic);
        try (var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()))) {
            var latest = copies.stream()
                    .map(copy -> new TopicPartition(copy.topic(), copy.partition()))
                    .distinct()
                    .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
            return admin.listOffsets(latest).all().get().values().stream()
                            .mapToLong(ListOffsetsResult.ListOffsetsResultInfo::offset)
                            .sum()
                    - copies.size();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    List<String> exportedKeys(String destination, String topic) {
        return exported(destination, topic).stream()
                .map(kafka -> new String(kafka.key(), UTF_8))
                .toList();
    }

    /** Since the beginning: a report ends a window, and so does a change of law. */
    Line counted(String topic, String to) {
        var lines = new ArrayList<Line>();
        synchronized (reported) { // no report is both on its way and taken
            var pending = tally.pending();
            reported.forEach(report -> lines.addAll(report.lines()));
            if (pending.handedOver() != null) lines.addAll(pending.handedOver().lines());
            lines.addAll(pending.open());
        }
        return lines.stream()
                .filter(line -> line.flow().equals(topic) && line.to().equals(to))
                .reduce(Border::sum)
                .orElse(new Line(topic, to, null, null, "", 0, 0, Map.of()));
    }

    private static Line sum(Line one, Line other) {
        var kept = new TreeMap<>(one.keptHome());
        other.keptHome().forEach((reason, count) -> kept.merge(reason, count, Long::sum));
        return new Line(
                other.flow(),
                other.to(),
                other.dataset(),
                other.owner(),
                other.dataClass(),
                one.crossed() + other.crossed(),
                one.crossedBytes() + other.crossedBytes(),
                kept);
    }

    static String text(byte[] bytes) {
        return new String(bytes, UTF_8);
    }

    @Override
    public void close() {
        List.copyOf(gates).forEach(this::close);
        producer.close(Duration.ofSeconds(1));
    }
}
