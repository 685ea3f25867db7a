package io.archipelago.residency.arrivals;

import io.archipelago.events.ledger.Crossing;
import io.archipelago.events.ledger.LedgerEntry;
import io.archipelago.residency.domain.Arrival;
import io.archipelago.residency.domain.Certificate;
import io.archipelago.residency.domain.Passage;
import io.archipelago.residency.domain.PeerLedger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All sequences that lead to this region, with the ledgers of the regions they come from. Thread-safe. */
public final class Ledgers {

    private final String region;
    private final Map<String, Passage> passages = new TreeMap<>();
    private final Map<String, PeerLedger> ledgers = new TreeMap<>();

    public Ledgers(String region) {
        this.region = region;
    }

    synchronized void arrive(String source, String flow, int partition, Arrival arrival, boolean baseline) {
        var passage = passage(source, flow, partition);
        if (baseline) passage.baseline(arrival);
        else passage.arrive(arrival);
    }

    synchronized void resume(String source, String flow, int partition, long upTo, long offset) {
        passage(source, flow, partition).resume(upTo, offset);
    }

    synchronized void purged(String source, String flow, int partition, long first, long last, Instant now) {
        passage(source, flow, partition).purged(first, last, now);
    }

    synchronized void recreated(String source, String flow, int partition, long readUpTo, long end, Instant now) {
        passage(source, flow, partition).recreated(readUpTo, end, now);
    }

    private Passage passage(String source, String flow, int partition) {
        return passages.computeIfAbsent(
                source + '>' + Crossing.sequence(flow, partition, region),
                key -> new Passage(source, flow, partition, region));
    }

    /**
     * An entry of a peer's ledger, in its order.
     *
     * @param text the entry as it came
     * @return what is wrong with it; null when nothing is
     */
    synchronized @Nullable String enter(String source, LedgerEntry entry, String text, Instant now) {
        var before = ledgers.getOrDefault(source, PeerLedger.UNKNOWN);
        var fault = entry.region().equals(source) ? before.fault(entry, text).orElse(null) : "of another region";
        if (fault != null && !fault.startsWith("entry ")) return fault; // what is not its own word is not looked at
        ledgers.put(source, before.after(entry, text));
        for (var crossing : entry.crossings())
            if (crossing.to().equals(region))
                passage(source, crossing.flow(), crossing.partition())
                        .enter(crossing, entry.number(), entry.windowStart(), now);
        of(source).forEach(passage -> passage.knownUpTo(entry.windowEnd()));
        return fault;
    }

    synchronized void follow(String source, PeerLedger ledger) {
        ledgers.put(source, ledger);
    }

    public synchronized PeerLedger ledger(String source) {
        return ledgers.getOrDefault(source, PeerLedger.UNKNOWN);
    }

    /** True when an entry of this ledger waits for records. */
    synchronized boolean waits(String source) {
        return of(source).stream().anyMatch(Passage::waits);
    }

    private List<Passage> of(String source) {
        return passages.entrySet().stream()
                .filter(passage -> passage.getKey().startsWith(source + '>'))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** The number and the offset up to which a sequence is confirmed; null while it is not at all. */
    synchronized long @Nullable [] confirmed(String source, String flow, int partition) {
        var passage = passages.get(source + '>' + Crossing.sequence(flow, partition, region));
        return passage == null || passage.confirmedOffset() < 0
                ? null
                : new long[] {passage.confirmed(), passage.confirmedOffset()};
    }

    /** The highest number that came; 0 before the first. */
    synchronized long high(String source, String flow, int partition) {
        return passage(source, flow, partition).high();
    }

    public synchronized List<Certificate> certify(Instant now) {
        var certificates = new ArrayList<Certificate>();
        passages.values().forEach(passage -> certificates.add(passage.certify(now)));
        return certificates;
    }
}
