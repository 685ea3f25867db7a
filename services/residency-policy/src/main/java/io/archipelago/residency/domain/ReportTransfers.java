package io.archipelago.residency.domain;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The gate's account of one window, to be added to the totals and published. Repeating a report adds nothing: windows of
 * one gate follow each other.
 */
public record ReportTransfers(Instant windowStart, Instant windowEnd, List<Line> lines) {

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
}
