package io.archipelago.placement.engine;

import java.util.Arrays;

/**
 * A workload as the engine sees it: interchangeable replicas. Arrays are kept, not copied, so groups may share them
 * (one exclusion row for all workloads under the same law); do not change them afterwards.
 */
public final class GroupSpec {
    final String name;
    int minReplicas = 1;
    int maxReplicas = 1;
    long[] perReplica = {};
    long[] price = {};
    long[] carbonPrice = {};
    int[] exclusion = {};
    long[] demandMilliRps = {};
    long serviceMilliRps;
    LatencyGoal latency = LatencyGoal.NONE;
    Spread spread = Spread.NONE;
    int[] current = {};
    long moveCost;
    int priority;
    long budgetPerHour = Long.MAX_VALUE;

    private GroupSpec(String name) {
        this.name = name;
    }

    public static GroupSpec of(String name) {
        return new GroupSpec(name);
    }

    /** Wanted: what the demand needs at the per-replica rate, within these limits; above that only if it pays. */
    public GroupSpec replicas(int min, int max) {
        if (min < 0 || max < min) throw new IllegalArgumentException(name + ": replicas need 0 <= min <= max");
        minReplicas = min;
        maxReplicas = max;
        return this;
    }

    /** Per resource, in the problem's resource order. */
    public GroupSpec uses(long... perReplica) {
        if (Arrays.stream(perReplica).anyMatch(v -> v < 0))
            throw new IllegalArgumentException(name + ": negative resource");
        this.perReplica = perReplica;
        return this;
    }

    /** Micro-USD per replica and hour at each site. */
    public GroupSpec price(long[] perSite) {
        this.price = perSite;
        return this;
    }

    /** Micro-USD per replica and hour at each site for its emissions; none if not called. */
    public GroupSpec carbonPrice(long[] perSite) {
        this.carbonPrice = perSite;
        return this;
    }

    /** Per site: 0 = eligible, else the id of the reason that excludes it. All eligible if not called. */
    public GroupSpec exclusions(int[] reasonPerSite) {
        this.exclusion = reasonPerSite;
        return this;
    }

    /** Requests per 1,000 seconds from each area, and what one replica serves (0 = any amount). */
    public GroupSpec demand(long[] milliRpsPerArea, long serviceMilliRpsPerReplica) {
        this.demandMilliRps = milliRpsPerArea;
        this.serviceMilliRps = serviceMilliRpsPerReplica;
        return this;
    }

    public GroupSpec latency(LatencyGoal goal) {
        this.latency = goal;
        return this;
    }

    public GroupSpec spread(Spread spread) {
        this.spread = spread;
        return this;
    }

    /** Where replicas run now, per site, and the one-off micro-USD to move one. */
    public GroupSpec current(int[] replicasPerSite, long moveCostMicroUsd) {
        this.current = replicasPerSite;
        this.moveCost = moveCostMicroUsd;
        return this;
    }

    /** Higher is served first and shed last. */
    public GroupSpec priority(int priority) {
        this.priority = priority;
        return this;
    }

    /** Ceiling for compute and transfer together, micro-USD per hour. */
    public GroupSpec budget(long microUsdPerHour) {
        this.budgetPerHour = microUsdPerHour;
        return this;
    }

    /** What the demand needs, within the limits. */
    int neededReplicas() {
        long demand = Arrays.stream(demandMilliRps).sum();
        if (serviceMilliRps <= 0 || demand == 0) return minReplicas;
        long needed = (demand + serviceMilliRps - 1) / serviceMilliRps;
        return (int) Math.min(maxReplicas, Math.max(minReplicas, needed));
    }

    /** Whether all is the same that is not demand: what its users send is compared with where they are. */
    boolean sameButDemand(GroupSpec other) {
        return name.equals(other.name)
                && minReplicas == other.minReplicas
                && maxReplicas == other.maxReplicas
                && serviceMilliRps == other.serviceMilliRps
                && moveCost == other.moveCost
                && priority == other.priority
                && budgetPerHour == other.budgetPerHour
                && latency.equals(other.latency)
                && spread.equals(other.spread)
                && Arrays.equals(perReplica, other.perReplica)
                && Arrays.equals(price, other.price)
                && Arrays.equals(carbonPrice, other.carbonPrice)
                && Arrays.equals(exclusion, other.exclusion)
                && Arrays.equals(current, other.current);
    }

    long price(int site) {
        return price[site];
    }

    long carbon(int site) {
        return carbonPrice.length == 0 ? 0 : carbonPrice[site];
    }

    int exclusion(int site) {
        return exclusion.length == 0 ? 0 : exclusion[site];
    }

    int current(int site) {
        return current.length == 0 ? 0 : current[site];
    }

    /** Replicas one site may hold. */
    int limitPerSite() {
        return limitPerSite(neededReplicas());
    }

    int limitPerSite(int needed) {
        long share = (long) Math.max(needed, 1) * spread.maxSharePermille() / 1000;
        return (int) Math.min(
                spread.maxPerSite(), spread.maxSharePermille() == 1000 ? Integer.MAX_VALUE : Math.max(1, share));
    }
}
