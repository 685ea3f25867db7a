package io.archipelago.cost.domain;

import io.archipelago.events.residency.TransferReported;
import java.time.Instant;

/**
 * How far the reports of one flow to one destination have been counted.
 *
 * @param total records crossed since the flow began, by the last report
 * @param missedRecords crossed by reports that never came; their size is unknown, so nobody is charged for them
 */
public record FlowCount(String flow, String to, long total, Instant windowEnd, long missedRecords) {

    /** Before the first report: nothing can have been missed. */
    static FlowCount before(TransferReported first) {
        return new FlowCount(first.flow(), first.to(), first.total() - first.crossed(), Instant.MIN, 0);
    }

    /** True when the report, or a later one, has been counted. */
    boolean counted(TransferReported report) {
        return !report.windowEnd().isAfter(windowEnd) && report.total() <= total;
    }

    FlowCount plus(TransferReported report) {
        // A total that went back was started anew by its gate.
        long missed = report.total() < total ? 0 : Math.max(0, report.total() - report.crossed() - total);
        return new FlowCount(
                flow,
                to,
                report.total(),
                report.windowEnd().isAfter(windowEnd) ? report.windowEnd() : windowEnd,
                missedRecords + missed);
    }
}
