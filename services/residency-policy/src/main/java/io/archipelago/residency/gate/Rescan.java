package io.archipelago.residency.gate;

import io.archipelago.residency.keyring.Keyring;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Sends what an earlier law kept home and the present one lets cross: of a compacted partition the latest record of each
 * key, if it was decided before the law changed. Reads the partition twice, first to find those records, then to send
 * them, a slice at a time between live records; a key that live records bring meanwhile needs no sending any more.
 */
final class Rescan {

    private static final Duration SLICE = Duration.ofMillis(5);

    /** @param numbers of this flow's destinations under the old law; -1 where it had none */
    private record OldLaw(@Nullable FlowLaw law, int[] numbers, long until) {

        /** The copy that would cross now has crossed. */
        boolean letCross(int destination, Passport passport, Decision now) {
            int number = numbers[destination];
            return law != null && number >= 0 && law.decide(number, passport).isLike(now);
        }
    }

    private record Candidate(long offset, long destinations) {}

    private final Consumer<byte[], byte[]> consumer;
    private final Track track;
    private final Keyring keyring;
    private final long until;
    private final List<OldLaw> eras = new ArrayList<>();
    private final Map<ByteBuffer, Candidate> candidates = new HashMap<>();
    private final Set<ByteBuffer> superseded = new HashSet<>();
    private final Passport passport = new Passport();
    private boolean sending;

    /** @param laws of the track's eras, in their order; null where nobody knows any more */
    Rescan(Consumer<byte[], byte[]> consumer, Track track, List<@Nullable FlowLaw> laws, Keyring keyring) {
        this.consumer = consumer;
        this.track = track;
        this.keyring = keyring;
        this.until = track.position;
        for (int i = 0; i < laws.size(); i++) {
            var old = laws.get(i);
            var numbers = track.law.destinations().stream()
                    .mapToInt(name -> old == null ? -1 : old.destinations().indexOf(name))
                    .toArray();
            eras.add(new OldLaw(old, numbers, track.history.eras().get(i).until()));
        }
        consumer.assign(List.of(track.partition));
        consumer.seekToBeginning(List.of(track.partition));
    }

    Track track() {
        return track;
    }

    /** A live record has this key: whatever lies before it is history. */
    void supersede(byte @Nullable [] key) {
        if (key == null) return;
        var wrapped = ByteBuffer.wrap(key);
        superseded.add(wrapped);
        candidates.remove(wrapped);
    }

    /**
     * Goes on for some milliseconds. What it has copied waits to be committed; the track's history then says how far it
     * came.
     *
     * @return true when it is done
     */
    boolean advance(Copier copier) {
        var slice = consumer.poll(SLICE);
        if (sending) track.readyKeys(slice, passport, keyring);
        for (var kafka : slice) {
            if (kafka.offset() >= until) break;
            if (sending) send(kafka, copier);
            else look(kafka);
        }
        long reached = consumer.position(track.partition);
        if (sending) track.history = track.history.settledUpTo(Math.min(reached, until));
        if (reached < until) return false;
        if (!sending && !candidates.isEmpty()) {
            sending = true;
            consumer.seek(
                    track.partition,
                    candidates.values().stream()
                            .mapToLong(Candidate::offset)
                            .min()
                            .orElseThrow());
            return false;
        }
        track.history = track.history.settledUpTo(until);
        track.ahead = true;
        consumer.assign(List.of());
        return true;
    }

    private void look(ConsumerRecord<byte[], byte[]> kafka) {
        if (kafka.key() == null) return; // compaction would have refused it
        passport.read(kafka.headers());
        long destinations = 0;
        var old = lawAt(kafka.offset());
        if (old != null)
            for (int d = 0; d < track.law.destinations().size(); d++) {
                var now = track.law.decide(d, passport);
                if (now.crosses() && !old.letCross(d, passport, now)) destinations |= 1L << d;
            }
        var key = ByteBuffer.wrap(kafka.key());
        if (destinations == 0) candidates.remove(key);
        else if (!superseded.contains(key)) candidates.put(key, new Candidate(kafka.offset(), destinations));
    }

    /** By which it was decided; null when that was the present one. */
    private @Nullable OldLaw lawAt(long offset) {
        for (var era : eras) if (offset < era.until) return era;
        return null;
    }

    private void send(ConsumerRecord<byte[], byte[]> kafka, Copier copier) {
        var candidate = kafka.key() == null ? null : candidates.get(ByteBuffer.wrap(kafka.key()));
        if (candidate == null || candidate.offset != kafka.offset()) return;
        if (track.guard != null && track.guard.refuses(kafka) != null) return;
        passport.read(kafka.headers());
        for (int d = 0; d < track.law.destinations().size(); d++) {
            if ((candidate.destinations & 1L << d) == 0) continue;
            var decision = track.law.decide(d, passport);
            if (decision.crosses())
                copier.copy(kafka, track.flow.exports().get(d), track.counts.get(d), decision, passport);
        }
    }
}
