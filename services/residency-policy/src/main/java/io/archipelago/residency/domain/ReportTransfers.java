package io.archipelago.residency.domain;

import io.archipelago.events.ledger.Crossing;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The gate's account of one window, to be added to the totals and published. Repeating a report adds nothing: windows of
 * one gate follow each other.
 */
public record ReportTransfers(Instant windowStart, Instant windowEnd, List<Line> lines, List<Batch> batches) {

    /**
     * One flow to one destination.
     *
     * @param flow the local topic
     * @param crossedBytes key, value and headers
     * @param keptHome records that stayed, by reason
     */
    public record Line(
            String flow,
            String to,
            @Nullable String dataset,
            @Nullable String owner,
            String dataClass,
            long crossed,
            long crossedBytes,
            Map<String, Long> keptHome) {}

    /**
     * The records of one crossing, as the ledger is to have them.
     *
     * @param exportEnds the offset of the last of them in each partition of the export topic
     * @param leaves their hashes, 32 bytes each, in the order of their numbers; null for Archipelago's own facts, of
     *     which nobody has to prove the single one
     */
    public record Batch(Crossing crossing, SortedMap<Integer, Long> exportEnds, byte @Nullable [] leaves) {}
}
