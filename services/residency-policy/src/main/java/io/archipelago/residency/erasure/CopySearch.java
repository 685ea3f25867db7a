package io.archipelago.residency.erasure;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.archipelago.events.erasure.Erasure;
import io.archipelago.residency.domain.ByteSearch;
import io.archipelago.residency.gate.Copier;
import io.archipelago.residency.gate.Crossed;
import io.archipelago.residency.gate.TopicReader;
import io.archipelago.residency.keyring.DataKey.Sealed;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Looks through this region's copies of a dataset for what is left of an erased person: values with a ciphertext that
 * needs that person's key, and values without one under a key that a tombstone of the erasure has taken.
 */
public final class CopySearch {

    private final ByteSearch mark;
    private final byte[] id;
    private final Map<ByteBuffer, Long> buried = new HashMap<>();
    private final SortedMap<Integer, Long> reached = new TreeMap<>();
    private long records;
    private long tombstones;
    private long encrypted;
    private long readable;

    private CopySearch(Erasure erasure) {
        this.mark = new ByteSearch(Sealed.mark(erasure.order().subject()));
        this.id = erasure.order().id().getBytes(UTF_8);
    }

    /**
     * @param reached for each partition of the source the number of the last copy that is here
     * @param records all that are there, of whomever
     * @param tombstones of this erasure
     * @param encrypted values with something of that person, encrypted
     * @param readable values under keys of that person with nothing encrypted
     */
    public record Found(
            SortedMap<Integer, Long> reached, long records, long tombstones, long encrypted, long readable) {

        /**
         * Null when the region can attest; otherwise what it waits for.
         *
         * @param through the numbers up to which its copies must be here; null when it is sent nothing any more
         */
        public @Nullable String waitsFor(@Nullable SortedMap<Integer, Long> through) {
            if (records == 0 && (through == null || through.values().stream().allMatch(number -> number == 0)))
                return null;
            if (through == null) return "copies are here and no tombstones come any more: delete the topic";
            for (var partition : through.entrySet())
                if (reached.getOrDefault(partition.getKey(), 0L) < partition.getValue())
                    return "tombstones of partition " + partition.getKey() + " are not here yet";
            return readable == 0 ? null : readable + " values in clear wait for compaction";
        }
    }

    /** @param topic as this region names it */
    public static Found in(Map<String, Object> kafka, String topic, Erasure erasure) {
        var search = new CopySearch(erasure);
        TopicReader.read(kafka, Recollection.CLIENT, Set.of(topic), search::bury);
        TopicReader.read(kafka, Recollection.CLIENT, Set.of(topic), search::look);
        return new Found(search.reached, search.records, search.tombstones, search.encrypted, search.readable);
    }

    private void bury(ConsumerRecord<byte[], byte[]> copy) {
        records++;
        var crossed = Crossed.of(copy.headers());
        if (crossed != null) reached.merge(crossed.partition(), crossed.sequence(), Math::max);
        var erasure = copy.headers().lastHeader(Copier.ERASURE);
        if (copy.key() == null || copy.value() != null || erasure == null) return;
        if (!Arrays.equals(erasure.value(), id)) return;
        tombstones++;
        buried.put(ByteBuffer.wrap(copy.key()), copy.offset());
    }

    private void look(ConsumerRecord<byte[], byte[]> copy) {
        if (copy.value() == null) return;
        if (mark.find(copy.value(), 0) >= 0) {
            encrypted++;
            return;
        }
        var until = copy.key() == null ? null : buried.get(ByteBuffer.wrap(copy.key()));
        if (until != null && copy.offset() < until) readable++;
    }
}
