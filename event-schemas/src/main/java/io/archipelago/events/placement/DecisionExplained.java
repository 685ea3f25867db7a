package io.archipelago.events.placement;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.archipelago.events.quantity.Usd;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a workload runs where it runs: what was seen, every site that was weighed, and what would change the answer. The
 * body of {@code placement.decisions.v1}, written with the {@link Placement} it explains by whoever planned it.
 *
 * @param summary one sentence for a person
 * @param cause as in the placement
 * @param inputs what the plan was made from, and how old it was
 * @param candidates every site known to the planner: the chosen first, then open ones by price, then the excluded
 * @param flips the smallest single changes that would put a replica elsewhere, cheapest first
 */
public record DecisionExplained(
        String workload,
        String home,
        boolean removed,
        String summary,
        String cause,
        List<Seen> inputs,
        List<Candidate> candidates,
        List<Flip> flips,
        Instant decidedAt,
        long epoch,
        long plan) {

    /**
     * @param what such as {@code demand}, {@code rulings}, {@code catalogue}, {@code health of us-east}
     * @param asOf when the youngest fact of it became known here
     */
    public record Seen(String what, Instant asOf) {}

    /**
     * A site that was weighed.
     *
     * @param verdict chosen, open or excluded
     * @param rule what excludes it: law, room, budget, spread, closed, allow or lost; null unless excluded
     * @param reason for a person; null when there is nothing to say
     * @param source the legal source, where the law excludes it
     * @param replicas how many run there by this plan
     * @param perReplicaHour price of one replica there; null where none is known
     * @param deltaPerHour what moving, or adding, one replica there would add to the workload's price per hour; null
     *     where that was not reckoned
     * @param rttMs mean round trip from the workload's users; null when it has none
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Candidate(
            String site,
            String region,
            String cloudRegion,
            String country,
            String verdict,
            @Nullable String rule,
            @Nullable String reason,
            @Nullable String source,
            int replicas,
            @Nullable Usd perReplicaHour,
            @Nullable Usd deltaPerHour,
            @Nullable Double rttMs) {}

    /**
     * @param site where a replica would go
     * @param change what would have to be so, in words: {@code cpu 500m more room}
     * @param deltaPerHour what the move costs now, change aside; null where that was not reckoned
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Flip(String site, String change, @Nullable Usd deltaPerHour) {}
}
