package io.archipelago.placement.domain;

import io.archipelago.events.catalogue.CloudRegion;
import io.archipelago.events.catalogue.World;
import io.archipelago.events.inventory.WorkloadSpec;
import io.archipelago.events.quantity.Resources;
import io.archipelago.placement.engine.Affinity;
import io.archipelago.placement.engine.GroupSpec;
import io.archipelago.placement.engine.LatencyGoal;
import io.archipelago.placement.engine.PlacementProblem;
import io.archipelago.placement.engine.SiteSpec;
import io.archipelago.placement.engine.Spread;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Writes what a region knows as a placement problem: arrays of money, milliseconds and thousandths. */
final class ModelBuilder {
    /** Round trip to users no catalogue can locate: the same from everywhere, and beyond any objective. */
    private static final int UNKNOWN_RTT_MS = 1000;

    /** What moving a pinned group would cost: more than anything else could ever save. */
    private static final long PINNED = 1_000_000_000_000L;

    private final RegionState state;
    private final Prices prices;
    private final World world;
    private final UserAreas areas;
    private final Eligibility eligibility;
    private final Map<Exclusion, Integer> exclusionIds = new LinkedHashMap<>();
    private final List<Model.Site> sites = new ArrayList<>();
    private final List<Model.Group> groups = new ArrayList<>();

    ModelBuilder(RegionState state, Prices prices) {
        this.state = state;
        this.prices = prices;
        world = state.world();
        areas = new UserAreas(world);
        eligibility = new Eligibility(state);
    }

    /** @param workloads those to plan: each is known and not removed */
    Model build(Collection<String> workloads) {
        var planned = Set.copyOf(workloads);
        for (var fact : state.sites.values()) {
            if (!fact.declared().removed()) sites.add(site(fact, planned));
        }
        for (var name : workloads) groups.add(group(name));
        var problem = PlacementProblem.builder()
                .resources("cpu", "memory", "storage")
                .paybackHours(prices.paybackHours())
                .siteRttMs(siteRtt())
                .transferPrice(transferPrices());
        for (var site : sites)
            problem.site(new SiteSpec(
                    site.name(),
                    site.spec().region(),
                    site.spec().failsWith(),
                    amounts(site.room()),
                    amounts(site.taken()),
                    0));
        var rtt = new ArrayList<int[]>();
        for (var spot : areas.spots()) {
            rtt.add(spotRtt(spot));
            problem.area(spot.name(), rtt.getLast());
        }
        for (int g = 0; g < groups.size(); g++) problem.group(spec(groups.get(g)));
        callees(problem);
        return new Model(
                problem.build(),
                List.copyOf(sites),
                List.copyOf(groups),
                List.copyOf(areas.spots()),
                rtt.toArray(int[][]::new),
                List.copyOf(exclusionIds.keySet()));
    }

    private static long[] amounts(Resources resources) {
        return new long[] {
            Math.max(0, resources.cpu().millis()),
            Math.max(0, resources.memory().count()),
            Math.max(0, resources.storage().count())
        };
    }

    private Model.Site site(Fact.SiteFact fact, Set<String> planned) {
        var spec = fact.declared().spec();
        var name = fact.declared().name();
        var taken = Resources.NONE;
        var own = Resources.NONE;
        for (var held : state.reservationsAt(name).values()) {
            if (planned.contains(held.workload())) own = own.plus(held.held());
            else taken = taken.plus(held.held());
        }
        var refusal = state.refusals.get(name);
        if (refusal != null) taken = larger(taken, refusal.taken());
        var room = spec.closed() ? taken.plus(own) : spec.promisable();
        return new Model.Site(name, spec, world.region(spec.cloudRegion()).orElse(null), room, taken);
    }

    private static Resources larger(Resources a, Resources b) {
        return new Resources(
                a.cpu().compareTo(b.cpu()) > 0 ? a.cpu() : b.cpu(),
                a.memory().compareTo(b.memory()) > 0 ? a.memory() : b.memory(),
                a.storage().compareTo(b.storage()) > 0 ? a.storage() : b.storage());
    }

    private Model.Group group(String name) {
        var fact = state.workloads.get(name);
        if (fact == null) throw new IllegalArgumentException("workload " + name + " is not known");
        var parts = new ArrayList<Model.Area>();
        state.demand(name).forEach((area, rps) -> parts.add(new Model.Area(area, rps, areas.parts(area, rps))));
        var current = new int[sites.size()];
        for (int s = 0; s < current.length; s++)
            current[s] = current(name, sites.get(s).name());
        return new Model.Group(name, fact.declared().spec(), List.copyOf(parts), current);
    }

    /** What was asked for while the answer is out, then what was granted of it. */
    private int current(String workload, String site) {
        var held = state.reservation(site, workload);
        var wish = state.wish(site, workload);
        if (wish == null) return held == null ? 0 : held.granted();
        return held != null && held.answers(wish) ? Math.min(wish.replicas(), held.granted()) : wish.replicas();
    }

    private GroupSpec spec(Model.Group group) {
        var spec = group.spec();
        var demand = new long[areas.spots().size()];
        for (var area : group.areas()) for (var part : area.parts()) demand[part.spot()] += part.milliRps();
        var service = spec.replicas().requestsPerSecond();
        var result = GroupSpec.of(group.name())
                .replicas(spec.replicas().min(), spec.replicas().max())
                .uses(amounts(spec.resources()))
                .price(perSite(place -> prices.compute(place, spec.resources()).micros()))
                .carbonPrice(
                        perSite(place -> prices.carbon(place, spec.resources()).micros()))
                .exclusions(exclusions(group))
                .demand(demand, service == null ? 0 : service * 1000L)
                .latency(latency(spec))
                .spread(spread(spec))
                .current(group.current(), prices.move().micros())
                .priority(priority(spec));
        var budget = spec.budget();
        return budget == null ? result : result.budget(budget.maxPerHour().micros());
    }

