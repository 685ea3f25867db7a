package io.archipelago.events.inventory;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.archipelago.events.quantity.Bytes;
import io.archipelago.events.quantity.Resources;
import io.archipelago.events.quantity.Usd;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to run, for whom, under which promises.
 *
 * @param owner who pays
 * @param image what the actuators start; opaque to placement
 * @param replicas how many, and what one can serve
 * @param resources what one replica needs
 * @param objective the latency promise to users; none when absent
 * @param demand the expected load per user area, until a {@link DemandSpec} says otherwise
 * @param data the datasets it touches: the law of each binds where it may run
 * @param spread how far its replicas must lie apart
 * @param affinity the workloads it calls
 * @param allow where it may run at all, besides the law
 * @param budget the ceiling of its placement's price
 * @param priority the higher is placed first when room is short; 100 unless said
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record WorkloadSpec(
        String owner,
        @Nullable String image,
        Replicas replicas,
        Resources resources,
        @Nullable Objective objective,
        List<AreaDemand> demand,
        List<DataUse> data,
        @Nullable Spread spread,
        List<Affinity> affinity,
        @Nullable Allow allow,
        @Nullable Budget budget,
        @Nullable Integer priority) {

    public static final int DEFAULT_PRIORITY = 100;

    public WorkloadSpec(
            String owner,
            @Nullable String image,
            Replicas replicas,
            Resources resources,
            @Nullable Objective objective,
            @Nullable List<AreaDemand> demand,
            @Nullable List<DataUse> data,
            @Nullable Spread spread,
            @Nullable List<Affinity> affinity,
            @Nullable Allow allow,
            @Nullable Budget budget,
            @Nullable Integer priority) {
        this.owner = owner;
        this.image = image;
        this.replicas = replicas;
        this.resources = resources;
        this.objective = objective;
        this.demand = demand == null ? List.of() : demand;
        this.data = data == null ? List.of() : data;
        this.spread = spread;
        this.affinity = affinity == null ? List.of() : affinity;
        this.allow = allow;
        this.budget = budget;
        this.priority = priority;
    }

    /**
     * @param requestsPerSecond what one replica serves; with it the number of replicas follows demand within min and max
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Replicas(int min, int max, @Nullable Integer requestsPerSecond) {}

    /** At least {@code share} (0 to 1) of an area's requests are answered within {@code latencyMs} round trip. */
    public record Objective(double latencyMs, double share) {}

    /** @param area an ISO 3166 country code, or one city of it: {@code US/New York City} */
    public record AreaDemand(String area, double requestsPerSecond) {}

    /** @param action what it does with the data: store or process */
    public record DataUse(String dataset, String action) {}

    /**
     * @param minCorridors at least so many of what the sites name as their corridor
     * @param maxShare the largest share of the replicas, 0 to 1, that one site may hold
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Spread(
            @Nullable Integer minSites,
            @Nullable Integer minRegions,
            @Nullable Integer minCorridors,
            @Nullable Double maxShare) {}

    /** @param workload the one that is called */
    public record Affinity(String workload, double callsPerSecond, Bytes bytesPerCall) {}

    /** @param certifications that a site must have, all of them */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Allow(
            @Nullable List<String> providers,
            @Nullable List<String> sites,
            @Nullable List<String> countries,
            @Nullable List<String> certifications) {}

    public record Budget(Usd maxPerHour) {}
}
