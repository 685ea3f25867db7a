package io.archipelago.residency.domain;

import io.archipelago.events.ledger.Crossing;
import io.archipelago.events.ledger.MerkleTree;
import io.archipelago.residency.domain.Certificate.Outstanding;
import io.archipelago.residency.domain.Certificate.Verdict;
import io.archipelago.residency.domain.Finding.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The arrivals of one sequence beside what the source's ledger says of it. Arrivals and entries come in any order
 * relative to each other. No clock, no I/O: the same arrivals lead to the same findings.
 */
public final class Passage {

    private static final int LATEST = 20;

    private record Entered(Crossing crossing, long entry, Instant windowStart) {}

    private final String source;
    private final String flow;
    private final int partition;
    private final String to;
    private final NavigableMap<Long, Arrival> unconfirmed = new TreeMap<>();
    private final Gaps missing = new Gaps();
    private final Deque<Entered> waiting = new ArrayDeque<>();
    private final EnumMap<Kind, Long> counts = new EnumMap<>(Kind.class);
    private final Deque<Finding> latest = new ArrayDeque<>();
    private @Nullable Instant asOf;
    private long from;
    private long resumed;
    private long high;
    private long arrived;
    private long arrivedBytes;
    private long confirmed;
    private long confirmedOffset = -1;
    private long entry;
    private long decidedTo = -1;

    public Passage(String source, String flow, int partition, String to) {
        this.source = source;
        this.flow = flow;
        this.partition = partition;
        this.to = to;
    }

    /**
     * Counting goes on where it was confirmed before.
     *
     * @param upTo the number up to which everything is known to have come
     * @param offset of this region's topic from which it is read again
     */
    public void resume(long upTo, long offset) {
        from = Math.max(1, from);
        resumed = upTo;
        high = upTo;
        confirmed = upTo;
        confirmedOffset = offset - 1;
    }

    /** What was here before anyone counted: it sets where counting begins, and is not judged. */
    public void baseline(Arrival arrival) {
        if (arrival.number() == 0) return;
        if (from == 0 || arrival.number() < from) from = arrival.number();
        high = Math.max(high, arrival.number());
        confirmed = high;
        confirmedOffset = arrival.offset();
    }

    public void arrive(Arrival arrival) {
        long number = arrival.number();
        if (number == 0) {
            find(Kind.STRAY, arrival.offset(), arrival.offset(), arrival, "no gate let it cross");
            return;
        }
        if (!arrival.gate().equals(source)) {
            find(Kind.LOOP, number, number, arrival, "the gate of " + arrival.gate() + " let it cross");
            return;
        }
        if (number <= resumed) return; // read again after a restart
        if (from == 0) from = 1;
        if (number > high) {
            if (number > high + 1) missed(high + 1, number - 1, arrival);
            high = number;
        } else if (missing.remove(number)) {
            find(Kind.REORDER, number, number, arrival, "after number " + high);
        } else {
            find(Kind.REPEAT, number, number, arrival, "came before");
            return;
        }
        arrived++;
        arrivedBytes += arrival.bytes();
        if (number > confirmed) unconfirmed.put(number, arrival);
        settle(arrival.at());
    }

    private void missed(long first, long last, Arrival before) {
        missing.add(first, last);
        find(Kind.GAP, first, last, before, "before offset " + before.sourceOffset() + " of the source's topic");
    }

    /** An entry of the source's ledger has come, in its order. */
    public void enter(Crossing crossing, long number, Instant windowStart, Instant now) {
        long decidedFrom = crossing.decidedFrom();
        if (decidedTo >= 0 && decidedFrom > decidedTo)
            find(Kind.SOURCE_PURGED, decidedTo, decidedFrom - 1, -1, now, "gone before the gate read them");
        if (decidedTo >= 0 && decidedFrom < decidedTo)
            find(Kind.SOURCE_RECREATED, decidedFrom, decidedTo - 1, -1, now, "the topic began anew");
        decidedTo = crossing.decidedTo();
        if (crossing.last() <= confirmed) return;
        waiting.add(new Entered(crossing, number, windowStart));
        settle(now);
    }

