package io.archipelago.placement.domain;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.archipelago.events.placement.Placement.Waiting;
import io.archipelago.events.quantity.Usd;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What drafts would lead to. Nothing was changed.
 *
 * @param moves in an order that never fills a site beyond its room: first those that must be, by priority
 * @param options what weighing one thing above all would lead to instead
 * @param conflicts of workloads that would not get all they ask for: what cannot be had together
 * @param notes what the reader should know of the answer's limits
 */
public record Preview(
        List<WorkloadChange> workloads,
        Totals before,
        Totals after,
        List<Move> moves,
        List<Option> options,
        List<WorkloadConflict> conflicts,
        List<String> notes) {

    /**
     * @param before null for a workload that is new
     * @param after null for one that would not be planned here any more
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record WorkloadChange(
            String workload,
            boolean changed,
            @Nullable Side before,
            @Nullable Side after) {}

    /**
     * @param perHour compute, transfer and carbon
     * @param withinObjective share of all requests, 0 to 1
     */
    public record Side(
            int wanted,
            List<SiteCount> sites,
            List<Waiting> waiting,
            Usd perHour,
            double meanRttMs,
            double withinObjective) {}

    public record SiteCount(String site, int replicas) {}

    /** USD per hour, and what it does to users and air. */
    public record Totals(
            Explanation.PerHour perHour,
            double meanRttMs,
            double gramsCo2PerHour,
            int placed,
            int waiting,
            Risk risk) {}

    /**
     * What a failure would take.
     *
     * @param worstRegion the region that holds most replicas; null when nothing runs
     * @param worstShare of all replicas, 0 to 1
     * @param atOneSite workloads that run at a single site
     * @param inOneRegion workloads that run in a single region
     * @param inOneCorridor workloads that run in a single corridor
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Risk(
            @Nullable String worstRegion, double worstShare, int atOneSite, int inOneRegion, int inOneCorridor) {}

    /**
     * Another plan for the same demands.
     *
     * @param name balanced (the plan itself), cheapest, fastest or greenest
     * @param moves replicas that change site
     * @param dominatedBy an option that is no worse in money, latency, carbon and waiting replicas, and better in one of
     *     them or the same in all; null when there is none
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Option(
            String name, Totals totals, int moves, @Nullable String dominatedBy) {}

    public record WorkloadConflict(String workload, Explanation.Conflict conflict) {}

    /**
     * @param from null for a replica that starts
     * @param to null for one that stops
     * @param forced true when it may not stay where it is
     * @param giveBackFirst true when the old place is given back before there is room at a new one; the replica starts there in a
     *     later move
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Move(
            String workload,
            @Nullable String from,
            @Nullable String to,
            int replicas,
            boolean forced,
            boolean giveBackFirst,
            String why) {

        Move part(int some) {
            return new Move(workload, from, to, some, forced, giveBackFirst, why);
        }
    }
}
