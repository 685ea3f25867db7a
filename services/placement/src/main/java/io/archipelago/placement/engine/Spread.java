package io.archipelago.placement.engine;

/**
 * How far apart a group's replicas must be.
 *
 * @param maxPerSite hard limit of replicas at one site
 * @param maxSharePermille hard limit of one site's share of the wanted replicas (at least one is always allowed)
 * @param minSites distinct sites wanted; kept by every move, reported as a {@link Shortfall} when impossible
 * @param minRegions distinct regions wanted; as minSites
 */
public record Spread(int maxPerSite, int maxSharePermille, int minSites, int minRegions) {
    public static final Spread NONE = new Spread(Integer.MAX_VALUE, 1000, 1, 1);

    public Spread {
        if (maxPerSite < 1 || maxSharePermille < 1 || maxSharePermille > 1000)
            throw new IllegalArgumentException("spread: maxPerSite >= 1 and share 1..1000 permille");
    }
}
