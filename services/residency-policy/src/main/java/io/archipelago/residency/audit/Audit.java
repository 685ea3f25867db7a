package io.archipelago.residency.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.archipelago.residency.domain.Code;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What one region knows of a question: one line, signed as a whole, that can be checked and decided again without the
 * region ({@link Replay}).
 *
 * @param regions the country of each region of the cloud, this one included: all of them have to be asked
 * @param flows local topics that carry what was asked about
 * @param copies of records that crossed, in the order of their hashes: so a part of them is a fair sample of all
 * @param found copies there are of what was asked about; more than {@code copies} where those are a sample
 * @param notEntered copies that the slice does not have: not entered yet, or of another time than asked for
 * @param entries signed texts, by number
 * @param continuedSince the slice was cut here: ask again for what came since; null when it is whole
 * @param laws in force at the time, by version
 * @param key the region's public key, 64 hexadecimal digits; a field {@code signature} follows it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Audit(
        String region,
        Question question,
        Instant answeredAt,
        SortedMap<String, String> regions,
        List<String> flows,
        List<Copy> copies,
        long found,
        int notEntered,
        SortedMap<Long, String> entries,
        @Nullable Instant continuedSince,
        SortedMap<String, Code> laws,
        String key) {

    public Audit {
        Objects.requireNonNull(region, "region");
        Objects.requireNonNull(question, "question");
        Objects.requireNonNull(regions, "regions");
        Objects.requireNonNull(entries, "entries");
        Objects.requireNonNull(laws, "laws");
        Objects.requireNonNull(key, "key");
        flows = List.copyOf(flows);
        copies = List.copyOf(copies);
    }

    /**
     * @param subject the key of records; null when the question is about a workload
     * @param workload null when the question is about a subject
     * @param since entries of windows that ended earlier are left out; null for none
     * @param until entries of windows that began later are left out
     * @param records how many copies are wanted, at most
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Question(
            @Nullable String subject,
            @Nullable String workload,
            @Nullable Instant since,
            Instant until,
            int records) {}

    /**
     * A record that crossed, and the proof of it.
     *
     * @param offset in the local topic
     * @param sequence its number among those of its partition that crossed to that region
     * @param removal true for a tombstone
     * @param decision what the gate saw, and what it decided
     * @param proof null when the copy is not what was entered
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Copy(
            String flow,
            int partition,
            long offset,
            String to,
            long sequence,
            Instant writtenAt,
            boolean removal,
            Decision decision,
            @Nullable Proof proof) {}

    /**
     * What differs from record to record; the rest of the inputs is in the entry.
     *
     * @param ruling the rules that let it cross, as the copy says
     */
    public record Decision(String dataClass, String jurisdiction, String ruling) {}

    /**
     * That the record is one of those an entry counts: its leaf, and the hashes from there to the root that is signed.
     *
     * @param entry number of the entry
     * @param index of the leaf among those of its crossing
     * @param size leaves of that crossing
     */
    public record Proof(long entry, long index, long size, String leaf, List<String> path) {}
}
