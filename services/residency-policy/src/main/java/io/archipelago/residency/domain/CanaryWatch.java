package io.archipelago.residency.domain;

import io.archipelago.events.residency.CanarySighted;
import io.archipelago.events.residency.CanarySighted.Reason;
import io.archipelago.residency.domain.Canary.Fate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Judges the canaries that are seen in one region, and misses those that are not. No clock, no I/O. Thread-safe: seen
 * by one, judged by another.
 */
public final class CanaryWatch {

    /** Policies travel as canaries do: what the law forbids may be allowed by one that has not arrived yet. */
    static final Duration GRACE = Duration.ofSeconds(30);

    /** Many more than come between two judgements; a flood is judged by its beginning. */
    private static final int MOST_WAITING = 2_000;

    private final String region;
    private final SortedMap<String, String> countries;
    private final Duration every;
    private final Instant since;
    private final List<Sighting> waiting = new ArrayList<>();
    private final Map<String, Canary> arrived = new TreeMap<>();
    private final Map<String, Circumstances> circumstances = new TreeMap<>();

    /**
     * @param countries of all regions, this one included, by name
     * @param every between two plantings, in every region
     * @param since when it began to watch
     */
    public CanaryWatch(String region, Map<String, String> countries, Duration every, Instant since) {
        this.region = region;
        this.countries = new TreeMap<>(countries);
        this.every = every;
        this.since = since;
    }

    /**
     * A canary, as it was seen.
     *
     * @param topic as this region names it
     * @param flow the topic as its writer names it
     * @param peer the region that the topic is a copy from; this one for its own topics
     * @param gate the region whose gate let it cross, as the record says; empty when none did
     */
    public record Sighting(
            Canary canary,
            String topic,
            String flow,
            String peer,
            String gate,
            int partition,
            long offset,
            Instant at) {}

    public synchronized void see(Sighting sighting) {
        if (waiting.size() < MOST_WAITING) waiting.add(sighting);
    }

    /** True when something was seen that nobody has judged. */
    public synchronized boolean hasWork() {
        return !waiting.isEmpty();
    }

    /**
     * Judges what was seen.
     *
     * @param orders the law as it is known here
     * @param keys the key of each region; empty for one whose key nobody knows
     * @return what must not be, together by reason and topic
     */
    public synchronized Collection<CanarySighted> judge(GateOrders orders, Function<String, String> keys, Instant now) {
        var alarms = new TreeMap<String, CanarySighted>();
        var early = new ArrayList<Sighting>();
        for (var sighting : waiting) {
            var reason = reason(sighting, orders, keys);
            if (isEarly(sighting, reason, orders, now)) {
                early.add(sighting);
                continue;
            }
            if (reason != null) {
                var alarm = alarm(sighting, reason);
                alarms.merge(alarm.key(), alarm, CanarySighted::and);
            } else if (!sighting.peer.equals(region)) arrived(sighting.canary);
        }
        waiting.clear();
        waiting.addAll(early);
        return alarms.values();
    }

    private void arrived(Canary canary) {
        circumstances.put(canary.region(), canary.circumstances());
        arrived.merge(canary.name(), canary, (one, other) -> one.plantedAt().isAfter(other.plantedAt()) ? one : other);
    }

    /** Null when it may be where it was seen. */
    private @Nullable Reason reason(Sighting sighting, GateOrders orders, Function<String, String> keys) {
        var canary = sighting.canary;
        boolean inItsTopic = sighting.flow.equals(Canary.TOPIC) && sighting.peer.equals(canary.region());
        if (inItsTopic && canary.region().equals(region)) return null; // where it was planted
        if (!countries.containsKey(canary.region()) || !canary.isGenuine(keys.apply(canary.region())))
            return Reason.FORGED;
        if (!inItsTopic) return Reason.MISPLACED;
        if (!sighting.gate.equals(canary.region())) return Reason.UNGATED;
        return isAllowed(canary, orders) ? null : Reason.FORBIDDEN;
    }

    /**
     * By the law it was planted under or any that came into force here after it: the gate never goes by an older one. Where
     * nobody knows that law it is the one in force here that counts; while that is new, regions may differ for a moment, and
     * the next round tells.
     */
    private boolean isAllowed(Canary canary, GateOrders orders) {
        var planted = orders.earlier().get(canary.law());
        var now = orders.law();
        if (planted == null) return isNew(now, canary) || mayBeHere(canary, now);
        return orders.earlier().values().stream()
                .filter(law -> !law.code().since().isBefore(planted.code().since()))
                .anyMatch(law -> mayBeHere(canary, law));
    }

    private static boolean isNew(Law law, Canary canary) {
        return law.code().since().isAfter(canary.plantedAt().minus(GRACE));
    }

    private boolean mayBeHere(Canary canary, Law law) {
        return canary.fate(law, countries.getOrDefault(region, "")) != Fate.STAYS;
    }