    static int priority(WorkloadSpec spec) {
        var priority = spec.priority();
        return priority == null ? WorkloadSpec.DEFAULT_PRIORITY : priority;
    }

    private long[] perSite(ToLongFunction<CloudRegion> price) {
        return sites.stream()
                .mapToLong(site -> site.place() == null ? 0 : price.applyAsLong(site.place()))
                .toArray();
    }

    private LatencyGoal latency(WorkloadSpec spec) {
        var objective = spec.objective();
        long waiting = prices.waiting().micros();
        return objective == null
                ? new LatencyGoal(Integer.MAX_VALUE, 0, waiting, 0)
                : new LatencyGoal(
                        (int) Math.round(objective.latencyMs()),
                        (int) Math.round(objective.share() * 1000),
                        waiting,
                        prices.misses().micros());
    }

    private static Spread spread(WorkloadSpec spec) {
        var wanted = spec.spread();
        if (wanted == null) return Spread.NONE;
        return new Spread(
                Integer.MAX_VALUE,
                wanted.maxShare() == null ? 1000 : Math.clamp(Math.round(wanted.maxShare() * 1000), 1, 1000),
                wanted.minSites() == null ? 1 : wanted.minSites(),
                wanted.minRegions() == null ? 1 : wanted.minRegions(),
                wanted.minCorridors() == null ? 1 : wanted.minCorridors());
    }

    private int[] exclusions(Model.Group group) {
        var ids = new int[sites.size()];
        for (int s = 0; s < ids.length; s++) {
            var reasons = eligibility.against(group, sites.get(s), group.current()[s]);
            if (!reasons.isEmpty()) ids[s] = id(reasons.getFirst());
        }
        return ids;
    }

    private int id(Exclusion exclusion) {
        return exclusionIds.computeIfAbsent(exclusion, unseen -> exclusionIds.size() + 1);
    }

    /** Calls between workloads. One that another region plans is pinned where it runs: it draws callers near. */
    private void callees(PlacementProblem.Builder problem) {
        var indexes = new LinkedHashMap<String, Integer>();
        for (int g = 0; g < groups.size(); g++) indexes.put(groups.get(g).name(), g);
        for (int caller = 0; caller < groups.size(); caller++)
            for (var call : groups.get(caller).spec().affinity()) {
                var callee = indexes.get(call.workload());
                if (callee == null) callee = pinned(problem, call.workload());
                if (callee == null || callee == caller) continue;
                indexes.put(call.workload(), callee);
                long half = call.bytesPerCall().count() / 2; // the declaration does not tell question from answer
                problem.affinity(new Affinity(
                        caller,
                        callee,
                        Math.round(call.callsPerSecond() * 1000),
                        half,
                        call.bytesPerCall().count() - half,
                        prices.waiting().micros()));
            }
    }

    private @Nullable Integer pinned(PlacementProblem.Builder problem, String workload) {
        var placement = state.placements.get(workload);
        if (placement == null || placement.removed() || placement.placed() == 0) return null;
        var current = new int[sites.size()];
        var excluded = new int[sites.size()];
        for (int s = 0; s < current.length; s++) {
            for (var share : placement.sites())
                if (share.site().equals(sites.get(s).name())) current[s] = share.replicas();
            excluded[s] = current[s] == 0
                    ? id(new Exclusion.NotAllowed("sites", sites.get(s).name()))
                    : 0;
        }
        int total = java.util.Arrays.stream(current).sum();
        if (total == 0) return null;
        return problem.group(GroupSpec.of(workload)
                .replicas(total, total)
                .uses(0, 0, 0)
                .price(new long[current.length])
                .exclusions(excluded)
                .current(current, PINNED)
                .priority(Integer.MAX_VALUE));
    }

    private int[] spotRtt(UserAreas.Spot spot) {
        return sites.stream()
                .mapToInt(site -> spot.city() == null || site.place() == null
                        ? UNKNOWN_RTT_MS
                        : (int) Math.round(world.rttMs(spot.city(), site.spec().cloudRegion())))
                .toArray();
    }

    private int[][] siteRtt() {
        var rtt = new int[sites.size()][sites.size()];
        for (int a = 0; a < rtt.length; a++)
            for (int b = 0; b < rtt.length; b++)
                if (a != b && bothKnown(a, b))
                    rtt[a][b] = (int) Math.round(world.rttMs(cloudRegion(a), cloudRegion(b)));
        return rtt;
    }

    private long[][] transferPrices() {
        var price = new long[sites.size()][sites.size()];
        for (int a = 0; a < price.length; a++)
            for (int b = 0; b < price.length; b++)
                if (a != b && bothKnown(a, b))
                    price[a][b] = Prices.perGibibyte(world.transferPerGB(cloudRegion(a), cloudRegion(b)));
        return price;
    }

    private boolean bothKnown(int a, int b) {
        return sites.get(a).place() != null && sites.get(b).place() != null;
    }

    private String cloudRegion(int site) {
        return sites.get(site).spec().cloudRegion();
    }
}
