package io.archipelago.residency.domain;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What a destination can say of one sequence: what came, what the source's ledger says should have come, and every
 * difference.
 *
 * @param verdict for a person to look at first
 * @param from the first number that was counted; 0 when nothing came
 * @param arrived records counted, each once
 * @param confirmed the number up to which the ledger's roots and those of the arrivals are equal
 * @param entry number of the ledger entry that confirms it; 0 when none has come yet
 * @param asOf up to when the source's ledger is known here; null while it is not
 * @param outstanding what the ledger says crossed and has not arrived
 * @param counts findings since the beginning, by kind
 * @param latest findings, the latest last
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Certificate(
        String flow,
        int partition,
        String source,
        String to,
        Verdict verdict,
        long from,
        long arrived,
        long arrivedBytes,
        long confirmed,
        long entry,
        @Nullable Instant asOf,
        Outstanding outstanding,
        SortedMap<Finding.Kind, Long> counts,
        List<Finding> latest) {

    public enum Verdict {
        /** All that the ledger names is here, as it was entered. */
        COMPLETE,
        /** Some of it is still on its way. */
        LATE,
        /** Something is missing, doubled, out of order or changed: see the findings. */
        BROKEN
    }

    /**
     * What a loss of the source now would cost: the recovery point of this sequence.
     *
     * @param seconds since the oldest of these records crossed; without any, the age of the ledger as it is known here
     */
    public record Outstanding(long records, long bytes, long seconds) {}
}
