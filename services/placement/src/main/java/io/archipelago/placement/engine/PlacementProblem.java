package io.archipelago.placement.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Everything one planning run looks at: sites, groups, distances and prices, indexed by small integers in the order they
 * were added. Immutable once built.
 */
public final class PlacementProblem {
    final List<String> resources;
    final SiteSpec[] sites;
    final GroupSpec[] groups;
    final String[] areas;
    final int[][] areaRttMs;
    final int[][] siteRttMs;
    final long[][] transferPrice;
    final Affinity[] affinities;
    final int[] regionOf;
    final int regions;
    private final int[][] domainOf; // [scope][site]
    final int paybackHours;
    final int changeBudget;
    private final Demand[] demands;
    private final int[] needed;

    private PlacementProblem(Builder b) {
        resources = List.copyOf(b.resources);
        sites = b.sites.toArray(SiteSpec[]::new);
        groups = b.groups.toArray(GroupSpec[]::new);
        areas = b.areas.toArray(String[]::new);
        areaRttMs = b.areaRttMs.toArray(int[][]::new);
        siteRttMs = b.siteRttMs;
        transferPrice = b.transferPrice;
        affinities = b.affinities.toArray(Affinity[]::new);
        paybackHours = b.paybackHours;
        changeBudget = b.changeBudget;
        regionOf = numbered(SiteSpec::region);
        regions = Arrays.stream(regionOf).max().orElse(-1) + 1;
        domainOf = new int[][] {IntStream.range(0, sites.length).toArray(), regionOf, numbered(SiteSpec::corridor)};
        validate();
        demands = new Demand[groups.length];
        needed = new int[groups.length];
        for (int g = 0; g < groups.length; g++) {
            demands[g] = Demand.of(groups[g]);
            needed[g] = groups[g].neededReplicas();
        }
    }

    private PlacementProblem(PlacementProblem other, SiteSpec[] sites) {
        this.sites = sites;
        resources = other.resources;
        groups = other.groups;
        areas = other.areas;
        areaRttMs = other.areaRttMs;
        siteRttMs = other.siteRttMs;
        transferPrice = other.transferPrice;
        affinities = other.affinities;
        regionOf = other.regionOf;
        regions = other.regions;
        domainOf = other.domainOf;
        paybackHours = other.paybackHours;
        changeBudget = other.changeBudget;
        demands = other.demands;
        needed = other.needed;
    }

    /** Per site a number that sites of the same name share. */
    private int[] numbered(Function<SiteSpec, String> name) {
        var names = new HashMap<String, Integer>();
        return Arrays.stream(sites)
                .mapToInt(site -> names.computeIfAbsent(name.apply(site), unseen -> names.size()))
                .toArray();
    }

    /** Per site its domain of a scope, from 0. */
    int[] domainOf(Scope scope) {
        return domainOf[scope.ordinal()];
    }

    /** The same with another capacity or use of one site; it stays in its region and corridor. */
    public PlacementProblem withSite(int site, SiteSpec spec) {
        if (!spec.region().equals(sites[site].region()) || !spec.corridor().equals(sites[site].corridor()))
            throw new IllegalArgumentException("site " + spec.name() + " cannot leave its region or corridor");
        length("capacity of " + spec.name(), spec.capacity().length, resources.size(), false);
        var changed = sites.clone();
        changed[site] = spec;
        return new PlacementProblem(this, changed);
    }

    public static Builder builder() {
        return new Builder();
    }

    public int siteCount() {
        return sites.length;
    }

    public int groupCount() {
        return groups.length;
    }

    public int areaCount() {
        return areas.length;
    }

    public SiteSpec site(int index) {
        return sites[index];
    }

    public String groupName(int index) {
        return groups[index].name;
    }

    public String areaName(int index) {
        return areas[index];
    }

    /** The reason id the domain gave for keeping this group off this site; 0 when eligible. */
    public int exclusion(int group, int site) {
        return groups[group].exclusion(site);
    }

    /** Replicas the group's demand asks for, within its limits. */
    public int neededReplicas(int group) {
        return needed[group];
    }

    /** Domains of a scope that the group wants to run in. */
    public int distinctWanted(int group, Scope scope) {
        return groups[group].spread.least(scope);
    }

    /** What runs now, per [group][site]. */
    public int[][] currentCounts() {
        var counts = new int[groups.length][sites.length];
        for (int g = 0; g < groups.length; g++)
            for (int s = 0; s < sites.length; s++) counts[g][s] = groups[g].current(s);
        return counts;
    }

    /** The areas a group has users in, and how many requests they send. */
    record Demand(int[] areas, long[] milliRps, long total) {
        static final Demand NONE = new Demand(new int[0], new long[0], 0);

