package io.archipelago.placement.domain;

import io.archipelago.events.placement.Placement;
import io.archipelago.events.placement.TrafficWeights;
import io.archipelago.events.quantity.Resources;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers to people. Reads only; what it returns does not change afterwards. */
public final class Overview {
    private final RegionState state;
    private final Planner planner;

    Overview(RegionState state, Planner planner) {
        this.state = state;
        this.planner = planner;
    }

    /**
     * What a site has and gives.
     *
     * @param own true when this region admits replicas there; otherwise as told by the region that does
     * @param promisable the part of the capacity that may be promised
     */
    public record SiteBook(
            String site,
            String region,
            boolean own,
            Resources capacity,
            Resources promisable,
            Resources promised,
            Resources free,
            List<Reservation> reservations) {}

    /** The same as it stands now, for questions that take long: decisions go on meanwhile and do not show in it. */
    public Overview snapshot() {
        state.world(); // read together once, for all snapshots
        return new Overview(state.copy(), planner);
    }

    /** The placements of all regions that are not removed, as last heard. */
    public List<Placement> placements() {
        return state.placements.values().stream()
                .filter(placement -> !placement.removed())
                .toList();
    }

    public Optional<Placement> placement(String workload) {
        return Optional.ofNullable(state.placements.get(workload)).filter(placement -> !placement.removed());
    }

    /** Of the workloads this region plans. */
    public List<TrafficWeights> weights() {
        return state.weights.values().stream()
                .filter(weights -> !weights.removed())
                .toList();
    }

    public Optional<TrafficWeights> weights(String workload) {
        return Optional.ofNullable(state.weights.get(workload)).filter(weights -> !weights.removed());
    }

    public List<SiteBook> reservations() {
        return state.sites.values().stream()
                .filter(site -> !site.declared().removed())
                .map(site -> book(site.declared().name()))
                .toList();
    }

    private SiteBook book(String site) {
        var ledger = state.ledger(site);
        var spec = java.util.Objects.requireNonNull(state.sites.get(site))
                .declared()
                .spec();
        return new SiteBook(
                site,
                ledger.region(),
                ledger.region().equals(state.region()),
                spec.capacity(),
                ledger.promisable(),
                ledger.promised(),
                ledger.free(),
                List.copyOf(ledger.held().values()));
    }

    /**
     * Why a workload runs where it runs; empty when it is not declared.
     *
     * @param site the one in question; null for all of them
     * @param asOf the present, to tell how old each input is
     */
    public Optional<Explanation> explain(String workload, @Nullable String site, Instant asOf) {
        var fact = state.workloads.get(workload);
        if (fact == null || fact.declared().removed()) return Optional.empty();
        return Optional.of(Explaining.standing(state, planner, workload).explain(site, asOf));
    }

    /** What drafts would lead to; changes nothing. */
    public Preview preview(Drafts drafts, Instant now) {
        return new Previewing(state, planner, drafts, now).preview();
    }

    /** What entering a market would take; changes nothing. Empty when nobody knows the workload that would serve it. */
    public Optional<MarketReport> enter(Market market, Drafts drafts, Instant now) {
        var imagined = drafts.over(state, now);
        return Optional.ofNullable(imagined.workloads.get(market.workload()))
                .map(fact -> fact.declared())
                .filter(workload -> !workload.removed())
                .map(workload -> new Entering(imagined, planner, market, workload.spec()).report(now));
    }
}
