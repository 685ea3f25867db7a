package io.archipelago.placement.engine;

/**
 * How far apart a group's replicas must be.
 *
 * @param maxPerSite hard limit of replicas at one site
 * @param maxSharePermille hard limit of one site's share of the wanted replicas (at least one is always allowed)
 * @param minSites distinct sites wanted; kept by every move, reported as a {@link Shortfall} when impossible
 * @param minRegions distinct regions wanted; as minSites
 * @param minCorridors distinct corridors wanted; as minSites
 */
public record Spread(int maxPerSite, int maxSharePermille, int minSites, int minRegions, int minCorridors) {
    public static final Spread NONE = new Spread(Integer.MAX_VALUE, 1000, 1, 1);

    public Spread {
        if (maxPerSite < 1 || maxSharePermille < 1 || maxSharePermille > 1000)
            throw new IllegalArgumentException("spread: maxPerSite >= 1 and share 1..1000 permille");
    }

    /** Any number of corridors will do. */
    public Spread(int maxPerSite, int maxSharePermille, int minSites, int minRegions) {
        this(maxPerSite, maxSharePermille, minSites, minRegions, 1);
    }

    /** Distinct domains of a scope wanted. */
    int least(Scope scope) {
        return switch (scope) {
            case SITE -> minSites;
            case REGION -> minRegions;
            case CORRIDOR -> minCorridors;
        };
    }

    /** Whether distinct domains of any scope are wanted. */
    boolean isWide() {
        return minSites > 1 || minRegions > 1 || minCorridors > 1;
    }

    Spread withoutSiteLimit() {
        return new Spread(Integer.MAX_VALUE, 1000, minSites, minRegions, minCorridors);
    }

    Spread onlySiteLimit() {
        return new Spread(maxPerSite, maxSharePermille, 1, 1, 1);
    }
}