    /** The source's ledger is known up to then. */
    public void knownUpTo(Instant windowEnd) {
        asOf = windowEnd;
    }

    /** Offsets of this region's topic were gone before they were read. */
    public void purged(long firstOffset, long lastOffset, Instant now) {
        find(Kind.PURGED, firstOffset, lastOffset, firstOffset, now, "gone before they were counted");
    }

    /** This region's topic ends before an offset that was read. */
    public void recreated(long readUpTo, long end, Instant now) {
        find(Kind.RECREATED, end, readUpTo, end, now, "the topic began anew");
    }

    /** Entries whose last record is here, or overtaken by a later one, can be judged. */
    private void settle(Instant now) {
        while (!waiting.isEmpty() && waiting.getFirst().crossing.last() <= high) judge(waiting.removeFirst(), now);
    }

    private void judge(Entered entered, Instant now) {
        var crossing = entered.crossing;
        var here = unconfirmed.headMap(crossing.last(), true);
        var leaves = here.tailMap(crossing.first(), true).values().stream()
                .map(Arrival::leaf)
                .toList();
        boolean partly = crossing.first() <= confirmed; // its beginning was here before anyone counted
        if (!partly
                && !missing.any(crossing.first(), crossing.last())
                && !HexFormat.of().formatHex(MerkleTree.root(leaves)).equals(crossing.root()))
            find(
                    Kind.ALTERED,
                    crossing.first(),
                    crossing.last(),
                    -1,
                    now,
                    "not as entry " + entered.entry + " has them");
        for (var arrival : here.values()) confirmedOffset = Math.max(confirmedOffset, arrival.offset());
        here.clear();
        confirmed = crossing.last();
        entry = entered.entry;
    }

    private void find(Kind kind, long first, long last, Arrival arrival, String detail) {
        find(kind, first, last, arrival.offset(), arrival.at(), detail);
    }

    private void find(Kind kind, long first, long last, long offset, Instant at, String detail) {
        counts.merge(kind, 1L, Long::sum);
        latest.add(new Finding(kind, first, last, offset, at, detail));
        if (latest.size() > LATEST) latest.removeFirst();
    }

    /** The number up to which everything was compared with the ledger. */
    public long confirmed() {
        return confirmed;
    }

    /** The highest number that came. */
    public long high() {
        return high;
    }

    /** In this region's topic, of the last record that was compared with the ledger or came before; -1 when none was. */
    public long confirmedOffset() {
        return confirmedOffset;
    }

    /** True when the ledger has named what has not come yet. */
    public boolean waits() {
        return !waiting.isEmpty();
    }

    /** How many numbers are missing now. */
    public long missing() {
        return missing.count();
    }

    public Certificate certify(Instant now) {
        var outstanding = outstanding(now);
        var verdict = !counts.isEmpty() ? Verdict.BROKEN : outstanding.records() > 0 ? Verdict.LATE : Verdict.COMPLETE;
        return new Certificate(
                flow,
                partition,
                source,
                to,
                verdict,
                from,
                arrived,
                arrivedBytes,
                confirmed,
                entry,
                asOf,
                outstanding,
                new TreeMap<>(counts),
                List.copyOf(latest));
    }

    private Outstanding outstanding(Instant now) {
        long records = 0;
        long bytes = 0;
        @Nullable Instant since = asOf;
        for (var entered : waiting) {
            var crossing = entered.crossing;
            long absent = crossing.last() - Math.max(high, crossing.first() - 1);
            if (absent <= 0) continue;
            if (records == 0) since = entered.windowStart;
            records += absent;
            bytes += crossing.bytes() * absent / crossing.count();
        }
        long seconds =
                since == null ? 0 : Math.max(0, Duration.between(since, now).toSeconds());
        return new Outstanding(records, bytes, seconds);
    }
}
