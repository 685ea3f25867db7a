package io.archipelago.residency.gate;

import io.archipelago.events.erasure.ErasureOrder;
import io.archipelago.residency.treatment.SubjectReader;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Sends a tombstone for every key whose latest record is about an erased person. Goes through the partitions of the local
 * topic one after the other, a slice at a time between live records; from then on no record of that person crosses, so
 * what lies before the present position is all there is.
 */
final class Sweep {

    private static final Duration SLICE = Duration.ofMillis(5);

    private final ErasureOrder order;
    private final @Nullable SubjectReader reader;
    private final Consumer<byte[], byte[]> consumer;
    private final List<Track> tracks;
    private final Iterator<Track> left;
    private final Map<ByteBuffer, ConsumerRecord<byte[], byte[]>> found = new LinkedHashMap<>();
    private final Set<ByteBuffer> superseded = new HashSet<>();
    private final Passport passport = new Passport();
    private @Nullable Track track;
    private long until;
    private long tombstones;

    /** @param tracks all partitions of the order's topic */
    Sweep(ErasureOrder order, @Nullable SubjectReader reader, Consumer<byte[], byte[]> consumer, List<Track> tracks) {
        this.order = order;
        this.reader = reader;
        this.consumer = consumer;
        this.tracks = tracks;
        this.left = tracks.iterator();
    }

    ErasureOrder order() {
        return order;
    }

    List<Track> tracks() {
        return tracks;
    }

    long tombstones() {
        return tombstones;
    }

    /** For each region that tombstones may reach, and each partition, the number of the last crossing. */
    SortedMap<String, SortedMap<Integer, Long>> through() {
        var through = new TreeMap<String, SortedMap<Integer, Long>>();
        for (var one : tracks)
            for (int d = 0; d < one.counts.size(); d++) {
                if (one.law.isClosed(d)) continue; // its copies wait for somebody who deletes them
                through.computeIfAbsent(one.law.destinations().get(d), first -> new TreeMap<>())
                        .put(one.partition.partition(), one.counts.get(d).sequence);
            }
        return through;
    }

    /** A live record has come: a key that is somebody else's by now gets no tombstone any more. */
    void supersede(ConsumerRecord<byte[], byte[]> live) {
        var present = track;
        if (present == null || present.partition.partition() != live.partition() || live.key() == null) return;
        if (live.value() == null || !Boolean.FALSE.equals(isAboutThem(live))) return;
        var key = ByteBuffer.wrap(live.key());
        superseded.add(key);
        found.remove(key);
    }

    /** Goes on for some milliseconds; what it has copied waits to be committed. True when it is done. */
    boolean advance(Copier copier) {
        var present = track;
        if (present == null) {
            if (!left.hasNext()) return true;
            present = left.next();
            track = present;
            until = present.position;
            found.clear();
            superseded.clear();
            consumer.assign(List.of(present.partition));
            consumer.seekToBeginning(List.of(present.partition));
        }
        for (var kafka : consumer.poll(SLICE)) if (kafka.offset() < until) look(kafka);
        if (consumer.position(present.partition) < until) return false;
        for (var latest : found.values()) bury(latest, present, copier);
        consumer.assign(List.of());
        track = null;
        return !left.hasNext();
    }

    private void look(ConsumerRecord<byte[], byte[]> kafka) {
        if (kafka.key() == null || kafka.value() == null) return;
        var key = ByteBuffer.wrap(kafka.key());
        var about = isAboutThem(kafka);
        if (about == null || superseded.contains(key)) return;
        if (about) found.put(key, kafka);
        else found.remove(key); // it is about somebody else now
    }

    /** Null when it cannot be told. */
    private @Nullable Boolean isAboutThem(ConsumerRecord<byte[], byte[]> kafka) {
        var persons = reader == null ? null : reader.read(kafka.key(), kafka.value());
        return persons == null ? null : (Boolean) persons.contains(order.subject());
    }

    private void bury(ConsumerRecord<byte[], byte[]> latest, Track of, Copier copier) {
        passport.read(latest.headers());
        for (int d = 0; d < of.counts.size(); d++) {
            var decision = of.law.decide(d, passport);
            if (!decision.crosses()) continue;
            var export = of.flow.exports().get(d);
            if (copier.bury(latest, export, of.counts.get(d), decision, passport, order.id())
                    .crosses()) tombstones++;
        }
    }
}
