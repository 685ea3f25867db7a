package io.archipelago.residency.gate;

import io.archipelago.events.ledger.Crossing;
import io.archipelago.residency.domain.ReportTransfers;
import io.archipelago.residency.domain.ReportTransfers.Batch;
import io.archipelago.residency.domain.ReportTransfers.Line;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
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
    private final Map<String, Long> decidedTo = new HashMap<>();
    private @Nullable ReportTransfers handedOver;
    private Instant handedOverAt = Instant.EPOCH;

    private static final class Window {
        private final Map<String, Sum> open = new TreeMap<>();
        private final Map<String, OpenBatch> batches = new TreeMap<>();
        private final List<Batch> cut = new ArrayList<>();
        private Instant start;

        Window(Instant start) {
            this.start = start;
        }

        Stream<Line> lines() {
            return open.values().stream().map(Sum::line);
        }

        ReportTransfers close(Instant now) {
            var end = now.isAfter(start) ? now : start.plusMillis(1);
            batches.values().forEach(batch -> cut.add(batch.close()));
            var report = new ReportTransfers(start, end, lines().toList(), List.copyOf(cut));
            open.clear();
            batches.clear();
            cut.clear();
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

    /** The first record of a sequence that is decided on from here on has this offset. */
    synchronized void begin(Flow flow, int partition, String to, long offset) {
        var sequence = Crossing.sequence(flow.topic(), partition, to);
        var window = window(flow);
        var open = window.batches.remove(sequence);
        if (open != null) window.cut.add(open.close());
        decidedTo.put(sequence, offset);
    }

    /**
     * @param decidedUpTo the offset after the last one that was decided on
     * @param terms it was decided on; null when nobody knows any more
     */
    synchronized void add(Flow flow, int partition, String to, Counts counts, long decidedUpTo, @Nullable Terms terms) {
        if (!counts.any()) return;
        var window = window(flow);
        if (counts.crossed > 0) {
            var sequence = Crossing.sequence(flow.topic(), partition, to);
            var open = window.batches.get(sequence);
            if (open != null && !open.isOn(terms)) begin(flow, partition, to, open.decidedTo());
            long decidedFrom = decidedTo.getOrDefault(sequence, 0L);
            window.batches
                    .computeIfAbsent(
                            sequence, fresh -> new OpenBatch(flow, partition, to, decidedFrom, counts.first, terms))
                    .add(counts, decidedUpTo);
        }
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

    private Window window(Flow flow) {
        return flow.dataset() == null ? own : users;
    }

    /** A window to report: the one that was not taken yet, or one that ends now; null when nothing is due. */
    public synchronized @Nullable ReportTransfers handOver(Instant now) {
        if (handedOver != null) return handedOver;
        if (!users.open.isEmpty()) close(users, now);
        else if (!own.open.isEmpty() && !now.isBefore(own.start.plus(ownEvery))) close(own, now);
        return handedOver;
    }

    private void close(Window window, Instant now) {
        window.batches.forEach((sequence, batch) -> decidedTo.put(sequence, batch.decidedTo()));
        handedOver = window.close(now);
        handedOverAt = now;
    }

    /** True when a window has been waiting for longer than that to become durable. */
    public synchronized boolean waits(Instant now, Duration longerThan) {
        return handedOver != null && handedOverAt.plus(longerThan).isBefore(now);
    }

    /** All that was counted, due or not, one window after the other: for the last report. */
    public synchronized @Nullable ReportTransfers handOverAll(Instant now) {
        var due = handOver(now);
        if (due == null && !own.open.isEmpty()) close(own, now);
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
