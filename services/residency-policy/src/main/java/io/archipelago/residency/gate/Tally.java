package io.archipelago.residency.gate;

import io.archipelago.residency.domain.ReportTransfers;
import io.archipelago.residency.domain.ReportTransfers.Line;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Counts what crossed and what stayed, window by window. Users' data and Archipelago's own facts have windows of their
 * own: reports are such facts themselves, and so are the charges they lead to; told at once, each would be the reason for
 * the next. A window is handed over until it has been taken for certain; what happens meanwhile goes into the next.
 * Thread-safe.
 */
public final class Tally {

    private final MeterRegistry meters;
    private final Duration ownEvery;
    private final Window users;
    private final Window own;
    private @Nullable ReportTransfers handedOver;

    private static final class Window {
        private final Map<String, Sum> open = new TreeMap<>();
        private Instant start;

        Window(Instant start) {
            this.start = start;
        }

        Stream<Line> lines() {
            return open.values().stream().map(Sum::line);
        }

        ReportTransfers close(Instant now) {
            var end = now.isAfter(start) ? now : start.plusMillis(1);
            var report = new ReportTransfers(start, end, lines().toList());
            open.clear();
            start = end;
            return report;
        }
    }

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

    /**
     * @param start of the first window
     * @param ownEvery how long a window of Archipelago's own facts is, at least
     */
    public Tally(MeterRegistry meters, Instant start, Duration ownEvery) {
        this.meters = meters;
        this.ownEvery = ownEvery;
        this.users = new Window(start);
        this.own = new Window(start);
    }

    synchronized void add(Flow flow, String to, Counts counts) {
        if (!counts.any()) return;
        var window = flow.dataset() == null ? own : users;
        var sum = window.open.computeIfAbsent(flow.topic() + '|' + to, key -> new Sum(flow, to));
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

    /** A window to report: the one that was not taken yet, or one that ends now; null when nothing is due. */
    public synchronized @Nullable ReportTransfers handOver(Instant now) {
        if (handedOver != null) return handedOver;
        if (!users.open.isEmpty()) handedOver = users.close(now);
        else if (!own.open.isEmpty() && !now.isBefore(own.start.plus(ownEvery))) handedOver = own.close(now);
        return handedOver;
    }

    /** All that was counted, due or not, one window after the other: for the last report. */
    public synchronized @Nullable ReportTransfers handOverAll(Instant now) {
        var due = handOver(now);
        if (due == null && !own.open.isEmpty()) handedOver = own.close(now);
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
        return new Pending(handedOver, Stream.concat(users.lines(), own.lines()).toList());
    }
}
