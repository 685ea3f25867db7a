package io.archipelago.placement.domain;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.archipelago.events.placement.Placement.Waiting;
import io.archipelago.events.quantity.Usd;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What drafts would lead to. Nothing was changed.
 *
 * @param moves in the order they would be made: first those that must be, by priority
 * @param notes what the reader should know of the answer's limits
 */
public record Preview(
        List<WorkloadChange> workloads, Totals before, Totals after, List<Move> moves, List<String> notes) {

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
            Explanation.PerHour perHour, double meanRttMs, double gramsCo2PerHour, int placed, int waiting) {}

    /**
     * @param from null for a replica that starts
     * @param to null for one that stops
     * @param forced true when it may not stay where it is
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Move(
            String workload,
            @Nullable String from,
            @Nullable String to,
            int replicas,
            boolean forced,
            String why) {}
}
