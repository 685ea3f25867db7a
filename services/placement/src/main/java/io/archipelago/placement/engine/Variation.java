package io.archipelago.placement.engine;

/** Writes a problem anew with one {@link Change} in it. */
final class Variation {
    private final PlacementProblem given;
    private final Change change;

    Variation(PlacementProblem given, Change change) {
        this.given = given;
        this.change = change;
    }

    PlacementProblem problem() {
        var result = PlacementProblem.builder()
                .resources(given.resources.toArray(String[]::new))
                .paybackHours(given.paybackHours)
                .changeBudget(given.changeBudget)
                .siteRttMs(siteRtt())
                .transferPrice(given.transferPrice);
        for (int s = 0; s < given.sites.length; s++) result.site(site(s));
        for (int a = 0; a < given.areas.length; a++) result.area(given.areas[a], nearer(given.areaRttMs[a], -1));
        for (int g = 0; g < given.groups.length; g++) result.group(group(g));
        for (var affinity : given.affinities) result.affinity(affinity);
        return result.build();
    }

    private SiteSpec site(int s) {
        var site = given.sites[s];
        if (!(change instanceof Change.MoreCapacity more) || more.site() != s) return site;
        var capacity = site.capacity().clone();
        for (int r = 0; r < capacity.length; r++) capacity[r] += more.amounts().get(r);
        return new SiteSpec(
                site.name(), site.region(), site.corridor(), capacity, site.usedByOthers(), site.headroomPermille());
    }

    private int[][] siteRtt() {
        var rows = new int[given.siteRttMs.length][];
        for (int from = 0; from < rows.length; from++) rows[from] = nearer(given.siteRttMs[from], from);
        return rows;
    }

    private int[] nearer(int[] row, int from) {
        if (!(change instanceof Change.Nearer nearer)) return row;
        var result = row.clone();
        for (int to = 0; to < row.length; to++)
            if (to == nearer.site() || from == nearer.site()) result[to] = Math.max(0, row[to] - nearer.ms());
        return result;
    }

    private GroupSpec group(int g) {
        var group = given.groups[g];
        return GroupSpec.of(group.name)
                .replicas(group.minReplicas, group.maxReplicas)
                .uses(group.perReplica)
                .price(prices(group))
                .carbonPrice(group.carbonPrice)
                .exclusions(exclusions(g))
                .demand(group.demandMilliRps, group.serviceMilliRps)
                .latency(group.latency)
                .spread(spread(g))
                .current(group.current, group.moveCost)
                .priority(group.priority)
                .budget(
                        change instanceof Change.HigherCeiling higher && higher.group() == g
                                ? group.budgetPerHour + Math.min(higher.by(), Long.MAX_VALUE - group.budgetPerHour)
                                : group.budgetPerHour);
    }

    private long[] prices(GroupSpec group) {
        if (!(change instanceof Change.Discount discount)) return group.price;
        var prices = group.price.clone();
        int s = discount.site();
        prices[s] -= Rates.multiplyDivide(prices[s], discount.permille(), 1000);
        return prices;
    }

    private int[] exclusions(int g) {
        var row = given.groups[g].exclusion;
        if (!(change instanceof Change.Admitted admitted) || admitted.group() != g || row.length == 0) return row;
        var result = row.clone();
        for (int s : admitted.sites()) result[s] = 0;
        return result;
    }

    private Spread spread(int g) {
        var spread = given.groups[g].spread;
        return switch (change) {
            case Change.NoSiteLimit free when free.group() == g -> spread.withoutSiteLimit();
            case Change.NoSpread free when free.group() == g -> spread.onlySiteLimit();
            default -> spread;
        };
    }
}
