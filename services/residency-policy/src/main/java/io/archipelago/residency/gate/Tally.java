package io.archipelago.residency.gate;

import io.archipelago.residency.domain.ReportTransfers;
import io.archipelago.residency.domain.ReportTransfers.Line;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts what crossed and what stayed, window by window. A window is handed over until it has been taken for certain;
 * what happens meanwhile goes into the next. Thread-safe.
 */
public final class Tally {

    /** The reports themselves cross the gate: alone they are no reason for another report. */
    private static final String REPORTS = "residency.transfers.v1";

    private final MeterRegistry meters;
    private final Map<String, Sum> open = new TreeMap<>();
    private @Nullable ReportTransfers handedOver;
    private Instant windowStart;

    private static final class Sum {
        private final Flow flow;
        private final String to;
        private final Map<String, Long> kept = new TreeMap<>();
        private long crossed;
        private long crossedBytes;

        Sum(Flow flow, String to) {
            this.flow = flow;
            this.to = to;
        }

        Line line() {
            return new Line(
                    flow.topic(),
                    to,
                    flow.dataset(),
                    flow.owner(),
                    flow.dataClass(),
                    crossed,
                    crossedBytes,
                    new TreeMap<>(kept));
        }
    }

    /** @param start of the first window */
    public Tally(MeterRegistry meters, Instant start) {
        this.meters = meters;
        this.windowStart = start;
    }

    synchronized void add(Flow flow, String to, Counts counts) {
        if (!counts.any()) return;
        var sum = open.computeIfAbsent(flow.topic() + '|' + to, key -> new Sum(flow, to));
        sum.crossed += counts.crossed;
        sum.crossedBytes += counts.crossedBytes;
        if (counts.crossed > 0) {
            meters.counter("archipelago.gate.crossed", "flow", flow.topic(), "to", to)
                    .increment(counts.crossed);
            meters.counter("archipelago.gate.crossed.bytes", "flow", flow.topic(), "to", to)
                    .increment(counts.crossedBytes);
        }
        counts.keptHome().forEach((decision, count) -> {
            sum.kept.merge(decision.why(), count[0], Long::sum);
            meters.counter("archipelago.gate.kept", "flow", flow.topic(), "to", to, "reason", decision.why())
                    .increment(count[0]);
        });
    }

    /** The window to report: the one that was not taken yet, or the one that ends now; null when nothing happened. */
    public synchronized @Nullable ReportTransfers handOver(Instant now) {
        if (handedOver != null) return handedOver;
        if (open.values().stream().allMatch(sum -> sum.flow.topic().equals(REPORTS))) return null;
        var end = now.isAfter(windowStart) ? now : windowStart.plusMillis(1);
        handedOver = new ReportTransfers(
                windowStart, end, open.values().stream().map(Sum::line).toList());
        open.clear();
        windowStart = end;
        return handedOver;
    }

    /** The window has become durable. */
    public synchronized void taken(ReportTransfers report) {
        if (report.equals(handedOver)) handedOver = null;
    }

    /**
     * What may not be in the totals yet.
     *
     * @param handedOver a window that is on its way to them; null when none is
     * @param open what happened since
     */
    public record Pending(@Nullable ReportTransfers handedOver, List<Line> open) {}

    public synchronized Pending pending() {
        return new Pending(handedOver, open.values().stream().map(Sum::line).toList());
    }
}
