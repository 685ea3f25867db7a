package io.archipelago.placement.domain;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.archipelago.events.placement.DecisionExplained;
import io.archipelago.events.placement.Placement.Waiting;
import io.archipelago.events.quantity.Resources;
import io.archipelago.events.quantity.Usd;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a workload runs where it runs.
 *
 * @param planner the region that plans it
 * @param seenFrom the region that explains; when it is not the planner, from its copies of what the planner knows
 * @param cause what made the planner decide
 * @param decidedAt when; null when nothing was decided yet
 * @param wanted replicas the demand asks for
 * @param perHour what the placement costs and is worth
 * @param sites all of them, the chosen ones first, then by what they would cost
 * @param runnerUp the site that would come next
 * @param binding what holds it where it is, dearest first
 * @param conflicts wishes that cannot hold together; none when all can
 * @param flips the smallest changes that would put a replica elsewhere; each was tried by planning anew
 * @param inputs what the decision rests on
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Explanation(
        String workload,
        String planner,
        String seenFrom,
        @Nullable String cause,
        @Nullable Instant decidedAt,
        long epoch,
        long plan,
        int wanted,
        int placed,
        List<Waiting> waiting,
        PerHour perHour,
        List<SiteOption> sites,
        @Nullable String runnerUp,
        List<Binding> binding,
        List<Conflict> conflicts,
        List<DecisionExplained.Flip> flips,
        List<Known> inputs) {

    static final String CHOSEN = "chosen";
    static final String OPEN = "open";
    static final String EXCLUDED = "excluded";

    /**
     * A constraint without which it would run elsewhere.
     *
     * @param savesPerHour what the whole would save without it, carbon and waiting included; negative when more would be
     *     placed for more
     */
    public record Binding(String constraint, Usd savesPerHour) {}

    /**
     * Constraints that cannot all be kept beside what else runs.
     *
     * @param minimal true when it is proved that without any one of them the others can be kept
     */
    public record Conflict(List<Term> constraints, boolean minimal, String summary) {}

    /** @param constraint by the field that sets it, or one word: room, the law, … */
    public record Term(String constraint, String reason) {}

    /** USD per hour, by cause; latency and carbon are what they are worth, not what is paid. */
    public record PerHour(Usd compute, Usd transfer, Usd latency, Usd carbon, Usd total) {}

    /**
     * @param corridor what it says it fails together with; null when it names none
     * @param replicas here now
     * @param meanRttMs round trip of the workload's users, weighted by their requests; null without demand
     * @param compute list price of one replica for an hour; null where no catalogue knows the site
     * @param carbon price of what one replica emits in an hour
     * @param delta how the whole would change, in USD per hour, with one replica more here or moved here
     * @param verdict chosen, open or excluded
     * @param rule what excludes it: law, lost, closed, allow, catalogue, room, spread or budget; null unless excluded
     * @param reason the answer in one sentence
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record SiteOption(
            String site,
            String region,
            @Nullable String corridor,
            String cloudRegion,
            @Nullable String country,
            int replicas,
            Law law,
            Room room,
            @Nullable Double meanRttMs,
            @Nullable Usd compute,
            @Nullable Usd carbon,
            Usd delta,
            String verdict,
            @Nullable String rule,
            String reason) {

        boolean chosen() {
            return verdict.equals(CHOSEN);
        }

        boolean open() {
            return verdict.equals(OPEN);
        }
    }

    /** @param rules what decided, as {@code policy#rule} */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Law(
            boolean allowed,
            List<String> rules,
            String reason,
            @Nullable String source) {}

    /**
     * @param promisable what the site may promise in all
     * @param free what is left of it beside everything planned here
     * @param fits how many more replicas that would hold
     */
    public record Room(Resources promisable, Resources free, int fits) {}

    /** @param ageSeconds since its owner wrote it */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Known(String kind, String name, @Nullable Long revision, Instant writtenAt, long ageSeconds) {}
}