        private static Demand of(GroupSpec group) {
            long[] all = group.demandMilliRps;
            int[] areas = IntStream.range(0, all.length).filter(a -> all[a] > 0).toArray();
            long[] amounts = Arrays.stream(areas).mapToLong(a -> all[a]).toArray();
            return new Demand(areas, amounts, Arrays.stream(amounts).sum());
        }
    }

    /** Replicas of a group that one site may hold. */
    int limitPerSite(int group) {
        return groups[group].limitPerSite(needed[group]);
    }

    Demand demandOf(int group) {
        return demands[group];
    }

    int resourceCount() {
        return resources.size();
    }

    /** What a site may hold of a resource in all, others' use included. */
    long limit(int site, int resource) {
        long capacity = sites[site].capacity()[resource];
        return capacity - Math.ceilDiv(capacity * sites[site].headroomPermille(), 1000L);
    }

    /** How much more capacity lifts the limit of a resource by at least this amount. */
    long capacityFor(int site, long limit) {
        int headroom = sites[site].headroomPermille();
        return headroom == 0 ? limit : Math.ceilDiv((limit + 1) * 1000, 1000L - headroom); // limits are rounded down
    }

    int siteRtt(int from, int to) {
        return siteRttMs.length == 0 ? 0 : siteRttMs[from][to];
    }

    long transferPrice(int from, int to) {
        return transferPrice.length == 0 ? 0 : transferPrice[from][to];
    }

    private void validate() {
        for (var site : sites) length("capacity of " + site.name(), site.capacity().length, resources.size(), false);
        for (var row : areaRttMs) length("round trips of an area", row.length, sites.length, false);
        length("site round trips", siteRttMs.length, sites.length, true);
        length("transfer prices", transferPrice.length, sites.length, true);
        for (var g : groups) {
            length("resources of " + g.name, g.perReplica.length, resources.size(), false);
            length("prices of " + g.name, g.price.length, sites.length, false);
            length("carbon prices of " + g.name, g.carbonPrice.length, sites.length, true);
            length("exclusions of " + g.name, g.exclusion.length, sites.length, true);
            length("current counts of " + g.name, g.current.length, sites.length, true);
            length("demand of " + g.name, g.demandMilliRps.length, areas.length, true);
        }
    }

    private static void length(String what, int got, int wanted, boolean mayBeEmpty) {
        if (got != wanted && !(mayBeEmpty && got == 0))
            throw new IllegalArgumentException(what + ": " + got + " values, expected " + wanted);
    }

    /** Collects a problem; indexes are handed out in call order. Resources come first. */
    public static final class Builder {
        private List<String> resources = List.of();
        private final List<SiteSpec> sites = new ArrayList<>();
        private final List<GroupSpec> groups = new ArrayList<>();
        private final List<String> areas = new ArrayList<>();
        private final List<int[]> areaRttMs = new ArrayList<>();
        private final List<Affinity> affinities = new ArrayList<>();
        private int[][] siteRttMs = {};
        private long[][] transferPrice = {};
        private int paybackHours = 24;
        private int changeBudget = Integer.MAX_VALUE;

        public Builder resources(String... names) {
            resources = List.of(names);
            return this;
        }

        public int site(SiteSpec site) {
            sites.add(site);
            return sites.size() - 1;
        }

        /** A user area with its round trip in ms to every site. */
        public int area(String name, int[] rttMsPerSite) {
            areas.add(name);
            areaRttMs.add(rttMsPerSite);
            return areas.size() - 1;
        }

        public int group(GroupSpec group) {
            groups.add(group);
            return groups.size() - 1;
        }

        public Builder affinity(Affinity affinity) {
            affinities.add(affinity);
            return this;
        }

        /** Round trips [from][to] between sites in ms; 0 everywhere if not called. */
        public Builder siteRttMs(int[][] rtt) {
            siteRttMs = rtt;
            return this;
        }

        /** Directed micro-USD per GiB [from][to]; free if not called. */
        public Builder transferPrice(long[][] microUsdPerGiB) {
            transferPrice = microUsdPerGiB;
            return this;
        }

        /** Within how many hours a voluntary move must earn its move cost; 24 if not called. */
        public Builder paybackHours(int hours) {
            if (hours < 1) throw new IllegalArgumentException("payback must be at least an hour");
            paybackHours = hours;
            return this;
        }

        /** How many voluntary moves a plan may make; moves off an excluded or overfull site do not count. */
        public Builder changeBudget(int moves) {
            changeBudget = moves;
            return this;
        }

        public PlacementProblem build() {
            return new PlacementProblem(this);
        }
    }
}
