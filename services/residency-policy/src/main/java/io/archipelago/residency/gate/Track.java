package io.archipelago.residency.gate;

import io.archipelago.residency.keyring.Keyring;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** How far the gate is on one partition, and by which law it came there. Of the gate's thread. */
final class Track {
    final TopicPartition partition;
    final List<Counts> counts = new ArrayList<>();
    private final Map<String, Counts> byDestination = new HashMap<>();
    OpenFlow flow;
    FlowLaw law;
    History history;

    /** Keeps records of erased persons home; null where there are none. */
    @Nullable
    Guard guard;

    /** The offset of the next record to decide on. */
    long position;

    /** The position that was written down when this track was opened. */
    final long writtenUpTo;

    /** The terms that were written next to it: on them everything copied up to there was decided that is not entered. */
    final @Nullable Terms writtenOn;

    /** The position or the history is not written yet. */
    boolean ahead;

    Track(
            TopicPartition partition,
            OpenFlow flow,
            FlowLaw law,
            History history,
            long position,
            @Nullable Terms writtenOn) {
        this.partition = partition;
        this.flow = flow;
        this.law = law;
        this.history = history;
        this.position = position;
        this.writtenUpTo = position;
        this.writtenOn = writtenOn;
        recount();
    }

    /** Where reading begins, by what was committed; at the very beginning when nothing was. */
    static Track of(TopicPartition partition, OpenFlow flow, FlowLaw law, Terms terms, @Nullable OffsetAndMetadata at) {
        if (at == null) return new Track(partition, flow, law, History.beginning(terms), 0, null);
        var history = History.read(at.metadata(), at.offset(), terms);
        return new Track(partition, flow, law, history, at.offset(), History.last(at.metadata()));
    }

    /**
     * From here on other terms hold, or the same flow is described anew. Policies that do not touch this flow leave no
     * trace in its history.
     *
     * @param before what the terms up to here said; null when nobody knows any more
     */
    void adopt(OpenFlow newFlow, FlowLaw newLaw, Terms terms, @Nullable FlowLaw before) {
        flow = newFlow;
        law = newLaw;
        var adopted = newLaw.isLike(before) ? history.renamed(terms) : history.adopt(terms, position);
        if (!newFlow.keepsState()) adopted = History.beginning(terms);
        ahead |= !adopted.equals(history);
        history = adopted;
        recount();
    }

    private void recount() {
        counts.clear();
        byDestination.keySet().retainAll(law.destinations());
        for (var destination : law.destinations())
            counts.add(byDestination.computeIfAbsent(destination, fresh -> new Counts()));
    }

    /** The keys that these records will be encrypted with, all at once. */
    void readyKeys(Iterable<ConsumerRecord<byte[], byte[]>> records, Passport passport, Keyring keyring) {
        var reader = law.encryptsFor();
        if (reader == null) return;
        var persons = new HashSet<String>();
        for (var kafka : records) {
            passport.read(kafka.headers());
            if (!law.encrypts(passport)) continue;
            var found = reader.read(kafka.key(), kafka.value());
            if (found != null) persons.addAll(found);
        }
        keyring.ready(reader.column(), persons);
    }

    OffsetAndMetadata offset() {
        return new OffsetAndMetadata(position, history.toString());
    }
}
