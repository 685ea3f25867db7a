package io.archipelago.events.placement;

import io.archipelago.events.quantity.Resources;

/**
 * A home region wants this many replicas of a workload at a site: a wish for a state, not a step, so that a repeat or a
 * late copy does no harm. The body of {@code placement.requests.v1}, for the region that owns the site.
 *
 * @param replicas how many in all; 0 gives everything back
 * @param epoch who plans: a site obeys only the highest it has seen
 * @param plan counts the plans within the epoch; the later wins
 */
public record ReplicasRequested(
        String workload,
        String site,
        String home,
        String owner,
        int replicas,
        Resources perReplica,
        int priority,
        long epoch,
        long plan) {

    /** The record key. */
    public static String key(String site, String workload) {
        return site + "/" + workload;
    }
}
