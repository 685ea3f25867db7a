package io.archipelago.residency.domain;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import io.archipelago.events.ledger.Crossing;
import io.archipelago.events.ledger.Crossing.Labelled;
import io.archipelago.events.ledger.LedgerEntry;
import io.archipelago.kit.core.Archived;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of the ledger without what makes it provable, for those who go through all of it: what an entry takes here is
 * some 10 bytes instead of a thousand. Nothing of the decisions is lost: a line for each entry, road and pair of labels.
 *
 * @param first number of the first entry
 * @param last number of the last one; 0 for an empty page
 * @param start the end of the first entry's window
 * @param end the end of the last entry's window
 * @param roads in the order of their numbers
 * @param lines four numbers each, as {@link Lines} writes them: ms since the line before, number of the road, records,
 *     bytes
 */
@SuppressWarnings("ArrayRecordComponent") // millions of numbers; nobody compares pages
public record LedgerPage(long first, long last, Instant start, Instant end, List<Road> roads, byte[] lines) {

    static final String DOCUMENT = "ledger-page";
    static final String OPEN = "open";
    public static final LedgerPage EMPTY = new LedgerPage(0, 0, Instant.EPOCH, Instant.EPOCH, List.of(), new byte[0]);

    /** Some thousand lines. The open page is written again with every entry, and the roads with every page. */
    private static final int FULL_BYTES = 8_192;

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
        return lines.length >= FULL_BYTES;
    }

    /** With the entry that comes next. Entries from before labels were kept add no line. */
    public LedgerPage with(LedgerEntry entry) {
        boolean begins = last == 0;
        var known = new ArrayList<>(roads);
        var more = new Lines(lines);
        long pauseMs = begins ? 0 : Duration.between(end, entry.windowEnd()).toMillis();
        for (var crossing : entry.crossings())
            for (var labelled : Law.listed(crossing.labels())) {
                var road = Road.of(crossing, labelled);
                int number = known.indexOf(road);
                if (number < 0) {
                    number = known.size();
                    known.add(road);
                }
                more.line(pauseMs, number, labelled.count(), labelled.bytes());
                pauseMs = 0;
            }
        if (pauseMs > 0) more.line(pauseMs, 0, 0, 0); // an entry without labels: time goes on
        return new LedgerPage(
                begins ? entry.number() : first,
                entry.number(),
                begins ? entry.windowEnd() : start,
                entry.windowEnd(),
                List.copyOf(known),
                more.bytes());
    }

    /** Writes lines: four numbers each, seven bits a byte, the lowest first; the highest bit says that more follow. */
    public static final class Lines {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        public Lines() {}

        Lines(byte[] before) {
            out.writeBytes(before);
        }

        /** @param pauseMs since the line before; a window that seems to end before that one ends with it */
        public void line(long pauseMs, int road, long count, long bytes) {
            number(Math.max(0, pauseMs));
            number(road);
            number(count);
            number(bytes);
        }

        private void number(long number) {
            long rest = number;
            for (; rest > 0x7f; rest >>>= 7) out.write((int) rest & 0x7f | 0x80);
            out.write((int) rest);
        }

        public byte[] bytes() {
            return out.toByteArray();
        }
    }

    /**
     * All lines from a time on, in the order of the ledger.
     *
     * @param ways what the reader knows a road by: asked once for each road of the page
     */
    public <W> void read(Instant since, Function<Road, W> ways, Reader<W> reader) {
        var known = roads.stream().map(ways).toList();
        long atMs = start.toEpochMilli();
        long sinceMs = since.toEpochMilli();
        var four = new long[4];
        for (int at = 0; at < lines.length; ) {
            for (int n = 0; n < four.length; n++) {
                long number = 0;
                int shift = 0;
                byte octet;
                do {
                    octet = lines[at++];
                    number |= (long) (octet & 0x7f) << shift;
                    shift += 7;
                } while (octet < 0);
                four[n] = number;
            }
            atMs += four[0];
            if (atMs >= sinceMs && four[2] > 0) reader.line(known.get((int) four[1]), atMs, four[2], four[3]);
        }
    }
}
