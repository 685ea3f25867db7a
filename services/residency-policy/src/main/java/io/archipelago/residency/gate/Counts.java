package io.archipelago.residency.gate;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * What happened on one partition of a flow to one destination in one transaction, and how far its sequence is. Of the
 * gate's thread; until the transaction has ended, the producer's thread notes where the copies came to lie and the hasher's
 * adds their leaves.
 */
final class Counts implements Callback {

    /** Number of the last copy; -1 while nobody has looked it up. */
    long sequence = -1;

    long crossed;
    long crossedBytes;
    long first;
    final ByteArrayOutputStream leaves = new ByteArrayOutputStream();
    final TreeSet<String> rulings = new TreeSet<>();
    final TreeMap<Integer, Long> exportEnds = new TreeMap<>();
    private final TreeMap<Labels, long[]> byLabels = new TreeMap<>();
    private final Map<Decision, long[]> kept = new IdentityHashMap<>();

    // Records with the same labels, let cross by one decision, follow each other: what is looked up once for all of
    // them.
    private String sameRuling = "";
    private @Nullable Labels sameLabels;
    private long[] sameSum = {};

    /** Of a record that crosses, as they were written on it. */
    record Labels(byte[] dataClass, byte[] jurisdiction) implements Comparable<Labels> {

        boolean areThose(byte[] ofClass, byte[] ofJurisdiction) {
            return Arrays.equals(dataClass, ofClass) && Arrays.equals(jurisdiction, ofJurisdiction);
        }

        @Override
        public int compareTo(Labels other) {
            int byClass = Arrays.compare(dataClass, other.dataClass);
            return byClass != 0 ? byClass : Arrays.compare(jurisdiction, other.jurisdiction);
        }
    }

    /** The copy has the number {@link #sequence}. */
    void crossed(long bytes, Labels labels, Decision decision) {
        if (!decision.why().equals(sameRuling)) rulings.add(decision.why());
        sameRuling = decision.why();
        crossed(bytes, labels);
    }

    private void crossed(long bytes, Labels labels) {
        if (crossed++ == 0) first = sequence;
        crossedBytes += bytes;
        if (sameLabels == null || !sameLabels.areThose(labels.dataClass, labels.jurisdiction)) {
            sameSum = byLabels.computeIfAbsent(labels, first -> new long[2]);
            sameLabels = labels;
        }
        sameSum[0]++;
        sameSum[1] += bytes;
    }

    /** Of the next copy, in the order in which they crossed. */
    void leaf(byte[] leaf) {
        leaves.writeBytes(leaf);
    }

    /** Records and bytes of each. */
    SortedMap<Labels, long[]> byLabels() {
        return byLabels;
    }

    /** A copy that an earlier session made. */
    void recovered(Crossed mark, byte[] leaf, long bytes, Labels labels, String ruling, int partition, long offset) {
        sequence = mark.sequence();
        rulings.add(ruling);
        crossed(bytes, labels);
        leaf(leaf);
        exportEnds.merge(partition, offset, Math::max);
    }

    void kept(Decision decision) {
        kept.computeIfAbsent(decision, first -> new long[1])[0]++;
    }

    boolean any() {
        return crossed > 0 || !kept.isEmpty();
    }

    Map<Decision, long[]> keptHome() {
        return kept;
    }

    @Override
    public void onCompletion(RecordMetadata copy, @Nullable Exception failure) {
        if (failure == null) exportEnds.merge(copy.partition(), copy.offset(), Math::max);
    }

    void clear() {
        crossed = 0;
        crossedBytes = 0;
        leaves.reset();
        rulings.clear();
        byLabels.clear();
        sameRuling = "";
        sameLabels = null;
        exportEnds.clear();
        kept.clear();
    }
}
