package io.archipelago.residency.gate;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Collection;
import java.util.HashMap;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Writes copies and positions in one transaction. Whatever fails ends the life of its producer: what became of the
 * transaction is then read from Kafka by the next one.
 */
public final class Copier {

    /** On each copy: the rules that let it cross, as {@code policy#rule}, several divided by a comma. */
    public static final String RULING = "ce_ruling";

    /** On each copy: the region whose gate let it cross. */
    public static final String GATE = "ce_gate";

    /** More than the frame of a batch, of one record and of the headers the gate adds ever takes. */
    private static final int FRAME_BYTES = 2_048;

    private final Producer<byte[], byte[]> producer;
    private final Leaf leaf = new Leaf();
    private final ConsumerGroupMetadata group = new ConsumerGroupMetadata(GateSettings.GROUP);
    private final byte[] region;
    private boolean open;

    Copier(Producer<byte[], byte[]> producer, String region) {
        this.producer = producer;
        this.region = region.getBytes(UTF_8);
    }

    /** True when the export topic cannot hold the copy; reckoned with what framing and compression may add. */
    static boolean isTooLarge(ConsumerRecord<byte[], byte[]> kafka, OpenFlow.Export export) {
        return Sizes.bytes(kafka) + FRAME_BYTES > export.maxBytes();
    }

    /** Unchanged but for three headers. The partition is kept too, as long as the copy's topic has one of that number. */
    void copy(
            ConsumerRecord<byte[], byte[]> kafka,
            OpenFlow.Export export,
            Counts counts,
            Decision decision,
            Counts.Labels labels) {
        begin();
        counts.sequence++;
        var headers = new RecordHeaders(kafka.headers());
        headers.add(RULING, decision.header())
                .add(GATE, region)
                .add(Crossed.HEADER, new Crossed(kafka.partition(), counts.sequence, kafka.offset()).header());
        @Nullable Integer partition = kafka.partition() < export.partitions() ? kafka.partition() : null;
        long timestamp = kafka.timestamp() < 0 ? System.currentTimeMillis() : kafka.timestamp();
        counts.crossed(leaf.of(timestamp, kafka.key(), kafka.value(), headers), Sizes.bytes(kafka), labels, decision);
        var copy = new ProducerRecord<>(export.topic(), partition, timestamp, kafka.key(), kafka.value(), headers);
        var unused = producer.send(copy, counts); // what fails here fails the commit
    }

    private void begin() {
        if (open) return;
        producer.beginTransaction();
        open = true;
    }

    /** True when copies wait for {@link #commit}. */
    boolean isOpen() {
        return open;
    }

    /** Makes the copies and the positions of these tracks durable together. */
    void commit(Collection<Track> tracks) {
        begin();
        var offsets = new HashMap<TopicPartition, OffsetAndMetadata>();
        tracks.forEach(track -> offsets.put(track.partition, track.offset()));
        if (!offsets.isEmpty()) producer.sendOffsetsToTransaction(offsets, group);
        producer.commitTransaction();
        open = false;
        tracks.forEach(track -> track.ahead = false);
    }
}