    /** Of a law that has not come here yet nothing can be said so far. */
    private static boolean isEarly(Sighting sighting, @Nullable Reason reason, GateOrders orders, Instant now) {
        boolean unsure = reason == Reason.FORBIDDEN
                || reason == null && !orders.earlier().containsKey(sighting.canary.law());
        return unsure && now.isBefore(sighting.at.plus(GRACE));
    }

    /** Of a forged one nothing is believed. */
    private CanarySighted alarm(Sighting sighting, Reason reason) {
        var canary = sighting.canary;
        boolean forged = reason == Reason.FORGED;
        return new CanarySighted(
                region,
                forged ? sighting.peer : canary.region(),
                reason,
                sighting.topic,
                new TreeSet<>(forged ? Set.of() : Set.of(canary.className())),
                1,
                sighting.at,
                sighting.at,
                canary.name() + " of round " + canary.round() + ", planted under law " + canary.law() + ", at "
                        + sighting.topic + '-' + sighting.partition + '@' + sighting.offset);
    }

    /**
     * How the canaries of one region and class fare here.
     *
     * @param expected how many subjects' canaries must arrive, by the law as it is known here
     * @param arrived how many of those have, lately
     * @param silent the subjects of those that have not
     * @param kept how many must stay where they are
     * @param lastSeen when the last that arrived was planted; null when none has
     * @param alarms why one was seen where none may be, lately
     */
    public record Row(
            String source,
            String to,
            String dataClass,
            Verdict verdict,
            int expected,
            int arrived,
            List<String> silent,
            int kept,
            @Nullable Instant lastSeen,
            List<Reason> alarms) {}

    public enum Verdict {
        /** What must arrive does, and nothing else was seen. */
        SOUND,
        /** Too early to say. */
        WAITING,
        /** Something must arrive and does not. */
        SILENT,
        /** Something was seen where it must not be. */
        ALARM
    }

    /**
     * By source and class.
     *
     * @param law as it is known here
     * @param alarms those that count still
     */
    public synchronized List<Row> rows(Law law, Collection<CanarySighted> alarms, Instant now) {
        var all = new ArrayList<>(Planting.all(law, new TreeSet<>(countries.values())));
        var byClass = all.stream()
                .collect(Collectors.groupingBy(
                        Planting.Labelled::dataClass,
                        TreeMap::new,
                        Collectors.mapping(Planting.Labelled::subject, Collectors.toList())));
        var rows = new ArrayList<Row>();
        var patience = every.multipliedBy(2L * Planting.turn(all.size())).plus(GRACE);
        for (var source : countries.keySet()) {
            if (source.equals(region)) continue;
            byClass.forEach(
                    (dataClass, subjects) -> rows.add(row(source, dataClass, subjects, law, alarms, now, patience)));
            rows.add(row(source, Planting.UNSPOKEN, List.of(""), law, alarms, now, patience));
            rows.add(row(source, Canary.UNLABELLED, List.of(""), law, alarms, now, patience));
        }
        return rows;
    }

    private Row row(
            String source,
            String dataClass,
            List<String> subjects,
            Law law,
            Collection<CanarySighted> alarms,
            Instant now,
            Duration patience) {
        var known =
                circumstances.getOrDefault(source, Circumstances.of(countries.get(source), List.of(), List.of(), 0L));
        var silent = new ArrayList<String>();
        int expected = 0;
        int kept = 0;
        int here = 0;
        @Nullable Instant last = null;
        for (var subject : subjects) {
            var canary = arrived.get(source + '/' + dataClass + '/' + subject);
            if (canary != null && (last == null || canary.plantedAt().isAfter(last))) last = canary.plantedAt();
            var fate = Fate.of(law, dataClass, subject, countries.getOrDefault(region, ""), known);
            if (fate == Fate.STAYS) kept++;
            if (fate != Fate.ARRIVES) continue;
            expected++;
            if (canary != null && now.isBefore(canary.plantedAt().plus(patience))) here++;
            else if (!now.isBefore(awaited(law, patience))) silent.add(subject);
        }
        var reasons = alarms.stream()
                .filter(alarm ->
                        alarm.source().equals(source) && alarm.dataClasses().contains(dataClass))
                .map(CanarySighted::reason)
                .distinct()
                .sorted()
                .toList();
        var verdict = !reasons.isEmpty()
                ? Verdict.ALARM
                : !silent.isEmpty() ? Verdict.SILENT : here < expected ? Verdict.WAITING : Verdict.SOUND;
        return new Row(source, region, dataClass, verdict, expected, here, silent, kept, last, reasons);
    }

    /** By when one must have come since somebody watches, and since the law lets it. */
    private Instant awaited(Law law, Duration patience) {
        var begin = law.code().since().isAfter(since) ? law.code().since() : since;
        return begin.plus(patience);
    }
}
