package io.archipelago.placement.domain;

import io.archipelago.events.catalogue.City;
import io.archipelago.events.catalogue.CloudRegion;
import io.archipelago.events.inventory.SiteSpec;
import io.archipelago.events.inventory.WorkloadSpec;
import io.archipelago.events.resource.Declared;
import io.archipelago.kit.core.Change;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Looks a market over: who rents machines there, what the law says, how near its people are, what it costs, what is missing. */
final class Entering {
    private static final int NEIGHBOURS = 5;
    private static final int CITIES_TOLD = 8;

    private final RegionState state;
    private final Planner planner;
    private final Market market;
    private final WorkloadSpec spec;
    private final List<City> cities;
    private final long people;
    private final List<String> regions;

    /** @param state in which the market's workload is known */
    Entering(RegionState state, Planner planner, Market market, WorkloadSpec spec) {
        this.state = state;
        this.planner = planner;
        this.market = market;
        this.spec = spec;
        cities = state.world().cities(market.country());
        people = cities.stream().mapToLong(City::population).sum();
        regions = candidates();
    }

    MarketReport report(Instant now) {
        var imagined = withSites(now);
        var decision = planner.decide(imagined, List.of(market.workload()));
        int wanted = decision.model().problem().neededReplicas(0);
        var found = regions.stream().map(region -> candidate(region, wanted)).toList();
        var reach = cities.stream().limit(CITIES_TOLD).map(this::reach).toList();
        return new MarketReport(
                market,
                found,
                reach,
                java.util.Objects.requireNonNull(Previewing.side(decision, market.workload())),
                new Totalling(planner.prices).of(decision).gramsCo2PerHour(),
                new Contradiction(imagined, decision.model(), decision.plan()).of(0),
                gaps(found));
    }

    private List<String> candidates() {
        var world = state.world();
        var byDistance = world.regionIds().stream()
                .sorted(Comparator.comparingDouble(this::meanRttMs).thenComparing(Comparator.naturalOrder()))
                .toList();
        var chosen = new ArrayList<>(byDistance.stream()
                .filter(id -> place(id).country().equals(market.country()))
                .toList());
        if (people > 0)
            byDistance.stream()
                    .filter(id -> !place(id).country().equals(market.country()))
                    .limit(NEIGHBOURS)
                    .forEach(chosen::add);
        return chosen;
    }

    /** As if each candidate without a site had one, with room for all the workload may want. */
    private RegionState withSites(Instant now) {
        var imagined = state.copy();
        for (var region : regions)
            if (sitesIn(region).isEmpty()) {
                var site = new SiteSpec(
                        state.region(),
                        region,
                        spec.resources().times(spec.replicas().max()),
                        100,
                        null);
                imagined.apply(new Change.Put(
                        Documents.SITE,
                        region,
                        new Fact.SiteFact(
                                new Declared<>(region, state.region(), 0, false, Map.of(), site, null, null), now)));
            }
        return imagined;
    }

    private List<String> sitesIn(String cloudRegion) {
        return state.sites.values().stream()
                .map(Fact.SiteFact::declared)
                .filter(site -> !site.removed() && site.spec().cloudRegion().equals(cloudRegion))
                .map(Declared::name)
                .toList();
    }

    private CloudRegion place(String cloudRegion) {
        return state.world().region(cloudRegion).orElseThrow();
    }

    private MarketReport.Candidate candidate(String region, int wanted) {
        var place = place(region);
        return new MarketReport.Candidate(
                region,
                place.title(),
                place.country(),
                place.zones(),
                sitesIn(region),
                law(place.country()),
                distribution(region),
                planner.prices.compute(place, spec.resources()).times(wanted),
                Traffic.rounded(planner.prices.grams(place, spec.resources()) * wanted, 10),
                place.priceBasis());
    }

    private Explanation.Law law(String country) {
        return Explaining.law(state.ruling(market.workload()), country);
    }

    private double meanRttMs(String region) {
        double sum = 0;
        for (var city : cities) sum += state.world().rttMs(city, region) * city.population();
        return people == 0 ? 0 : sum / people;
    }

