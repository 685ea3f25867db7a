package io.archipelago.local.trust;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.archipelago.events.envelope.Envelope;
import io.archipelago.events.envelope.EnvelopeCodec;
import io.archipelago.events.envelope.Labels;
import io.archipelago.events.trust.RegionBundle;
import io.archipelago.local.LocalRegion;
import io.archipelago.topology.TopicNames;
import io.archipelago.topology.access.Identity;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes a region's bundle to the region's own topic whenever it is another, and hands to the region what comes in the
 * copies of its peers' topics. Between the two lie the peer's gate and a mirror, which are trusted with nothing: a bundle
 * is believed for its signature.
 */
public final class BundleCourier implements AutoCloseable {

    private static final Duration TURN = Duration.ofSeconds(1);
    private static final Duration AGAIN = Duration.ofSeconds(5);

    /** Asking the broker seldom costs no time: it answers as soon as there is something. */
    private static final int WAIT_MS = 10_000;

    private static final int LIMIT_MS = 5_000;

    private final Bundles bundles;
    private final LocalRegion region;
    private final Map<String, String> copies;
    private final Map<String, String> kafka;
    private final Consumer<String> notices;
    private final Thread thread;
    private final CountDownLatch closed = new CountDownLatch(1);
    private @Nullable String sent;
    private volatile @Nullable KafkaConsumer<byte[], byte[]> reading;

    /**
     * Begins.
     *
     * @param kafka how the region's operator reaches the region's broker
     * @param notices told of what was taken or refused
     */
    public BundleCourier(
            Bundles bundles,
            LocalRegion region,
            List<LocalRegion> peers,
            Map<String, String> kafka,
            Consumer<String> notices) {
        this.bundles = bundles;
        this.region = region;
        this.copies = peers.stream()
                .collect(Collectors.toMap(
                        peer -> TopicNames.mirrored(peer.name(), RegionBundle.TOPIC), LocalRegion::name));
        this.kafka = Map.copyOf(kafka);
        this.notices = notices;
        this.thread =
                Thread.ofPlatform().name("bundles-" + region.name()).daemon().start(this::run);
    }

    private void run() {
        while (!isClosedWithin(Duration.ZERO)) {
            try (var consumer = consumer()) {
                reading = consumer;
                carry(consumer);
            } catch (WakeupException e) {
                // It is closed.
            } catch (RuntimeException | VirtualMachineError e) { // a copy that inflates beyond the heap, too
                notices.accept(region.name() + ": bundles are not carried for now: " + e);
                if (isClosedWithin(AGAIN)) return;
            } finally {
                reading = null;
            }
        }
    }

    private void carry(KafkaConsumer<byte[], byte[]> consumer) {
        var partitions = copies.keySet().stream()
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        var past = consumer.endOffsets(partitions);
        while (!isClosedWithin(Duration.ZERO)) {
            send();
            for (var copy : consumer.poll(TURN)) {
                var end = past.get(new TopicPartition(copy.topic(), copy.partition()));
                hear(copy, end != null && copy.offset() < end);
            }
        }
    }

    /** @param past whether it lay there already: what a peer said before its latest word is no attack */
    private void hear(ConsumerRecord<byte[], byte[]> copy, boolean past) {
        var peer = String.valueOf(copies.get(copy.topic()));
        var claimed = copy.value() == null ? "" : new String(copy.value(), UTF_8);
        switch (bundles.hear(region.name(), peer, claimed, past)) {
            case Renewal.Adopted adopted ->
                notices.accept(
                        region.name() + ": takes the bundle of " + peer + " with revision " + adopted.revision());
            case Renewal.Refused refused ->
                notices.accept(region.name() + ": REFUSES a bundle that is said to be of " + peer + " ("
                        + refused.reason() + ": " + refused.detail() + ") at " + copy.topic() + '-' + copy.partition()
                        + '@' + copy.offset());
            case Renewal.Repeated repeated -> {}
        }
    }

    private void send() {
        var own = bundles.own(region.name());
        if (own.equals(sent)) return;
        var config = settings();
        config.put("max.block.ms", LIMIT_MS);
        config.put("request.timeout.ms", LIMIT_MS);
        config.put("delivery.timeout.ms", 2 * LIMIT_MS);
        try (var producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(record(own)).get();
            sent = own;
        } catch (ExecutionException e) {
            throw new KafkaException("the region's own cannot be written", e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private ProducerRecord<byte[], byte[]> record(String bundle) {
        var envelope = new Envelope(
                UUID.randomUUID().toString(),
                Envelope.typeOf(RegionBundle.TOPIC),
                region.name() + '/' + Identity.operator(region.name()).path(),
                region.name(),
                Instant.now(),
                Labels.internal(region.jurisdiction()),
                null,
                null);
        var record = new ProducerRecord<>(RegionBundle.TOPIC, region.name().getBytes(UTF_8), bundle.getBytes(UTF_8));
        EnvelopeCodec.encode(envelope, "application/json")
                .forEach((name, value) -> record.headers().add(name, value));
        return record;
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        var config = settings();
        config.put("isolation.level", "read_committed");
        config.put("enable.auto.commit", "false");
        config.put("fetch.max.wait.ms", WAIT_MS);
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private Map<String, Object> settings() {
        var config = new HashMap<String, Object>(kafka);
        config.put("client.id", "bundles-" + region.name());
        config.put("reconnect.backoff.max.ms", "5000");
        return config;
    }

    private boolean isClosedWithin(Duration time) {
        try {
            return closed.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            return true;
        }
    }

    /** Ends, and returns when it has ended. */
    @Override
    public void close() {
        closed.countDown();
        var consumer = reading;
        if (consumer != null) consumer.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
