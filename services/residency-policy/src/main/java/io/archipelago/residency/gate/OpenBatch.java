package io.archipelago.residency.gate;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.archipelago.events.ledger.Crossing;
import io.archipelago.events.ledger.Crossing.Labelled;
import io.archipelago.events.ledger.MerkleTree;
import io.archipelago.residency.domain.ReportTransfers.Batch;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What crossed on the same terms of one partition to one destination in a window, transaction by transaction. */
final class OpenBatch {

    private static final int LEAF_BYTES = 32;

    private final Flow flow;
    private final int partition;
    private final String to;
    private final long decidedFrom;
    private final long first;
    private final @Nullable Terms terms;
    private final MerkleTree tree = new MerkleTree();
    private final TreeMap<Counts.Labels, long[]> byLabels = new TreeMap<>();
    private final TreeMap<Integer, Long> exportEnds = new TreeMap<>();
    private final TreeSet<String> rulings = new TreeSet<>();
    private final @Nullable ByteArrayOutputStream leaves;
    private long decidedTo;
    private long last;
    private long bytes;

    /** @param terms null when nobody knows any more */
    OpenBatch(Flow flow, int partition, String to, long decidedFrom, long first, @Nullable Terms terms) {
        this.flow = flow;
        this.partition = partition;
        this.to = to;
        this.decidedFrom = decidedFrom;
        this.first = first;
        this.terms = terms;
        this.leaves = flow.dataset() == null ? null : new ByteArrayOutputStream();
    }

    boolean isOn(@Nullable Terms others) {
        return Objects.equals(terms, others);
    }

    void add(Counts counts, long decidedUpTo) {
        decidedTo = decidedUpTo;
        last = counts.sequence;
        bytes += counts.crossedBytes;
        rulings.addAll(counts.rulings);
        exportEnds.putAll(counts.exportEnds);
        counts.byLabels()
                .forEach((labels, sum) -> byLabels.merge(
                        labels, sum, (before, more) -> new long[] {before[0] + more[0], before[1] + more[1]}));
        var hashes = counts.leaves.toByteArray();
        for (int at = 0; at < hashes.length; at += LEAF_BYTES)
            tree.add(Arrays.copyOfRange(hashes, at, at + LEAF_BYTES));
        if (leaves != null) leaves.writeBytes(hashes);
    }

    long decidedTo() {
        return decidedTo;
    }

    Batch close() {
        var bytesByClass = new TreeMap<String, Long>();
        var labelled = new ArrayList<Labelled>();
        byLabels.forEach((labels, sum) -> {
            var dataClass = new String(labels.dataClass(), UTF_8);
            bytesByClass.merge(dataClass, sum[1], Long::sum);
            labelled.add(new Labelled(dataClass, new String(labels.jurisdiction(), UTF_8), sum[0], sum[1]));
        });
        var crossing = new Crossing(
                flow.topic(),
                partition,
                to,
                flow.dataset(),
                flow.owner(),
                decidedFrom,
                decidedTo,
                first,
                last,
                tree.size(),
                bytes,
                bytesByClass,
                List.copyOf(rulings),
                terms == null ? List.of() : List.of(terms.code()),
                HexFormat.of().formatHex(tree.root()),
                terms == null ? null : terms.inputs(to),
                labelled);
        return new Batch(crossing, exportEnds, leaves == null ? null : leaves.toByteArray());
    }
}
