package io.archipelago.placement.domain;

import io.archipelago.events.placement.Placement;
import io.archipelago.events.placement.ReplicasRequested;
import io.archipelago.events.placement.TrafficWeights;
import java.util.Map;

/** The kinds of documents this service keeps. */
final class Documents {
    static final String SITE = "site";
    static final String WORKLOAD = "workload";
    static final String DEMAND = "demand";
    static final String CATALOGUE = "catalogue";
    static final String RULING = "ruling";
    static final String REGION = "region";

    /** The placement of the highest claim heard of, by workload: this region's own or another's. */
    static final String PLACEMENT = "placement";

    /** Of the workloads this region plans. */
    static final String WEIGHTS = "weights";

    /** What this region last asked of a site, by {@code site/workload}. */
    static final String WISH = "wish";

    /** What a site holds, by {@code site/workload}: decided here for own sites, told by its region for others. */
    static final String RESERVATION = "reservation";

    static final String REFUSAL = "refusal";

    /** What has changed since the last plan. */
    static final String CAUSE = "cause";

    /** Placements whose explanation is still to be written. */
    static final String UNEXPLAINED = "unexplained";

    static final Map<String, Class<?>> TYPES = Map.ofEntries(
            Map.entry(SITE, Fact.SiteFact.class),
            Map.entry(WORKLOAD, Fact.WorkloadFact.class),
            Map.entry(DEMAND, Fact.DemandFact.class),
            Map.entry(CATALOGUE, Fact.CatalogueFact.class),
            Map.entry(RULING, Fact.RulingFact.class),
            Map.entry(REGION, Fact.RegionFact.class),
            Map.entry(PLACEMENT, Placement.class),
            Map.entry(WEIGHTS, TrafficWeights.class),
            Map.entry(WISH, ReplicasRequested.class),
            Map.entry(RESERVATION, Reservation.class),
            Map.entry(REFUSAL, Refusal.class),
            Map.entry(CAUSE, Cause.class),
            Map.entry(UNEXPLAINED, Unexplained.class));

    private Documents() {}
}
