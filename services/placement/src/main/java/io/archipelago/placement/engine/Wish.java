package io.archipelago.placement.engine;

import java.util.List;

/**
 * What one group asks for, as constraints that can be lifted one by one. Arrays are kept, not copied.
 *
 * @param barriers per barrier the sites it closes: a law, a pin, a missing certificate
 * @param room replicas that fit per site beside what else runs there
 * @param maxPerSite replicas one site may hold; {@link Integer#MAX_VALUE} for any number
 * @param regionOf region index per site
 * @param minReplicas what the demand needs: this is what all constraints are measured against and is never lifted
 * @param price micro-USD per replica and hour, per site
 * @param ceiling for compute, micro-USD per hour; {@link Long#MAX_VALUE} for none
 * @param near per area, the sites that lie within the latency objective; empty without one
 * @param demandMilliRps per area
 * @param serviceMilliRps what one replica serves; 0 for any amount
 * @param sharePermille share of the demand that shall be served from near
 */
public record Wish(
        List<boolean[]> barriers,
        int[] room,
        int maxPerSite,
        int minSites,
        int minRegions,
        int[] regionOf,
        int minReplicas,
        int maxReplicas,
        long[] price,
        long ceiling,
        boolean[][] near,
        long[] demandMilliRps,
        long serviceMilliRps,
        int sharePermille) {

    /** Something the group asks for that could be given up. */
    public sealed interface Constraint {
        /** @param index of the barrier */
        record Barrier(int index) implements Constraint {}

        /** Replicas fit where they run. */
        record Room() implements Constraint {}

        /** No site holds more than its share. */
        record SiteLimit() implements Constraint {}

        record DistinctSites() implements Constraint {}

        record DistinctRegions() implements Constraint {}

        /** No more replicas than the maximum. */
        record MaxReplicas() implements Constraint {}

        record Ceiling() implements Constraint {}

        record Latency() implements Constraint {}
    }

    int sites() {
        return room.length;
    }
}
