package io.archipelago.residency.gate;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.archipelago.events.envelope.Header;
import io.archipelago.events.ledger.Crossing;
import io.archipelago.residency.domain.LedgerState;
import io.archipelago.residency.domain.LedgerState.Entered;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Finds out how far each sequence came: what the ledger has, and what was copied since and has still to be entered. The
 * export topics are what is true of the copies; the ledger is what is true of the entries. Whatever failed in between, an
 * entry lost with it is made again from the copies.
 */
final class Tail {

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /** One sequence that goes on here. */
    private record Open(
            Track track,
            String to,
            Counts counts,
            OpenFlow.Export export,
            @Nullable Entered entered,
            SortedMap<Long, Copy> notEntered) {

        /** A partition that the export topic lacks is spread over those it has. */
        boolean reaches(int partition) {
            int own = track.partition.partition();
            return own == partition || own >= export.partitions();
        }

        long enteredUpTo(int partition) {
            return entered == null ? 0 : entered.exportEnds().getOrDefault(partition, -1L) + 1;
        }
    }

    /** What the ledger needs of a copy. */
    private record Copy(
            Crossed mark, byte[] leaf, long bytes, Counts.Labels labels, String ruling, int partition, long offset) {}

    /** What an export topic carries. */
    private record Road(String flow, String to) {}

    private final Consumer<byte[], byte[]> reader;
    private final Tally tally;
    private final Leaf leaf = new Leaf();
    private final Map<String, Open> sequences = new HashMap<>();
    private final Map<TopicPartition, Road> roads = new HashMap<>();
    private final Map<TopicPartition, Long> from = new HashMap<>();

    private Tail(Consumer<byte[], byte[]> reader, Tally tally) {
        this.reader = reader;
        this.tally = tally;
    }

    /** Brings the counts of these tracks to where they were; the reader is left without partitions. */
    static void read(Consumer<byte[], byte[]> reader, List<Track> tracks, LedgerState ledger, Tally tally) {
        var tail = new Tail(reader, tally);
        tracks.forEach(track -> tail.open(track, ledger));
        tail.read();
        tail.hand();
    }

    private void open(Track track, LedgerState ledger) {
        for (int d = 0; d < track.counts.size(); d++) {
            var counts = track.counts.get(d);
            if (counts.sequence >= 0) continue;
            var to = track.law.destinations().get(d);
            var export = track.flow.exports().get(d);
            var sequence = Crossing.sequence(track.partition.topic(), track.partition.partition(), to);
            var entered = ledger.entered().get(sequence);
            counts.sequence = entered == null ? 0 : entered.last();
            var open = new Open(track, to, counts, export, entered, new TreeMap<>());
            sequences.put(sequence, open);
            for (int p = 0; p < export.partitions(); p++)
                if (open.reaches(p)) {
                    var partition = new TopicPartition(export.topic(), p);
                    roads.put(partition, new Road(track.partition.topic(), to));
                    from.merge(partition, open.enteredUpTo(p), Math::min);
                }
        }
    }

    private void read() {
        reader.assign(from.keySet());
        var beginnings = reader.beginningOffsets(from.keySet());
        var ends = new HashMap<>(reader.endOffsets(from.keySet()));
        from.forEach((partition, offset) -> {
            long beginning = beginnings.getOrDefault(partition, 0L);
            boolean isThere = offset >= beginning && offset <= ends.getOrDefault(partition, 0L);
            reader.seek(partition, isThere ? offset : beginning);
        });
        while (true) {
            ends.entrySet().removeIf(end -> reader.position(end.getKey()) >= end.getValue());
            if (ends.isEmpty()) break;
            for (var copy : reader.poll(PATIENCE)) take(copy);
        }
        reader.assign(List.of());
    }

    private void take(ConsumerRecord<byte[], byte[]> copy) {
        var mark = Crossed.of(copy.headers());
        var road = roads.get(new TopicPartition(copy.topic(), copy.partition()));
        if (mark == null || road == null) return; // copied before copies were numbered
        var open = sequences.get(Crossing.sequence(road.flow, mark.partition(), road.to));
        if (open == null || mark.sequence() <= open.counts.sequence) return;
        var leafHash = leaf.of(copy.timestamp(), copy.key(), copy.value(), copy.headers());
        open.notEntered.put(
                mark.sequence(),
                new Copy(
                        mark,
                        leafHash,
                        Sizes.bytesBefore(copy),
                        new Counts.Labels(
                                bytes(copy.headers(), Header.DATA_CLASS), bytes(copy.headers(), Header.JURISDICTION)),
                        new String(bytes(copy.headers(), Copier.RULING), UTF_8),
                        copy.partition(),
                        copy.offset()));
    }

    private static byte[] bytes(Headers headers, String name) {
        var header = headers.lastHeader(name);
        return header == null || header.value() == null ? new byte[0] : header.value();
    }

    private void hand() {
        for (var open : sequences.values()) {
            var counts = open.counts;
            for (var copy : open.notEntered.values())
                counts.recovered(
                        copy.mark, copy.leaf, copy.bytes, copy.labels, copy.ruling, copy.partition, copy.offset);
            var track = open.track;
            var flow = track.flow.flow();
            int partition = track.partition.partition();
            long decidedTo = open.entered == null ? -1 : open.entered.decidedTo();
            boolean goesOn = decidedTo >= 0 && decidedTo <= track.writtenUpTo;
            tally.begin(flow, partition, open.to, goesOn ? decidedTo : track.position);
            tally.add(flow, partition, open.to, counts, track.writtenUpTo, track.writtenOn);
            if (track.writtenUpTo < track.position) tally.begin(flow, partition, open.to, track.position);
            counts.clear();
        }
    }
}
