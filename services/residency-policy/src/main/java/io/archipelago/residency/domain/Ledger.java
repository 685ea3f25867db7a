package io.archipelago.residency.domain;

import com.fasterxml.jackson.annotation.JsonValue;
import io.archipelago.events.ledger.LedgerEntry;
import io.archipelago.events.ledger.LedgerKey;
import io.archipelago.kit.core.Archived;
import io.archipelago.kit.core.Change;
import io.archipelago.kit.core.Outcome;
import io.archipelago.residency.domain.LedgerState.Entered;
import io.archipelago.residency.domain.ReportTransfers.Batch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The region's signed account of all that crossed. Knows how far it is; the entries themselves lie in the archive. What
 * it is told twice it enters once: records are numbered, so a repeat ends where the ledger is already.
 */
public final class Ledger {

    static final String HEAD = "ledger-head";
    static final String ENTERED = "ledger-entered";

    /** How many crossings one entry holds at most: an event may not be larger than 1 MiB. */
    private static final int MAX_CROSSINGS = 1_000;

    private final String region;
    private final LedgerKey key;
    private Head head = Head.NONE;
    private LedgerPage page = LedgerPage.EMPTY;
    private final SortedMap<String, Entered> entered = new TreeMap<>();

    Ledger(String region, LedgerKey key) {
        this.region = region;
        this.key = key;
    }

    /**
     * Where the chain ends.
     *
     * @param laws versions of the code whose text is in the archive
     */
    public record Head(long number, String hash, SortedSet<String> laws) {
        static final Head NONE = new Head(0, LedgerEntry.BEGINNING, new TreeSet<>());
    }

    /** An entry in the archive, by its number. */
    record Entry(@JsonValue LedgerEntry entry) implements Archived {}

    /** The leaves of an entry, by the crossing's sequence: what a proof that one record crossed is made of. */
    record Leaves(@JsonValue SortedMap<String, byte[]> bySequence) implements Archived {}

    /** The text of a law that something crossed by, by its version. */
    record LawText(@JsonValue Code code) implements Archived {}

    boolean apply(Change change) {
        if (!(change instanceof Change.Put put)) return false;
        switch (put.body()) {
            case Head now -> head = now;
            case LedgerPage now -> page = now;
            case Entered now -> entered.put(put.key(), now);
            case Archived kept -> {}
            default -> {
                return false;
            }
        }
        return true;
    }

    LedgerState state() {
        return new LedgerState(Map.copyOf(entered));
    }

    Head head() {
        return head;
    }

    /** The page that is not full yet. */
    LedgerPage openPage() {
        return page;
    }

    /**
     * Enters what is not entered yet.
     *
     * @param texts of the laws they crossed by, as far as they are known
     */
    List<LedgerEntry> enter(ReportTransfers report, Map<String, Law> texts, Outcome.Builder outcome) {
        var fresh = report.batches().stream().filter(this::isNew).toList();
        var entries = new ArrayList<LedgerEntry>();
        if (fresh.isEmpty()) return entries;
        long number = head.number;
        var previous = head.hash;
        var open = page;
        for (int from = 0; from < fresh.size(); from += MAX_CROSSINGS) {
            var batches = fresh.subList(from, Math.min(fresh.size(), from + MAX_CROSSINGS));
            var crossings = batches.stream().map(Batch::crossing).toList();
            var entry = new LedgerEntry(
                            region,
                            ++number,
                            report.windowStart(),
                            report.windowEnd(),
                            crossings,
                            previous,
                            key.publicKey(),
                            null)
                    .signedBy(key);
            previous = entry.hash();
            entries.add(entry);
            keep(entry, batches, outcome);
            open = open.with(entry);
            if (!open.isFull()) continue;
            outcome.put(LedgerArchive.PAGES, LedgerArchive.page(open), new LedgerPage.Full(open));
            open = LedgerPage.EMPTY;
        }
        outcome.put(LedgerPage.DOCUMENT, LedgerPage.OPEN, open);
        outcome.put(HEAD, region, new Head(number, previous, withTexts(fresh, texts, outcome)));
        return entries;
    }

    private boolean isNew(Batch batch) {
        var before = entered.get(batch.crossing().sequence());
        return before == null || batch.crossing().last() > before.last();
    }

    private void keep(LedgerEntry entry, List<Batch> batches, Outcome.Builder outcome) {
        var leaves = new TreeMap<String, byte[]>();
        for (var batch : batches) {
            if (batch.leaves() != null) leaves.put(LedgerArchive.leaves(batch.crossing()), batch.leaves());
            outcome.put(ENTERED, batch.crossing().sequence(), entered(batch));
        }
        var at = LedgerArchive.key(entry.number());
        outcome.put(LedgerArchive.ENTRIES, at, new Entry(entry));
        if (!leaves.isEmpty()) outcome.put(LedgerArchive.LEAVES, at, new Leaves(leaves));
    }

    private Entered entered(Batch batch) {
        var crossing = batch.crossing();
        var before = entered.get(crossing.sequence());
        var ends = before == null ? new TreeMap<Integer, Long>() : new TreeMap<>(before.exportEnds());
        ends.putAll(batch.exportEnds());
        return new Entered(
                crossing.flow(), crossing.partition(), crossing.to(), crossing.last(), crossing.decidedTo(), ends);
    }

    private SortedSet<String> withTexts(List<Batch> batches, Map<String, Law> texts, Outcome.Builder outcome) {
        var kept = new TreeSet<>(head.laws);
        for (var batch : batches)
            for (var version : batch.crossing().laws()) {
                var law = texts.get(version);
                if (law != null && kept.add(version)) outcome.put(LedgerArchive.LAWS, version, new LawText(law.code()));
            }
        return kept;
    }
}
