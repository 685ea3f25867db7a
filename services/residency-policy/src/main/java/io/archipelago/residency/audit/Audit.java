package io.archipelago.residency.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.archipelago.residency.domain.Code;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What one region knows of a question.
 *
 * @param until entries of windows that began later are left out
 * @param copies of records that crossed, when the question was about a subject
 * @param notEntered copies that the ledger does not have yet, or that crossed later than asked for
 * @param entries signed texts, by number: all that a copy or a slice refers to
 * @param laws in force at the time, by version
 */
public record Audit(
        String region,
        Instant until,
        List<Copy> copies,
        int notEntered,
        SortedMap<Long, String> entries,
        SortedMap<String, Code> laws) {

    /**
     * A record that crossed, and the proof of it.
     *
     * @param offset in the local topic
     * @param sequence its number among those of its partition that crossed to that region
     * @param removal true for a tombstone
     * @param decision what the gate saw, and what it decided
     * @param proof null while the ledger does not have it
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
     * @param place country of the destination
     * @param ruling the rules that let it cross, as the record says
     * @param again what the law of that time says of class, jurisdiction, origin and place now, with purposes, safeguards
     *     and volume unknown, for nobody keeps what they were; empty when its text is not there
     */
    public record Decision(String dataClass, String jurisdiction, String place, String ruling, String again) {}

    /**
     * That the record is one of those an entry counts: its leaf, and the hashes from there to the root that is signed.
     *
     * @param entry number of the entry
     * @param index of the leaf among those of its crossing
     * @param size leaves of that crossing
     * @param root of that crossing, as the signed entry has it
     */
    public record Proof(long entry, long index, long size, String leaf, List<String> path, String root) {}
}
