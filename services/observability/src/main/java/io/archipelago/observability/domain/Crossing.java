package io.archipelago.observability.domain;

import io.archipelago.events.residency.TransferReported;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * What crossed on one flow from one region to another, since this region keeps count.
 *
 * @param keptHome records that stayed, by reason
 * @param total by the last report that was counted
 */
record Crossing(
        String flow,
        String from,
        String to,
        long records,
        long bytes,
        Map<String, Long> keptHome,
        long total,
        Instant windowEnd) {

    static Crossing before(TransferReported first) {
        return new Crossing(
                first.flow(), first.from(), first.to(), 0, 0, Map.of(), first.total() - first.crossed(), Instant.MIN);
    }

    /** True when the report, or a later one, has been counted. */
    boolean counted(TransferReported report) {
        return !report.windowEnd().isAfter(windowEnd) && report.total() <= total;
    }

    Crossing plus(TransferReported report) {
        return new Crossing(
                flow,
                from,
                to,
                records + report.crossed(),
                bytes + report.crossedBytes(),
                sum(keptHome, report.keptHome()),
                report.total(),
                report.windowEnd().isAfter(windowEnd) ? report.windowEnd() : windowEnd);
    }

    static Map<String, Long> sum(Map<String, Long> a, Map<String, Long> b) {
        var both = new TreeMap<>(a);
        b.forEach((reason, records) -> both.merge(reason, records, Long::sum));
        return both;
    }
}
