package io.archipelago.bench.sale;

import io.archipelago.bench.Result;
import io.archipelago.events.catalogue.CatalogueSpec;
import io.archipelago.events.inventory.WorkloadSpec;
import io.archipelago.events.inventory.WorkloadSpec.AreaDemand;
import io.archipelago.events.placement.Placement;
import io.archipelago.events.quantity.Bytes;
import io.archipelago.events.quantity.Cpu;
import io.archipelago.events.quantity.Resources;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/**
 * The well-known drill: a site with fifteen applications is lost, and the nearest neighbour has room for ten. Planned one by
 * one against the same view, all fifteen choose it; here ten may go there and five must go further.
 */
final class Drill {
    static final int APPLICATIONS = 15;
    static final int ROOM_NEXT_DOOR = 10;
    private static final Resources EACH = new Resources(Cpu.of(1), Bytes.gibibytes(1), Bytes.NONE);

    private final Cloud cloud = new Cloud();

    /** @param homes who plans the applications, in turn */
    Drill(SortedMap<String, CatalogueSpec> catalogues, List<String> homes) {
        cloud.catalogues(catalogues);
        site("lost", "us-east", "azure/eastus2", APPLICATIONS);
        site("next-door", "eu-central", "aws/us-east-1", ROOM_NEXT_DOOR);
        site("far", "eu-central", "aws/eu-central-1", APPLICATIONS);
        for (int i = 0; i < APPLICATIONS; i++) {
            var name = "app-" + i;
            var spec = new WorkloadSpec(
                    "drill",
                    null,
                    new WorkloadSpec.Replicas(1, 1, 1_000),
                    EACH,
                    new WorkloadSpec.Objective(50, 0.95),
                    List.of(new AreaDemand("US/New York City", 500)),
                    null,
                    null,
                    null,
                    null,
                    null,
                    null);
            var home = homes.get(i % homes.size());
            cloud.workload(name, home, spec, List.of("US", "DE"));
        }
        cloud.settle();
        if (runningAt("lost") != APPLICATIONS) throw new IllegalStateException("not all of them run at the lost site");
    }

    /** With room for exactly so many: the fill limit is 85 %, as everywhere. */
    private void site(String name, String region, String id, int replicas) {
        var capacity = new Resources(new Cpu(Math.ceilDiv(replicas * 100_000L, 85)), Bytes.gibibytes(64), Bytes.NONE);
        cloud.site(name, region, id, capacity);
    }

    void loseTheSite() {
        cloud.lose(LossStory.LOST);
        cloud.settle();
    }

    int runningAt(String site) {
        return placements().stream()
                .flatMap(placement -> placement.sites().stream())
                .filter(share -> share.site().equals(site))
                .mapToInt(Placement.SiteShare::replicas)
                .sum();
    }

    List<Placement> placements() {
        var placements = new ArrayList<Placement>();
        for (int i = 0; i < APPLICATIONS; i++) placements.add(cloud.placement("app-" + i));
        return placements;
    }

    Cloud cloud() {
        return cloud;
    }

    static void run(SortedMap<String, CatalogueSpec> catalogues, Result result) {
        var drill = new Drill(catalogues, List.of("eu-central", "ap-southeast"));
        long refused = drill.cloud().refusals();
        drill.loseTheSite();
        result.metric("drill_next_door", drill.runningAt("next-door"))
                .metric("drill_further_away", drill.runningAt("far"))
                .metric("drill_requests_refused", drill.cloud().refusals() - refused)
                .metric("drill_fullest_site_pct", 100 * drill.cloud().fullest());
    }
}
