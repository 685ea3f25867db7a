package io.archipelago.placement.domain;

import static java.util.Objects.requireNonNull;

import io.archipelago.events.catalogue.World;
import io.archipelago.events.inventory.SiteSpec;
import io.archipelago.events.inventory.WorkloadSpec.AreaDemand;
import io.archipelago.events.place.SitePlace;
import io.archipelago.events.placement.Placement;
import io.archipelago.events.placement.ReplicasRequested;
import io.archipelago.events.placement.TrafficWeights;
import io.archipelago.events.quantity.Resources;
import io.archipelago.events.residency.Ruling;
import io.archipelago.kit.core.Change;
import io.archipelago.placement.domain.Fact.CatalogueFact;
import io.archipelago.placement.domain.Fact.DemandFact;
import io.archipelago.placement.domain.Fact.RegionFact;
import io.archipelago.placement.domain.Fact.RulingFact;
import io.archipelago.placement.domain.Fact.SiteFact;
import io.archipelago.placement.domain.Fact.WorkloadFact;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Everything this region knows, by document kind; sorted, so that whoever walks through it always takes the same way. */
final class RegionState {
    private final String region;
    private final List<String> peers;
    final SortedMap<String, SiteFact> sites = new TreeMap<>();
    final SortedMap<String, WorkloadFact> workloads = new TreeMap<>();
    final SortedMap<String, DemandFact> demands = new TreeMap<>();
    final SortedMap<String, CatalogueFact> catalogues = new TreeMap<>();
    final SortedMap<String, RulingFact> rulings = new TreeMap<>();
    final SortedMap<String, RegionFact> regions = new TreeMap<>();
    final SortedMap<String, Placement> placements = new TreeMap<>();
    final SortedMap<String, TrafficWeights> weights = new TreeMap<>();
    final SortedMap<String, Refusal> refusals = new TreeMap<>();
    final SortedMap<String, Cause> causes = new TreeMap<>();
    final SortedMap<String, Unexplained> unexplained = new TreeMap<>();
    private final PairMap<ReplicasRequested> wishes = new PairMap<>();
    private final PairMap<Reservation> reservations = new PairMap<>();
    private @Nullable World world;
    private @Nullable SitePlace places;

    RegionState(String region, List<String> peers) {
        this.region = region;
        this.peers = List.copyOf(peers);
    }

    String region() {
        return region;
    }

    /** The same knowledge, to be changed freely: for questions that begin with "what if". */
    RegionState copy() {
        var copy = new RegionState(region, peers);
        copy.sites.putAll(sites);
        copy.workloads.putAll(workloads);
        copy.demands.putAll(demands);
        copy.catalogues.putAll(catalogues);
        copy.rulings.putAll(rulings);
        copy.regions.putAll(regions);
        copy.placements.putAll(placements);
        copy.weights.putAll(weights);
        copy.refusals.putAll(refusals);
        copy.wishes.putAll(wishes);
        copy.reservations.putAll(reservations);
        copy.world = world;
        return copy;
    }

    void apply(Change change) {
        switch (change) {
            case Change.Put put -> put(put.kind(), put.key(), put.body());
            case Change.Remove remove -> remove(remove.kind(), remove.key());
        }
        if (change.kind().equals(Documents.CATALOGUE)) {
            world = null;
            places = null;
        }
    }

    private void put(String kind, String key, Object body) {
        switch (kind) {
            case Documents.SITE -> sites.put(key, (SiteFact) body);
            case Documents.WORKLOAD -> workloads.put(key, (WorkloadFact) body);
            case Documents.DEMAND -> demands.put(key, (DemandFact) body);
            case Documents.CATALOGUE -> catalogues.put(key, (CatalogueFact) body);
            case Documents.RULING -> rulings.put(key, (RulingFact) body);
            case Documents.REGION -> regions.put(key, (RegionFact) body);
            case Documents.PLACEMENT -> placements.put(key, (Placement) body);
            case Documents.WEIGHTS -> weights.put(key, (TrafficWeights) body);
            case Documents.WISH -> wishes.put(key, (ReplicasRequested) body);
            case Documents.RESERVATION -> reservations.put(key, (Reservation) body);
            case Documents.REFUSAL -> refusals.put(key, (Refusal) body);
            case Documents.CAUSE -> causes.put(key, (Cause) body);
            case Documents.UNEXPLAINED -> unexplained.put(key, (Unexplained) body);
            default -> throw new IllegalArgumentException("no document kind " + kind);
        }
    }

