package io.archipelago.residency.gate;

import io.archipelago.residency.treatment.SubjectReader;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Keeps records of erased persons home. Of a flow that has none there is none, and its records are not parsed. */
final class Guard {
    private final List<Erased> erased;

    Guard(List<Erased> erased) {
        this.erased = List.copyOf(erased);
    }

    /**
     * From one of the datasets that the flow carries.
     *
     * @param reader null when it does not say any more whom records are about: then it may be anyone
     */
    record Erased(@Nullable SubjectReader reader, Set<String> persons) {}

    /** Why a record that may cross stays after all; null when it does not. A tombstone says nothing of anybody. */
    @Nullable
    Decision refuses(ConsumerRecord<byte[], byte[]> kafka) {
        if (kafka.value() == null) return null;
        for (var from : erased) {
            var persons = from.reader == null ? null : from.reader.read(kafka.key(), kafka.value());
            if (persons == null) return Decision.UNKNOWN_SUBJECT;
            if (persons.stream().anyMatch(from.persons::contains)) return Decision.SUBJECT_ERASED;
        }
        return null;
    }
}
