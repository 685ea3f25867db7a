package io.archipelago.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.archipelago.events.EventJson;
import io.archipelago.events.envelope.Envelope;
import io.archipelago.events.envelope.EnvelopeCodec;
import io.archipelago.events.envelope.Header;
import io.archipelago.events.envelope.Labels;
import io.archipelago.topology.TopicNames;
import io.archipelago.topology.Topology;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * The backbone of the region {@code eu-central}, without its services: every topic of the topology, the database with
 * all schemas, and a stand-in for Debezium between them. Tests write what other services and regions would, and read
 * what the service under test publishes.
 */
public final class Region implements AutoCloseable {

    public static final String NAME = "eu-central";
    public static final String JURISDICTION = "DE";
    public static final String LOCATION = "aws/eu-central-1";
    public static final List<String> PEERS = List.of("us-east", "ap-southeast");

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final Topology TOPOLOGY = Topology.load();

    private final Path folder;
    private final PeerKeys keys;
    private final TestIssuer issuer = new TestIssuer();
    private final TestBroker broker;
    private final TestDatabase database;
    private final KafkaProducer<byte[], byte[]> producer;
    private final OutboxRelay relay;

    public Region() {
        try {
            folder = Files.createTempDirectory("region-under-test");
            keys = new PeerKeys(folder, PEERS);
            issuer.publish(issuerKeys());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        broker = new TestBroker(folder);
        broker.create(TOPOLOGY.forRegion(NAME, PEERS, "local"));
        database = new TestDatabase(folder.resolve("data"));
        producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers", broker.bootstrap(),
                        "linger.ms", "0",
                        "max.request.size", "16777216",
                        "buffer.memory", "67108864"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        relay = new OutboxRelay(database, producer);
    }

    public TestBroker broker() {
        return broker;
    }

    public TestDatabase database() {
        return database;
    }

    /** The key the service under test signs with. */
    Path signingKey() {
        return keys.own();
    }

    /** The public half of it. */
    public String publicKey() {
        return keys.publicKey();
    }

    /** Who says who people are. */
    public TestIssuer issuer() {
        return issuer;
    }

    Path issuerKeys() {
        return folder.resolve("issuer.json");
    }

    /** Whose signatures the service under test takes: the peers' services'. */
    Path trustBundle() {
        return keys.bundle();
    }

    /** An event of this region, as the topic's owner would write it. */
    public Envelope publish(String topic, String key, @Nullable Object body) {
        var envelope = envelope(topic, NAME, key);
        publish(topic, envelope, body);
        return envelope;
    }

    /** An event that {@code peer} wrote and MirrorMaker brought here. */
    public Envelope publishMirrored(String peer, String topic, String key, @Nullable Object body) {
        var envelope = envelope(topic, peer, key);
        publish(TopicNames.mirrored(peer, topic), envelope, body);
        return envelope;
    }

    /** An envelope with a fresh id and class internal, written now by the topic's owner in {@code region}. */
    public static Envelope envelope(String topic, String region, String key) {
        return new Envelope(
                UUID.randomUUID().toString(),
                Envelope.typeOf(topic),
                region + '/' + TOPOLOGY.topic(topic).orElseThrow().owner(),
                key,
                Instant.now(),
                Labels.internal(region.equals(NAME) ? JURISDICTION : "US"),
                null,
                null);
    }

    /**
     * An event with an envelope of your own, signed if the service it names is a peer's; write the same one twice for a repeat.
     *
     * @param topic as this region's broker knows it
     * @param body a record, bytes as they are, or null for a tombstone
     */
    public void publish(String topic, Envelope envelope, @Nullable Object body) {
        var value = bytes(body);
        var headers = EnvelopeCodec.encode(envelope, "application/json");
        var signature = keys.sign(envelope, value);
        if (signature != null) headers.put(Header.SIGNATURE, signature.getBytes(UTF_8));
        publishRaw(topic, envelope.subject(), value, headers);
    }

    /** A record of any kind: for what should not be understood. Returns its offset. */
    public long publishRaw(String topic, String key, byte @Nullable [] value, Map<String, byte[]> headers) {
        var record = new ProducerRecord<>(topic, key.getBytes(UTF_8), value);
        headers.forEach((name, bytes) -> record.headers().add(name, bytes));
        try {
            return producer.send(record).get().offset();
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot write to " + topic, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static byte @Nullable [] bytes(@Nullable Object body) {
        try {
            return switch (body) {
                case null -> null;
                case byte[] bytes -> bytes;
                case String text -> text.getBytes(UTF_8);
                default -> EventJson.MAPPER.writeValueAsBytes(body);
            };
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** The names of all topics that are there. */
    public Set<String> topics() {
        try (var consumer = consumer()) {
            return Set.copyOf(consumer.listTopics().keySet());
        }
    }

    /** Everything in a topic so far, oldest first. */
    public List<SeenEvent> events(String topic) {
        try (var consumer = consumer()) {
            var partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            var seen = new ArrayList<SeenEvent>();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue()))
                consumer.poll(Duration.ofMillis(50)).forEach(kafka -> seen.add(SeenEvent.of(kafka)));
            return seen;
        }
    }

    /**
     * The first event in a topic for which something holds; waits for it.
     *
     * @throws AssertionError when there is none after a minute, with what was seen instead
     */
    public SeenEvent awaitEvent(String topic, Predicate<SeenEvent> wanted) {
        var until = Instant.now().plus(PATIENCE);
        var seen = new ArrayList<String>();
        try (var consumer = consumer()) {
            var partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (Instant.now().isBefore(until)) {
                for (var kafka : consumer.poll(Duration.ofMillis(200))) {
                    var event = SeenEvent.of(kafka);
                    if (wanted.test(event)) return event;
                    seen.add(event.key() + " " + (event.value() == null ? "null" : new String(event.value(), UTF_8)));
                }
            }
        }
        throw new AssertionError("no such event in " + topic + " after " + PATIENCE.toSeconds() + " s; seen: " + seen);
    }

    /** The first event with this key; waits for it. */
    public SeenEvent awaitEvent(String topic, String key) {
        return awaitEvent(topic, event -> event.key().equals(key));
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", broker.bootstrap(),
                        "isolation.level", "read_committed",
                        "fetch.max.wait.ms", "50",
                        "enable.auto.commit", "false"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    @Override
    public void close() {
        relay.close();
        producer.close(Duration.ofSeconds(1));
        StoredState.publish(database);
        database.close();
        broker.close();
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
