package io.archipelago.residency.audit;

import io.archipelago.events.ledger.Crossing;
import io.archipelago.events.ledger.LedgerEntry;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The entries of a ledger that have to do with a question, up to a number of them. */
final class Slice {

    private final Predicate<Crossing> wanted;
    private final int limit;
    private final SortedMap<Long, String> texts = new TreeMap<>();
    private final SortedSet<String> laws = new TreeSet<>();
    private final Map<String, TreeMap<Long, Entered>> bySequence = new HashMap<>();
    private @Nullable Instant cutAt;

    Slice(Predicate<Crossing> wanted, int limit) {
        this.wanted = wanted;
        this.limit = limit;
    }

    /** A crossing, and the entry it is in. */
    record Entered(LedgerEntry entry, Crossing crossing) {}

    /**
     * Takes an entry, in their order.
     *
     * @return false when the slice is full
     */
    boolean take(LedgerEntry entry, String text) {
        var inIt = entry.crossings().stream().filter(wanted).toList();
        if (inIt.isEmpty()) return true;
        if (texts.size() == limit) {
            cutAt = entry.windowEnd().minusMillis(1); // one window may have several entries
            return false;
        }
        texts.put(entry.number(), text);
        for (var crossing : entry.crossings()) laws.addAll(crossing.laws());
        for (var crossing : inIt)
            bySequence
                    .computeIfAbsent(crossing.sequence(), first -> new TreeMap<>())
                    .put(crossing.first(), new Entered(entry, crossing));
        return true;
    }

    /** Where a record was entered; null when it is not in here. */
    @Nullable
    Entered find(String sequence, long number) {
        var known = bySequence.get(sequence);
        var before = known == null ? null : known.floorEntry(number);
        return before == null || before.getValue().crossing.last() < number ? null : before.getValue();
    }

    SortedMap<Long, String> texts() {
        return texts;
    }

    /** Just before the end of the first window there was no room for; null when there was room for all. */
    @Nullable
    Instant cutAt() {
        return cutAt;
    }

    /** The versions that anything in these entries crossed by. */
    SortedSet<String> laws() {
        return laws;
    }
}
