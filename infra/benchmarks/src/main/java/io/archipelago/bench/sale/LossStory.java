package io.archipelago.bench.sale;

import io.archipelago.events.catalogue.CatalogueSpec;
import io.archipelago.events.catalogue.World;
import io.archipelago.events.inventory.WorkloadSpec;
import io.archipelago.events.inventory.WorkloadSpec.AreaDemand;
import io.archipelago.events.placement.Placement;
import io.archipelago.events.quantity.Bytes;
import io.archipelago.events.quantity.Cpu;
import io.archipelago.events.quantity.Resources;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;

/** Three regions with real sites of three continents, full of workloads; then one of them is gone. */
final class LossStory {
    static final String LOST = "us-east";

    private static final int SITES_PER_REGION = 20;
    private static final List<String> PROVIDERS = List.of("aws/", "azure/", "gcp/");
    private static final Map<String, List<String>> CONTINENTS =
            Map.of("ap-southeast", List.of("AS", "OC"), "eu-central", List.of("EU"), "us-east", List.of("NA"));
    private static final Map<String, List<String>> USERS = Map.of(
            "ap-southeast", List.of("SG/Singapore", "JP/Tokyo", "AU/Sydney", "IN/Mumbai"),
            "eu-central", List.of("DE/Berlin", "FR/Paris", "GB/London", "ES/Madrid"),
            "us-east", List.of("US/New York City", "US/Chicago", "US/Houston", "CA/Toronto"));

    private final World world;
    private final Random random;
    private final Cloud cloud = new Cloud();
    private final List<String> evacuees = new ArrayList<>();

    /**
     * The cloud with everything placed and the region still alive.
     *
     * @param workloads near the region that will be lost
     * @param others near each of the other two
     * @param home who plans the former
     */
    LossStory(SortedMap<String, CatalogueSpec> catalogues, int workloads, int others, String home, long seed) {
        world = World.of(catalogues.values());
        random = new Random(seed);
        cloud.catalogues(catalogues);
        for (var region : Cloud.REGIONS) sites(region);
        for (var region : Cloud.REGIONS)
            for (int i = 0; i < (region.equals(LOST) ? workloads : others); i++)
                workload(region + "-" + i, region, region.equals(LOST) ? home : region);
        cloud.settle();
    }

    private void sites(String region) {
        world.regionIds().stream()
                .filter(id -> PROVIDERS.stream().anyMatch(id::startsWith))
                .filter(id -> CONTINENTS.getOrDefault(region, List.of()).stream()
                        .anyMatch(world.region(id).orElseThrow().continent()::equals))
                .limit(SITES_PER_REGION)
                .forEach(id -> {
                    long cores = 150L + random.nextInt(200);
                    var capacity = new Resources(new Cpu(cores * 1000), Bytes.gibibytes(4 * cores), Bytes.NONE);
                    cloud.site(id.replace('/', '-'), region, id, capacity);
                });
    }

    private void workload(String name, String near, String home) {
        if (near.equals(LOST)) evacuees.add(name);
        var users = USERS.getOrDefault(near, List.of());
        int cores = 1 + random.nextInt(2);
        var demand = List.of(
                new AreaDemand(users.get(random.nextInt(2)), 50 + random.nextInt(150)),
                new AreaDemand(users.get(2 + random.nextInt(2)), 50 + random.nextInt(150)));
        var spec = new WorkloadSpec(
                "team-" + random.nextInt(20),
                null,
                new WorkloadSpec.Replicas(2, 12, 100),
                new Resources(new Cpu(cores * 500L), Bytes.gibibytes(cores), Bytes.NONE),
                new WorkloadSpec.Objective(250, 0.95),
                demand,
                null,
                new WorkloadSpec.Spread(2, null, null, null),
                null,
                null,
                null,
                50 + 50 * random.nextInt(3));
        cloud.workload(name, home, spec, world.countries());
    }

    Cloud cloud() {
        return cloud;
    }

    /** The workloads near the lost region, as those see them who plan them now. */
    List<Placement> evacuees() {
        return evacuees.stream().map(name -> cloud.placement(name)).toList();
    }
}
