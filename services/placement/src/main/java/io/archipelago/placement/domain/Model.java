package io.archipelago.placement.domain;

import io.archipelago.events.catalogue.CloudRegion;
import io.archipelago.events.inventory.SiteSpec;
import io.archipelago.events.inventory.WorkloadSpec;
import io.archipelago.events.quantity.Resources;
import io.archipelago.placement.engine.PlacementProblem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One planning run's problem together with the names behind its numbers: sites, workloads and areas stand at the index
 * the engine knows them by.
 *
 * @param groups the workloads planned here, in the order of their names; pinned ones of other planners follow in the
 *     problem only
 * @param spots where users are
 * @param rttMs round trips {@code [spot][site]}
 * @param exclusions reasons by the id the engine knows them by, less one
 */
record Model(
        PlacementProblem problem,
        List<Site> sites,
        List<Group> groups,
        List<UserAreas.Spot> spots,
        int[][] rttMs,
        List<Exclusion> exclusions) {

    /**
     * @param place its catalogue entry; null when there is none, and then it is excluded for everyone
     * @param taken what others hold there
     */
    record Site(String name, SiteSpec spec, @Nullable CloudRegion place, Resources room, Resources taken) {}

    /**
     * @param current replicas that run or were asked for, per site
     */
    record Group(String name, WorkloadSpec spec, List<Area> areas, int[] current) {
        double requestsPerSecond() {
            return areas.stream().mapToDouble(Area::requestsPerSecond).sum();
        }
    }

    /** A user area as it was declared, and the spots its demand comes from. */
    record Area(String name, double requestsPerSecond, List<UserAreas.Part> parts) {}

    @Nullable
    Exclusion exclusion(int group, int site) {
        int id = problem.exclusion(group, site);
        return id == 0 ? null : exclusions.get(id - 1);
    }

    int groupNamed(String workload) {
        for (int g = 0; g < groups.size(); g++) if (groups.get(g).name().equals(workload)) return g;
        return -1;
    }
}
