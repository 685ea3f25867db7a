package io.archipelago.placement.engine;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What one group asks for, as constraints that can be lifted one by one. Arrays are kept, not copied.
 *
 * @param barriers per barrier the sites it closes: a law, a pin, a missing certificate
 * @param room replicas that fit per site beside what else runs there
 * @param maxPerSite replicas one site may hold; {@link Integer#MAX_VALUE} for any number
 * @param apart distinct domains wanted, of one scope each
 * @param minReplicas what the demand needs: this is what all constraints are measured against and is never lifted
 * @param price micro-USD per replica and hour, per site
 * @param ceiling for compute, micro-USD per hour; {@link Long#MAX_VALUE} for none
 * @param near per area, the sites that lie within the latency objective; empty without one
 * @param demandMilliRps per area
 * @param serviceMilliRps what one replica serves; 0 for any amount
 * @param sharePermille share of the demand that shall be served from near
 */
public record Wish(
        List<boolean[]> barriers,
        int[] room,
        int maxPerSite,
        List<Apart> apart,
        int minReplicas,
        int maxReplicas,
        long[] price,
        long ceiling,
        boolean[][] near,
        long[] demandMilliRps,
        long serviceMilliRps,
        int sharePermille) {

    /** @param domainOf per site its domain of the scope, from 0 */
    public record Apart(Scope scope, int least, int[] domainOf) {}

    /** Something the group asks for that could be given up. */
    public sealed interface Constraint {
        /** @param index of the barrier */
        record Barrier(int index) implements Constraint {}

        /** Replicas fit where they run. */
        record Room() implements Constraint {}

        /** No site holds more than its share. */
        record SiteLimit() implements Constraint {}

        record Distinct(Scope scope) implements Constraint {}

        /** No more replicas than the maximum. */
        record MaxReplicas() implements Constraint {}

        record Ceiling() implements Constraint {}

        record Latency() implements Constraint {}
    }

    /**
     * The wish of one group of a problem.
     *
     * @param counts where all groups run: what the others leave is this group's room
     * @param barriers per barrier the sites it closes; together they stand for the group's exclusions
     */
    public static Wish of(PlacementProblem problem, int[][] counts, int group, List<boolean[]> barriers) {
        var spec = problem.groups[group];
        long demand = Arrays.stream(spec.demandMilliRps).sum();
        long serving = spec.serviceMilliRps > 0 ? Math.ceilDiv(demand, spec.serviceMilliRps) : 0;
        boolean nearness = spec.latency.sharePermille() > 0 && demand > 0;
        return new Wish(
                barriers,
                IntStream.range(0, problem.siteCount())
                        .map(s -> room(problem, counts, group, s))
                        .toArray(),
                spec.limitPerSite(),
                Scope.ALL.stream()
                        .filter(scope -> spec.spread.least(scope) > 1)
                        .map(scope -> new Apart(scope, spec.spread.least(scope), problem.domainOf(scope)))
                        .toList(),
                (int) Math.max(spec.minReplicas, serving),
                spec.maxReplicas,
                spec.price,
                spec.budgetPerHour,
                nearness ? near(problem, spec.latency.objectiveMs()) : new boolean[0][],
                nearness ? spec.demandMilliRps : new long[0],
                spec.serviceMilliRps,
                spec.latency.sharePermille());
    }

    private static int room(PlacementProblem problem, int[][] counts, int group, int site) {
        long[] need = problem.groups[group].perReplica;
        long fits = Integer.MAX_VALUE;
        for (int r = 0; r < need.length; r++) {
            if (need[r] == 0) continue;
            long free = problem.limit(site, r) - problem.sites[site].usedByOthers()[r];
            for (int g = 0; g < counts.length; g++)
                if (g != group) free -= counts[g][site] * problem.groups[g].perReplica[r];
            fits = Math.min(fits, Math.max(0, free) / need[r]);
        }
        return (int) fits;
    }

    private static boolean[][] near(PlacementProblem problem, int objectiveMs) {
        var near = new boolean[problem.areaCount()][problem.siteCount()];
        for (int a = 0; a < near.length; a++)
            for (int s = 0; s < near[a].length; s++) near[a][s] = problem.areaRttMs[a][s] <= objectiveMs;
        return near;
    }

    int sites() {
        return room.length;
    }
}
