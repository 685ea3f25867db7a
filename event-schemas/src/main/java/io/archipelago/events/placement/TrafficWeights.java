package io.archipelago.events.placement;

import java.time.Instant;
import java.util.List;

/**
 * Where the users of each area are sent. The body of {@code placement.weights.v1}. The weights of an area add up to
 * 1,000, so that two versions can be compared by eye.
 */
public record TrafficWeights(
        String workload,
        String home,
        boolean removed,
        List<AreaWeights> areas,
        Instant decidedAt,
        long epoch,
        long plan) {

    /**
     * @param requestsPerSecond the area's demand
     * @param withinObjective the share of its requests answered within the latency objective, 0 to 1
     * @param meanRttMs mean round trip of its requests
     */
    public record AreaWeights(
            String area, double requestsPerSecond, double withinObjective, double meanRttMs, List<SiteWeight> sites) {}

    public record SiteWeight(String site, String region, int permille) {}
}
