package io.archipelago.placement.engine;

import java.util.List;

/**
 * A complete answer to a {@link PlacementProblem}.
 *
 * @param counts replicas per [group][site]
 * @param waiting replicas wanted and not placed, per group; each has its {@link Shortfall}
 * @param costs per group; an affinity's cost is the caller's
 * @param splitsByGroup where each area's requests go, per group
 * @param withinObjectivePermille share of each group's requests that meet its objective; 1000 without demand
 * @param moves replicas that change site against the current placement
 * @param steps improvement steps taken
 */
public record Plan(
        int[][] counts,
        int[] waiting,
        List<Shortfall> shortfalls,
        Cost[] costs,
        Cost total,
        List<List<DemandSplit>> splitsByGroup,
        int[] withinObjectivePermille,
        int moves,
        long steps) {

    /** Where each area's requests go, of all groups. */
    public List<DemandSplit> splits() {
        return splitsByGroup.stream().flatMap(List::stream).toList();
    }
}
