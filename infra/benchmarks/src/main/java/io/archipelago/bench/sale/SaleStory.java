package io.archipelago.bench.sale;

import io.archipelago.events.catalogue.CatalogueSpec;
import io.archipelago.events.catalogue.City;
import io.archipelago.events.catalogue.World;
import io.archipelago.events.inventory.WorkloadSpec;
import io.archipelago.events.quantity.Bytes;
import io.archipelago.events.quantity.Cpu;
import io.archipelago.events.quantity.Resources;
import io.archipelago.events.quantity.Usd;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A day of twelve shops with users on three continents, of batch jobs, and of an advertiser whose ceiling is too low for the
 * sale. For two hours one city wants four times as much as usual. Every minute each load is declared anew when it differs by
 * more than 2 %.
 */
final class SaleStory {
    static final String AREA = "US/New York City";
    static final double SURGE = 4;
    static final int SHOPS = 12;

    private static final Duration SALE_BEGINS = Duration.ofHours(10);
    private static final Duration SALE_ENDS = Duration.ofHours(12);
    private static final double DEAD_BAND = 0.02;
    private static final Set<String> NORTH_ATLANTIC =
            Set.of("US", "CA", "DE", "FR", "NL", "IE", "SE", "ES", "IT", "GB");
    private static final List<String> CITIES = List.of(
            AREA, "US/Los Angeles", "US/Chicago", "DE/Berlin", "FR/Paris", "GB/London", "SG/Singapore", "JP/Tokyo");
    private static final Map<String, List<String>> SITES = Map.of(
            "us-east", List.of("aws/us-east-1", "azure/eastus2", "gcp/us-east4", "gcp/us-central1", "aws/us-west-2"),
            "eu-central", List.of("aws/eu-central-1", "azure/westeurope", "gcp/europe-north1", "aws/eu-west-1"),
            "ap-southeast", List.of("aws/ap-southeast-1", "gcp/asia-northeast1", "azure/japaneast"));

    private final World world;
    private final Map<String, City> cities = new HashMap<>();
    private final Map<String, SortedMap<String, Double>> declared = new HashMap<>();
    private final List<Shop> shops = new ArrayList<>();
    private final Cloud cloud = new Cloud();
    private final Instant midnight;
    private long revision = 1;

    /** @param from the minute of the day whose load everything is placed for */
    SaleStory(SortedMap<String, CatalogueSpec> catalogues, int from, long seed) {
        world = World.of(catalogues.values());
        for (var area : CITIES) cities.put(area, world.cities(area).getFirst());
        cloud.catalogues(catalogues);
        var capacity = new Resources(Cpu.of(60), Bytes.gibibytes(240), Bytes.NONE);
        for (var region : Cloud.REGIONS)
            for (var id : SITES.getOrDefault(region, List.of())) cloud.site(id.replace('/', '-'), region, id, capacity);
        var random = new Random(seed);
        for (int i = 0; i < SHOPS; i++) shops.add(shop(i, random));
        for (int i = 0; i < Cloud.REGIONS.size(); i++) shops.add(batch(i));
        shops.add(advertiser());
        for (var shop : shops) cloud.workload(shop.name(), shop.home(), shop.spec(), shop.legal());
        declareLoad(from);
        cloud.settle();
        midnight = cloud.now().minus(Duration.ofMinutes(from));
    }

    private Shop shop(int index, Random random) {
        var usual = new TreeMap<String, Double>();
        usual.put(AREA, 200.0 + random.nextInt(400));
        boolean anywhere = index % 2 == 0;
        var legal = anywhere ? world.countries() : NORTH_ATLANTIC;
        for (int i = 0; i < 2; i++)
            usual.put(CITIES.get(1 + random.nextInt(anywhere ? CITIES.size() - 1 : 5)), 200.0 + random.nextInt(400));
        var home = Cloud.REGIONS.get(index % Cloud.REGIONS.size());
        var spec = spec(
                new WorkloadSpec.Replicas(2, 60, 100),
                new Resources(Cpu.of("500m"), Bytes.gibibytes(1), Bytes.NONE),
                new WorkloadSpec.Objective(120, 0.9),
                new WorkloadSpec.Budget(Usd.of(2)),
                200);
        return new Shop("shop-" + index, home, spec, legal, usual);
    }

    private Shop batch(int index) {
        var home = Cloud.REGIONS.get(index);
        var spec = spec(
                new WorkloadSpec.Replicas(60, 60, null),
                new Resources(Cpu.of(1), Bytes.gibibytes(2), Bytes.NONE),
                null,
                null,
                50);
        return new Shop("batch-" + index, home, spec, world.countries(), new TreeMap<>());
    }

    private Shop advertiser() {
        var spec = spec(
                new WorkloadSpec.Replicas(2, 60, 100),
                new Resources(Cpu.of("500m"), Bytes.gibibytes(1), Bytes.NONE),
                null,
                new WorkloadSpec.Budget(Usd.of("0.2")),
                50);
        return new Shop("ads", "us-east", spec, NORTH_ATLANTIC, new TreeMap<>(Map.of(AREA, 600.0)));
    }

    private static WorkloadSpec spec(
            WorkloadSpec.Replicas replicas,
            Resources each,
            WorkloadSpec.@Nullable Objective objective,
            WorkloadSpec.@Nullable Budget budget,
            int priority) {
        return new WorkloadSpec(
                "shops", null, replicas, each, objective, null, null, null, null, null, budget, priority);
    }

    boolean onSale(int minute) {
        var time = Duration.ofMinutes(minute);
        return time.compareTo(SALE_BEGINS) >= 0 && time.compareTo(SALE_ENDS) < 0;
    }

    /** Declares the load of a minute and lets the regions come to rest. */
    void minute(int minute) {
        cloud.until(midnight.plus(Duration.ofMinutes(minute)));
        declareLoad(minute);
        cloud.settle();
    }

    private void declareLoad(int minute) {
        for (var shop : shops) {
            var load = shop.load(minute, this);
            var before = declared.get(shop.name());
            if (load.isEmpty() || before != null && near(before, load)) continue;
            declared.put(shop.name(), load);
            cloud.tellAll(
                    "inventory.demands.v1",
                    shop.name(),
                    Facts.declared(shop.name(), shop.home(), revision++, shop.demand(load)));
        }
    }

    private static boolean near(SortedMap<String, Double> before, SortedMap<String, Double> now) {
        return now.entrySet().stream()
                .allMatch(area -> Math.abs(before.getOrDefault(area.getKey(), 0.0) / area.getValue() - 1) <= DEAD_BAND);
    }

    /** What was last declared for a workload. */
    SortedMap<String, Double> declaredLoad(Shop shop) {
        return declared.getOrDefault(shop.name(), new TreeMap<>());
    }

    City city(String area) {
        var city = cities.get(area);
        if (city == null) throw new IllegalArgumentException(area);
        return city;
    }

    List<Shop> shops() {
        return List.copyOf(shops);
    }

    World world() {
        return world;
    }

    Cloud cloud() {
        return cloud;
    }
}
