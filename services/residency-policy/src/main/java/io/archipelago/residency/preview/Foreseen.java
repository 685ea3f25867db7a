package io.archipelago.residency.preview;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.archipelago.events.residency.Ruling;
import io.archipelago.residency.domain.Preview.Deadline;
import io.archipelago.residency.domain.Preview.Difference;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a draft would change of what left one region.
 *
 * @param since entries from then on were decided again
 * @param at the time whose law they were decided by: the first at which all drafts are in force, unless asked for
 * @param entries on the pages of the ledger that were read for it
 * @param lines in them: one for each flow, destination and pair of labels of an entry
 * @param firstAt the time of the oldest; null when there is none
 * @param ways all that crossed, and what would become of the same again
 * @param deadlines of the policies among the drafts
 * @param changed how rulings would differ from those that hold now
 * @param rulings that would hold, for those who plan by them
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Foreseen(
        String region,
        Instant since,
        Instant at,
        long entries,
        long lines,
        @Nullable Instant firstAt,
        List<Way> ways,
        List<Deadline> deadlines,
        List<Difference> changed,
        List<Ruling> rulings) {

    /**
     * What went one way under one pair of labels.
     *
     * @param count records that crossed, and of these {@code refused} would stay
     * @param crossesNow by the law in force the same would cross
     * @param why the rules that would decide, or the reason the gate would count
     * @param reason the same for people, with the question that would settle a denial
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Way(
            String flow,
            String to,
            @Nullable String dataset,
            @Nullable String owner,
            String dataClass,
            String jurisdiction,
            long count,
            long bytes,
            long refused,
            long refusedBytes,
            Instant lastAt,
            boolean crossesNow,
            String why,
            String reason) {}
}
