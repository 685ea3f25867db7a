package io.archipelago.residency.gate;

import io.archipelago.residency.treatment.SubjectReader;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Keeps records of erased persons home. Of a flow that has none there is none, and its records are not parsed. */
final class Guard {
    private final @Nullable SubjectReader reader;
    private final Set<String> erased;

    /** @param reader null when nobody says any more whom records are about: then it may be anyone */
    Guard(@Nullable SubjectReader reader, Set<String> erased) {
        this.reader = reader;
        this.erased = erased;
    }

    /** Why a record that may cross stays after all; null when it does not. A tombstone says nothing of anybody. */
    @Nullable
    Decision refuses(ConsumerRecord<byte[], byte[]> kafka) {
        if (kafka.value() == null) return null;
        var persons = reader == null ? null : reader.read(kafka.key(), kafka.value());
        if (persons == null) return Decision.UNKNOWN_SUBJECT;
        return persons.stream().anyMatch(erased::contains) ? Decision.SUBJECT_ERASED : null;
    }
}