    private void remove(String kind, String key) {
        switch (kind) {
            case Documents.WEIGHTS -> weights.remove(key);
            case Documents.WISH -> wishes.remove(key);
            case Documents.REFUSAL -> refusals.remove(key);
            case Documents.CAUSE -> causes.remove(key);
            case Documents.UNEXPLAINED -> unexplained.remove(key);
            default -> throw new IllegalArgumentException("documents of kind " + kind + " stay");
        }
    }

    World world() {
        var known = world;
        if (known == null)
            world = known = World.of(catalogues.values().stream()
                    .map(CatalogueFact::declared)
                    .filter(catalogue -> !catalogue.removed())
                    .map(catalogue -> catalogue.spec())
                    .toList());
        return known;
    }

    /** What is made of the places that sites claim. */
    SitePlace places() {
        var known = places;
        if (known == null) places = known = new SitePlace(world(), this::site);
        return known;
    }

    private @Nullable SiteSpec site(String name) {
        var fact = sites.get(name);
        return fact == null || fact.declared().removed()
                ? null
                : fact.declared().spec();
    }

    /** A region nobody spoke of yet counts as alive; this one always does. */
    boolean lost(String name) {
        var fact = regions.get(name);
        return !name.equals(region) && fact != null && fact.lost();
    }

    List<String> survivors() {
        var alive = new ArrayList<String>();
        alive.add(region);
        for (var peer : peers) if (!lost(peer)) alive.add(peer);
        return alive;
    }

    /** The ruling for a workload; none yet, or one that was withdrawn, means that nothing may be placed. */
    Optional<Ruling> ruling(String workload) {
        return Optional.ofNullable(rulings.get("workload/" + workload))
                .map(RulingFact::ruling)
                .filter(ruling -> !ruling.removed());
    }

    /** The highest claim anyone made on a workload, told by placements and by what sites hold. */
    Optional<Claim> claim(String workload) {
        Optional<Claim> highest = Optional.ofNullable(placements.get(workload))
                .map(placement -> new Claim(placement.epoch(), placement.home()));
        for (var reservation : reservationsOf(workload).values())
            highest = Optional.of(highest.map(reservation.claim()::max).orElse(reservation.claim()));
        return highest;
    }

    /** The claim under which this region plans a workload; empty when another one does. */
    Optional<Claim> ownClaim(String workload) {
        var fact = workloads.get(workload);
        var claim = claim(workload).or(() -> Optional.ofNullable(fact)
                .map(known -> Claim.first(known.declared().home())));
        if (claim.isEmpty() || claim.get().home().equals(region)) return claim;
        if (!lost(claim.get().home())) return Optional.empty();
        return Rendezvous.first(workload, survivors()).filter(region::equals).map(survivor -> claim.get()
                .takenBy(survivor));
    }

    /** The load per area: what the workload declares, replaced area by area by the demands declared for it. */
    SortedMap<String, Double> demand(String workload) {
        var byArea = new TreeMap<String, Double>();
        var fact = workloads.get(workload);
        if (fact != null) put(byArea, fact.declared().spec().demand());
        for (var demand : demands.values()) {
            var declared = demand.declared();
            if (!declared.removed() && declared.spec().workload().equals(workload))
                put(byArea, declared.spec().areas());
        }
        byArea.values().removeIf(requestsPerSecond -> requestsPerSecond <= 0);
        return byArea;
    }

    private static void put(Map<String, Double> byArea, List<AreaDemand> areas) {
        for (var area : areas) byArea.put(area.area(), area.requestsPerSecond());
    }

    SortedMap<String, ReplicasRequested> wishesFor(String workload) {
        return wishes.bySecond(workload);
    }

    /** What sites hold for a workload, by site. */
    SortedMap<String, Reservation> reservationsOf(String workload) {
        return reservations.bySecond(workload);
    }

    /** What a site holds, by workload. */
    SortedMap<String, Reservation> reservationsAt(String site) {
        return reservations.byFirst(site);
    }

    @Nullable
    Reservation reservation(String site, String workload) {
        return reservationsAt(site).get(workload);
    }

    @Nullable
    ReplicasRequested wish(String site, String workload) {
        return wishesFor(workload).get(site);
    }

    SiteLedger ledger(String site) {
        return SiteLedger.of(requireNonNull(sites.get(site)).declared(), reservationsAt(site));
    }

    /** What one replica needs, as far as is known. */
    Resources unit(String workload) {
        var fact = workloads.get(workload);
        if (fact != null) return fact.declared().spec().resources();
        var placement = placements.get(workload);
        return placement == null ? Resources.NONE : placement.perReplica();
    }
}