    private MarketReport.Distribution distribution(String region) {
        var byRtt = cities.stream()
                .sorted(Comparator.comparingDouble(city -> state.world().rttMs(city, region)))
                .toList();
        return new MarketReport.Distribution(
                percentile(byRtt, region, 0.5),
                percentile(byRtt, region, 0.9),
                percentile(byRtt, region, 0.99),
                percentile(byRtt, region, 1),
                within(region));
    }

    /** The round trip that this share of the people do not exceed; 0 where no city is known. */
    private double percentile(List<City> byRtt, String region, double share) {
        double reached = 0;
        for (var city : byRtt) {
            reached += city.population();
            if (reached >= share * people) return Traffic.rounded(state.world().rttMs(city, region), 10);
        }
        return 0;
    }

    private @Nullable Double within(String region) {
        var objective = spec.objective();
        if (objective == null || people == 0) return null;
        double near = cities.stream()
                .filter(city -> state.world().rttMs(city, region) <= objective.latencyMs())
                .mapToLong(City::population)
                .sum();
        return Traffic.rounded(near / people, 1000);
    }

    private MarketReport.Reach reach(City city) {
        return regions.stream()
                .filter(region -> law(place(region).country()).allowed())
                .min(Comparator.comparingDouble(region -> state.world().rttMs(city, region)))
                .map(region -> new MarketReport.Reach(
                        city.name(),
                        city.population(),
                        region,
                        Traffic.rounded(state.world().rttMs(city, region), 10)))
                .orElseGet(() -> new MarketReport.Reach(city.name(), city.population(), null, null));
    }

    private List<MarketReport.Gap> gaps(List<MarketReport.Candidate> found) {
        var gaps = new ArrayList<MarketReport.Gap>();
        var country = market.country();
        var inside = found.stream().filter(c -> c.country().equals(country)).toList();
        if (inside.isEmpty())
            gaps.add(new MarketReport.Gap("region", "no catalogue knows a cloud region in " + country));
        else if (inside.stream().allMatch(c -> c.sites().isEmpty()))
            gaps.add(new MarketReport.Gap("site", "no site is declared in " + country + ": rent one and declare it"));
        var law = law(country);
        if (!law.allowed())
            gaps.add(new MarketReport.Gap(
                    "law",
                    law.rules().isEmpty()
                            ? "no law pack says that " + market.workload() + " may run in " + country + ": "
                                    + law.reason()
                            : String.join(", ", law.rules()) + " keeps " + market.workload() + " out of " + country
                                    + ": " + law.reason()));
        if (cities.isEmpty())
            gaps.add(new MarketReport.Gap("cities", "no catalogue knows where the people of " + country + " live"));
        latencyGap(found).ifPresent(gaps::add);
        if (state.demand(market.workload()).keySet().stream()
                .noneMatch(area -> area.equals(country) || area.startsWith(country + "/")))
            gaps.add(new MarketReport.Gap("demand", market.workload() + " expects no demand from " + country));
        for (var certification : market.certifications())
            gaps.add(new MarketReport.Gap(
                    "certification",
                    "no catalogue says who holds " + certification + ": ask the providers before you sign"));
        return List.copyOf(gaps);
    }

    /** People whom even the nearest legal candidate does not reach within the objective. */
    private java.util.Optional<MarketReport.Gap> latencyGap(List<MarketReport.Candidate> found) {
        var objective = spec.objective();
        if (objective == null || people == 0) return java.util.Optional.empty();
        var far = cities.stream()
                .filter(city -> found.stream()
                        .noneMatch(c -> c.law().allowed()
                                && state.world().rttMs(city, c.cloudRegion()) <= objective.latencyMs()))
                .toList();
        double share = (double) far.stream().mapToLong(City::population).sum() / people;
        if (share <= 1 - objective.share()) return java.util.Optional.empty();
        return java.util.Optional.of(new MarketReport.Gap(
                "latency",
                "no legal site within %s ms of %.1f %% of the people; the largest cities: %s"
                        .formatted(
                                Math.round(objective.latencyMs()),
                                100 * share,
                                String.join(
                                        ", ",
                                        far.stream().limit(3).map(City::name).toList()))));
    }
}
