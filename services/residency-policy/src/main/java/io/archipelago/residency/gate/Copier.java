package io.archipelago.residency.gate;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.archipelago.events.envelope.Header;
import io.archipelago.residency.treatment.Answer.Refused;
import io.archipelago.residency.treatment.Answer.Treated;
import java.util.Collection;
import java.util.HashMap;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Writes copies and positions in one transaction. Whatever fails ends the life of its producer: what became of the
 * transaction is then read from Kafka by the next one.
 */
public final class Copier implements AutoCloseable {

    /** On each copy: the rules that let it cross, as {@code policy#rule}, several divided by a comma. */
    public static final String RULING = "ce_ruling";

    /** On each copy whose columns the law wants treated: what became of which, {@code email=pseudonymise,name=drop}. */
    public static final String TREATED = "ce_treated";

    /** On each copy: the region whose gate let it cross. */
    public static final String GATE = "ce_gate";

    /** On a tombstone that the gate sends because a person was erased: the id of the order. */
    public static final String ERASURE = "ce_erasure";

    /** W3C Baggage, and what vendors add to a trace: any program on a request's way may have put anything there. */
    static final String BAGGAGE = "baggage";

    static final String TRACESTATE = "tracestate";

    /** No copy has them: what only a gate may write, and what a trace carries along unseen. */
    private static final Set<String> SHED = Set.of(TREATED, ERASURE, BAGGAGE, TRACESTATE);

    /** The headers of a treated copy: what else the writer put there may say what the columns no longer say. */
    private static final Set<String> HARMLESS = Set.of(
            Header.ID,
            Header.SPEC_VERSION,
            Header.TYPE,
            Header.SOURCE,
            Header.TIME,
            Header.DATA_CLASS,
            Header.JURISDICTION,
            Header.OWNER,
            Header.AUDIENCE,
            Header.HLC,
            Header.CONTENT_TYPE,
            Header.TRACEPARENT);

    /** More than the frame of a batch, of one record and of the headers the gate adds ever takes. */
    private static final int FRAME_BYTES = 2_048;

    private final Producer<byte[], byte[]> producer;
    private final LeafHasher leaves = new LeafHasher();
    private final ConsumerGroupMetadata group = new ConsumerGroupMetadata(GateSettings.GROUP);
    private final RecordHeader region;
    private boolean open;

    Copier(Producer<byte[], byte[]> producer, String region) {
        this.producer = producer;
        this.region = new RecordHeader(GATE, region.getBytes(UTF_8));
    }

    /**
     * Unchanged but for the gate's headers, or treated. The partition is kept too, as long as the copy's topic has one of
     * that number.
     *
     * @return what became of it: the decision, or why it stays after all
     */
    Decision copy(
            ConsumerRecord<byte[], byte[]> kafka,
            OpenFlow.Export export,
            Counts counts,
            Decision decision,
            Passport passport) {
        var treater = decision.treater();
        if (treater == null) {
            var headers = passport.sheds ? headers(kafka, name -> !SHED.contains(name)) : kafka.headers();
            return send(kafka, kafka.key(), kafka.value(), headers, export, counts, decision, passport);
        }
        return switch (treater.treat(kafka.key(), kafka.value())) {
            case Refused refused -> Decision.kept(refused);
            case Treated(var key, var value) -> {
                var headers = headers(kafka, HARMLESS::contains);
                yield send(kafka, key, value, headers, export, counts, decision, passport);
            }
        };
    }

    /** A tombstone in place of an erased person's record, with the labels of that record. */
    Decision bury(
            ConsumerRecord<byte[], byte[]> latest,
            OpenFlow.Export export,
            Counts counts,
            Decision decision,
            Passport passport,
            String order) {
        var treater = decision.treater();
        var answer = treater == null ? new Treated(latest.key(), null) : treater.treat(latest.key(), null);
        return switch (answer) {
            case Refused refused -> Decision.kept(refused);
            case Treated(var key, var value) -> {
                var headers = headers(latest, HARMLESS::contains).add(ERASURE, order.getBytes(UTF_8));
                yield send(latest, key, value, headers, export, counts, decision, passport);
            }
        };
    }

    private static Headers headers(ConsumerRecord<byte[], byte[]> kafka, Predicate<String> wanted) {
        var headers = new RecordHeaders();
        for (var header : kafka.headers()) if (wanted.test(header.key())) headers.add(header);
        return headers;
    }

    private Decision send(
            ConsumerRecord<byte[], byte[]> kafka,
            byte @Nullable [] key,
            byte @Nullable [] value,
            Headers before,
            OpenFlow.Export export,
            Counts counts,
            Decision decision,
            Passport passport) {
        long bytes = Sizes.bytes(key, value, before);
        if (bytes + FRAME_BYTES > export.maxBytes()) return Decision.TOO_LARGE;
        begin();
        counts.sequence++;
        @Nullable Integer partition = kafka.partition() < export.partitions() ? kafka.partition() : null;
        long timestamp = kafka.timestamp() < 0 ? System.currentTimeMillis() : kafka.timestamp();
        var copy = new ProducerRecord<>(export.topic(), partition, timestamp, key, value, before);
        var headers = copy.headers().add(decision.ruling()).add(region);
        if (decision.treatments() != null) headers.add(decision.treatments());
        headers.add(Crossed.HEADER, new Crossed(kafka.partition(), counts.sequence, kafka.offset()).header());
        counts.crossed(bytes, passport.labels(), decision);
        var unused = producer.send(copy, counts); // what fails here fails the commit
        leaves.add(copy, counts);
        return decision;
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

    /** Makes the copies and the positions of these tracks durable together; then the copies' leaves are counted too. */
    void commit(Collection<Track> tracks) {
        begin();
        leaves.begin();
        var offsets = new HashMap<TopicPartition, OffsetAndMetadata>();
        tracks.forEach(track -> offsets.put(track.partition, track.offset()));
        if (!offsets.isEmpty()) producer.sendOffsetsToTransaction(offsets, group);
        producer.commitTransaction();
        leaves.await();
        open = false;
        tracks.forEach(track -> track.ahead = false);
    }

    /** The producer is somebody else's to close. */
    @Override
    public void close() {
        leaves.close();
    }
}
