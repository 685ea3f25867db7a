package io.archipelago.residency.domain;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import io.archipelago.events.ledger.Crossing;
import io.archipelago.events.ledger.Crossing.Labelled;
import io.archipelago.events.ledger.LedgerEntry;
import io.archipelago.kit.core.Archived;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of the ledger without what makes it provable, for those who go through all of it: what an entry takes here is
 * some 20 bytes instead of a thousand. Nothing of the decisions is lost: a line for each entry, road and pair of labels.
 *
 * @param first number of the first entry
 * @param last number of the last one; 0 for an empty page
 * @param start the end of the first entry's window: times of lines count from here
 * @param end the end of the last entry's window
 * @param roads in the order of their numbers
 * @param lines four numbers each: ms since the start, number of the road, records, bytes
 */
@SuppressWarnings("ArrayRecordComponent") // millions of numbers; nobody compares pages
public record LedgerPage(long first, long last, Instant start, Instant end, List<Road> roads, long[] lines) {

    static final String DOCUMENT = "ledger-page";
    static final String OPEN = "open";
    public static final LedgerPage EMPTY = new LedgerPage(0, 0, Instant.EPOCH, Instant.EPOCH, List.of(), new long[0]);

    private static final int STRIDE = 4;
    private static final int FULL = 500 * STRIDE;

    /** What all records of a line have in common: where they went, and their labels. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Road(
            String flow,
            String to,
            @Nullable String dataset,
            @Nullable String owner,
            String dataClass,
            String jurisdiction) {

        static Road of(Crossing crossing, Labelled labelled) {
            return new Road(
                    crossing.flow(),
                    crossing.to(),
                    crossing.dataset(),
                    crossing.owner(),
                    labelled.dataClass(),
                    labelled.jurisdiction());
        }
    }

    /** Takes a line. */
    public interface Reader<W> {
        /** @param atMs since the epoch: the end of the window they crossed in */
        void line(W way, long atMs, long count, long bytes);
    }

    /** Written once, when it is full. */
    record Full(@JsonValue LedgerPage page) implements Archived {}

    @JsonIgnore
    boolean isFull() {
        return lines.length >= FULL;
    }

    /** With the entry that comes next. Entries from before labels were kept add no line. */
    public LedgerPage with(LedgerEntry entry) {
        var begins = last == 0;
        var from = begins ? entry.windowEnd() : start;
        long atMs = Duration.between(from, entry.windowEnd()).toMillis();
        var known = new ArrayList<>(roads);
        var more = new ArrayList<long[]>();
        for (var crossing : entry.crossings())
            for (var labelled : Law.listed(crossing.labels())) {
                var road = Road.of(crossing, labelled);
                int number = known.indexOf(road);
                if (number < 0) {
                    number = known.size();
                    known.add(road);
                }
                more.add(new long[] {atMs, number, labelled.count(), labelled.bytes()});
            }
        var all = Arrays.copyOf(lines, lines.length + more.size() * STRIDE);
        int at = lines.length;
        for (var line : more) {
            System.arraycopy(line, 0, all, at, STRIDE);
            at += STRIDE;
        }
        return new LedgerPage(
                begins ? entry.number() : first, entry.number(), from, entry.windowEnd(), List.copyOf(known), all);
    }

    /**
     * All lines from a time on, in the order of the ledger.
     *
     * @param ways what the reader knows a road by: asked once for each road of the page
     */
    public <W> void read(Instant since, Function<Road, W> ways, Reader<W> reader) {
        var known = roads.stream().map(ways).toList();
        long startMs = start.toEpochMilli();
        long sinceMs = since.toEpochMilli();
        for (int at = 0; at < lines.length; at += STRIDE) {
            long atMs = startMs + lines[at];
            if (atMs >= sinceMs) reader.line(known.get((int) lines[at + 1]), atMs, lines[at + 2], lines[at + 3]);
        }
    }
}
