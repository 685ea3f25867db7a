package io.archipelago.placement.domain;

import io.archipelago.events.catalogue.CatalogueSpec;
import io.archipelago.events.catalogue.City;
import io.archipelago.events.catalogue.CloudRegion;
import io.archipelago.events.catalogue.TransferPrice;
import io.archipelago.events.inventory.DemandSpec;
import io.archipelago.events.inventory.SiteSpec;
import io.archipelago.events.inventory.WorkloadSpec;
import io.archipelago.events.inventory.WorkloadSpec.AreaDemand;
import io.archipelago.events.quantity.Bytes;
import io.archipelago.events.quantity.Cpu;
import io.archipelago.events.quantity.Resources;
import io.archipelago.events.quantity.Usd;
import io.archipelago.events.residency.Ruling;
import io.archipelago.events.resource.Declared;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A small world for tests: six cloud regions on three continents, some cities, and short ways to declare things in it. */
public final class Atlas {
    static final List<String> COUNTRIES = List.of("DE", "IE", "US", "SG", "JP");

    private Atlas() {}

    public static CatalogueSpec world() {
        return new CatalogueSpec(
                null,
                List.of(),
                "aws",
                List.of(
                        cloud("eu-central-1", "DE", "EU", 50.1, 8.7, "0.048", 350),
                        cloud("eu-west-1", "IE", "EU", 53.3, -6.3, "0.044", 300),
                        cloud("us-east-1", "US", "NA", 38.9, -77.4, "0.040", 380),
                        cloud("us-west-2", "US", "NA", 45.8, -119.7, "0.040", 120),
                        cloud("ap-southeast-1", "SG", "AS", 1.3, 103.8, "0.050", 470),
                        cloud("ap-northeast-1", "JP", "AS", 35.7, 139.7, "0.052", 460)),
                List.of(
                        new TransferPrice("*", "provider", Usd.of("0.02")),
                        new TransferPrice("continent/AS", "provider", Usd.of("0.09"))),
                null,
                null,
                List.of(
                        new City("Berlin", "DE", 52.5, 13.4, 3_600_000),
                        new City("Hamburg", "DE", 53.6, 10.0, 1_800_000),
                        new City("Dublin", "IE", 53.3, -6.3, 1_200_000),
                        new City("New York City", "US", 40.7, -74.0, 8_400_000),
                        new City("Los Angeles", "US", 34.1, -118.2, 3_900_000),
                        new City("Singapore", "SG", 1.3, 103.8, 5_600_000),
                        new City("Tokyo", "JP", 35.7, 139.7, 13_900_000)));
    }

    private static CloudRegion cloud(
            String name, String country, String continent, double lat, double lon, String cpuHour, int grams) {
        return new CloudRegion(
                name,
                name,
                country,
                continent,
                lat,
                lon,
                3,
                Usd.of(cpuHour),
                Usd.of("0.005"),
                Usd.of("0.1"),
                grams,
                "list",
                "list");
    }

    /** The same world, with one cloud region's prices lower by so many percent. */
    static CatalogueSpec discounted(CatalogueSpec world, String region, BigDecimal percent) {
        var factor = BigDecimal.ONE.subtract(percent.movePointLeft(2));
        var regions = world.regions().stream()
                .map(r -> !r.name().equals(region)
                        ? r
                        : new CloudRegion(
                                r.name(),
                                r.title(),
                                r.country(),
                                r.continent(),
                                r.latitude(),
                                r.longitude(),
                                r.zones(),
                                Usd.of(r.cpuHour().dollars().multiply(factor)),
                                Usd.of(r.memoryGiBHour().dollars().multiply(factor)),
                                Usd.of(r.storageGiBMonth().dollars().multiply(factor)),
                                r.carbonGramsPerKwh(),
                                r.priceBasis(),
                                r.carbonBasis()))
                .toList();
        return new CatalogueSpec(
                null, List.of(), world.provider(), regions, world.transfers(), null, null, world.cities());
    }

    public static Resources cores(long cores) {
        return new Resources(new Cpu(cores * 1000), Bytes.gibibytes(cores * 4), Bytes.NONE);
    }

    public static SiteSpec site(String region, String cloudRegion, long cores) {
        return new SiteSpec(region, "aws/" + cloudRegion, cores(cores), 100, null);
    }

    public static SiteSpec cordoned(SiteSpec site) {
        return new SiteSpec(site.region(), site.cloudRegion(), site.capacity(), site.fillLimit(), true);
    }

    public static <S> Declared<S> declared(String name, String home, long revision, S spec) {
        return new Declared<>(name, home, revision, false, Map.of(), spec, Map.of(), null);
    }

    public static <S> Declared<S> removed(Declared<S> what) {
        return new Declared<>(
                what.name(), what.home(), what.revision() + 1, true, Map.of(), what.spec(), Map.of(), null);
    }

    /** One replica of a core serves 100 requests per second. */
    public static WorkloadSpec workload(int min, int max, AreaDemand... demand) {
        return new WorkloadSpec(
                "shop-team",
                null,
                new WorkloadSpec.Replicas(min, max, demand.length == 0 ? null : 100),
                cores(1),
                demand.length == 0 ? null : new WorkloadSpec.Objective(60, 0.95),
                List.of(demand),
                null,
                null,
                null,
                null,
                null,
                null);
    }

    public static WorkloadSpec with(
            WorkloadSpec spec, WorkloadSpec.Spread spread, WorkloadSpec.Budget budget, int priority) {
        return new WorkloadSpec(
                spec.owner(),
                spec.image(),
                spec.replicas(),
                spec.resources(),
                spec.objective(),
                spec.demand(),
                spec.data(),
                spread,
                spec.affinity(),
                spec.allow(),
                budget,
                priority);
    }

    public static DemandSpec demand(String workload, AreaDemand... areas) {
        return new DemandSpec(workload, List.of(areas));
    }

    public static AreaDemand from(String area, double requestsPerSecond) {
        return new AreaDemand(area, requestsPerSecond);
    }

    /** Allowed in these countries; everywhere else {@code gdpr#transfer} forbids it. */
    public static Ruling ruling(String workload, String... allowed) {
        var verdicts = new TreeMap<String, Ruling.Verdict>();
        for (var country : COUNTRIES) {
            boolean allows = Arrays.asList(allowed).contains(country);
            verdicts.put(
                    country,
                    new Ruling.Verdict(
                            allows,
                            List.of(allows ? "gdpr#eea" : "gdpr#transfer"),
                            allows ? "adequate" : "no adequate protection of personal data",
                            "GDPR Art. 44"));
        }
        return new Ruling("workload/" + workload, false, verdicts, Map.of("gdpr", 1L));
    }

    public static Ruling anywhere(String workload) {
        return ruling(workload, COUNTRIES.toArray(String[]::new));
    }
}
