package io.archipelago.placement.engine;

/**
 * A place where replicas run, as the engine sees it.
 *
 * @param region failure domain that holds the site
 * @param corridor failure domain that crosses regions
 * @param capacity per resource, in the resource's own unit
 * @param usedByOthers per resource: what reservations outside this problem hold
 * @param headroomPermille share of the capacity that stays free: 150 means no resource is filled above 85 %
 */
public record SiteSpec(
        String name, String region, String corridor, long[] capacity, long[] usedByOthers, int headroomPermille) {
    /** A site that fails with its region and with no other. */
    public SiteSpec(String name, String region, long[] capacity, long[] usedByOthers, int headroomPermille) {
        this(name, region, region, capacity, usedByOthers, headroomPermille);
    }

    public SiteSpec {
        if (capacity.length != usedByOthers.length)
            throw new IllegalArgumentException("site " + name + ": capacity and use differ in length");
        if (headroomPermille < 0 || headroomPermille > 1000)
            throw new IllegalArgumentException("site " + name + ": headroom must be 0..1000 permille");
        for (int r = 0; r < capacity.length; r++)
            if (capacity[r] < 0 || usedByOthers[r] < 0)
                throw new IllegalArgumentException("site " + name + ": negative capacity or use");
    }
}
