package io.archipelago.observability.domain;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What arrives, how late, and the last of it in one line each. Begins empty with each process. */
final class Traffic {

    static final int HAPPENINGS_KEPT = 500;

    private static final class Gauge {
        private final LagWindow lags = new LagWindow();
        private long count;
        private Instant lastAt = Instant.EPOCH;

        void take(Arrival arrival) {
            lags.add(arrival.lagMs());
            count++;
            lastAt = arrival.at();
        }
    }

    private final Map<String, Map<String, Gauge>> gauges = new TreeMap<>();
    private final Deque<Happening> happenings = new ArrayDeque<>();
    private long sequence;

    void apply(Arrival arrival) {
        gauges.computeIfAbsent(arrival.from(), from -> new TreeMap<>())
                .computeIfAbsent(arrival.topic(), topic -> new Gauge())
                .take(arrival);
        if (arrival.summary() == null) return;
        happenings.addLast(new Happening(
                ++sequence,
                arrival.time(),
                arrival.topic(),
                arrival.key(),
                arrival.region(),
                arrival.summary(),
                arrival.traceId()));
        if (happenings.size() > HAPPENINGS_KEPT) happenings.removeFirst();
    }

    List<Flow> flows() {
        var flows = new ArrayList<Flow>();
        gauges.forEach((from, topics) -> topics.forEach((topic, gauge) -> flows.add(new Flow(
                from, topic, gauge.count, gauge.lastAt, gauge.lags.percentile(0.5), gauge.lags.percentile(0.99)))));
        return flows;
    }

    /** The sequence of the youngest; 0 before the first. */
    long lastSequence() {
        return sequence;
    }

    /** True when everything after this sequence is still here. */
    boolean remembersSince(long after) {
        var oldest = happenings.peekFirst();
        return oldest == null ? after == sequence : after >= oldest.sequence() - 1 && after <= sequence;
    }

    /** Those after a sequence, oldest first. */
    List<Happening> since(long after) {
        return happenings.stream().filter(h -> h.sequence() > after).toList();
    }

    /** The youngest first. */
    List<Happening> latest(int limit) {
        var all = new ArrayList<>(happenings);
        Collections.reverse(all);
        return List.copyOf(all.subList(0, Math.min(limit, all.size())));
    }
}
