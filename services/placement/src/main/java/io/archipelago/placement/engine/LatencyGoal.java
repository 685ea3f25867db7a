package io.archipelago.placement.engine;

/**
 * What nearness is worth to a group.
 *
 * @param objectiveMs a request answered from further away misses the objective
 * @param sharePermille share of the requests that shall meet it; the plan reports the share reached
 * @param pricePerMillionRequestMs micro-USD for a million requests each waiting one millisecond, on every request
 * @param pricePerMillionMisses micro-USD for a million requests beyond the objective or beyond the replicas' capacity
 */
public record LatencyGoal(
        int objectiveMs, int sharePermille, long pricePerMillionRequestMs, long pricePerMillionMisses) {
    public static final LatencyGoal NONE = new LatencyGoal(Integer.MAX_VALUE, 0, 0, 0);
}
