package io.archipelago.observability.domain;

import io.archipelago.events.telemetry.Span;
import io.archipelago.kit.core.Passing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The traces that were followed, put together from the spans of all regions. The youngest 200 are kept. */
final class Journeys {

    static final int KEPT = 200;
    static final int SPANS_KEPT = 256;

    /** A span came. */
    record Passed(Span span) implements Passing {}

    private final Map<String, Map<String, Span>> traces = new LinkedHashMap<>();

    void apply(Passed passed) {
        var span = passed.span();
        var spans = traces.computeIfAbsent(span.traceId(), trace -> new LinkedHashMap<>());
        if (spans.size() < SPANS_KEPT) spans.put(span.spanId(), span);
        if (traces.size() > KEPT) traces.remove(traces.keySet().iterator().next());
    }

    List<Journey.Glance> latest() {
        var all = new ArrayList<Journey.Glance>();
        for (var entry : traces.entrySet()) {
            var journey = journey(entry.getKey(), entry.getValue());
            all.add(new Journey.Glance(
                    journey.traceId(),
                    journey.name(),
                    journey.startedAt(),
                    journey.durationMs(),
                    journey.hops().size(),
                    journey.regions(),
                    journey.failed()));
        }
        Collections.reverse(all);
        return all;
    }

    Optional<Journey> journey(String traceId) {
        return Optional.ofNullable(traces.get(traceId)).map(spans -> journey(traceId, spans));
    }

    private static Journey journey(String traceId, Map<String, Span> spans) {
        long start = spans.values().stream().mapToLong(Span::startNanos).min().orElse(0);
        long end = spans.values().stream().mapToLong(Span::endNanos).max().orElse(0);
        var children = new TreeMap<String, List<Span>>();
        var roots = new ArrayList<Span>();
        for (var span : spans.values()) {
            var parent = span.parentSpanId();
            if (parent != null && spans.containsKey(parent))
                children.computeIfAbsent(parent, p -> new ArrayList<>()).add(span);
            else roots.add(span);
        }
        var hops = new ArrayList<Journey.Hop>();
        inOrder(roots).forEach(root -> walk(root, null, 0, start, children, hops));
        return new Journey(
                traceId,
                hops.isEmpty() ? "" : hops.getFirst().name(),
                Instant.ofEpochSecond(0, start),
                ms(end - start),
                spans.values().stream().map(Span::region).distinct().toList(),
                spans.values().stream().anyMatch(span -> span.status().equals("error")),
                hops);
    }

    private static List<Span> inOrder(List<Span> spans) {
        return spans.stream()
                .sorted(Comparator.comparingLong(Span::startNanos).thenComparing(Span::spanId))
                .toList();
    }

    private static void walk(
            Span span,
            @Nullable Span parent,
            int depth,
            long start,
            Map<String, List<Span>> children,
            List<Journey.Hop> hops) {
        var road = parent == null ? null : road(parent, span);
        hops.add(new Journey.Hop(
                span.spanId(),
                span.parentSpanId(),
                depth,
                span.name(),
                span.kind(),
                span.region(),
                span.service(),
                ms(span.startNanos() - start),
                ms(span.endNanos() - span.startNanos()),
                road,
                road == null || parent == null ? null : ms(Math.max(0, span.startNanos() - leftAt(parent, span))),
                span.status(),
                span.attributes()));
        for (var child : inOrder(children.getOrDefault(span.spanId(), List.of())))
            walk(child, span, depth + 1, start, children, hops);
    }

    /** What follows from a step leaves when the step is durable, which is its end; unless it is still going on. */
    private static long leftAt(Span parent, Span child) {
        return parent.endNanos() <= child.startNanos() ? parent.endNanos() : parent.startNanos();
    }

    private static @Nullable String road(Span parent, Span child) {
        // The kit writes a producer's span for the way itself: then nothing is left to guess.
        if (child.kind().equals("producer") || parent.kind().equals("producer")) return null;
        boolean abroad = !parent.region().equals(child.region());
        if (!abroad && parent.service().equals(child.service())) return null;
        if (!abroad) return "outbox → Debezium";
        return parent.service().equals("residency-policy") ? "gate → mirror" : "outbox → Debezium → gate → mirror";
    }

    private static double ms(long nanos) {
        return Math.round(nanos / 10_000.0) / 100.0;
    }
}
