package io.archipelago.events.placement;

import io.archipelago.events.quantity.Resources;
import io.archipelago.events.quantity.Usd;
import java.time.Instant;
import java.util.List;

/**
 * Where a workload runs. The body of {@code placement.placements.v1}, written by the workload's home region.
 *
 * @param wanted how many replicas its demand asks for
 * @param sites those that were admitted, by site
 * @param waiting those that have no place, with the reason
 * @param perHour what the placement costs: compute, transfer and carbon
 * @param cause what made the region decide: {@code workload changed}, {@code region us-east lost}, …
 */
public record Placement(
        String workload,
        String home,
        String owner,
        boolean removed,
        int wanted,
        Resources perReplica,
        List<SiteShare> sites,
        List<Waiting> waiting,
        Usd perHour,
        String cause,
        Instant decidedAt,
        long epoch,
        long plan) {

    /** @param requestsPerSecond the demand sent there */
    public record SiteShare(
            String site,
            String region,
            String cloudRegion,
            String country,
            int replicas,
            double requestsPerSecond,
            Usd perHour) {}

    /** @param rule what stands in the way: law, room, budget, spread, admission */
    public record Waiting(int replicas, String rule, String reason) {}

    public int placed() {
        return sites.stream().mapToInt(SiteShare::replicas).sum();
    }
}
