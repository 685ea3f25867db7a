package io.archipelago.placement.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.ortools.Loader;
import com.google.ortools.sat.BoolVar;
import com.google.ortools.sat.CpModel;
import com.google.ortools.sat.CpSolver;
import com.google.ortools.sat.CpSolverStatus;
import com.google.ortools.sat.LinearExpr;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * How far the engine is from the best plan there is, on small models that OR-Tools' CP-SAT solves to proven optimality. The
 * oracle chooses one row of counts per group, out of all that keep the group's own rules, so that no site is overfull and the
 * whole costs least; calls between groups are charged on pairs of rows.
 */
class OptimalityTest {
    private static final int MODELS = 120;
    private static final PlacementEngine ENGINE = new PlacementEngine();

    /** On a machine whose native library does not load this fails: an oracle that keeps silent proves nothing. */
    @BeforeAll
    static void the_oracle_is_there() {
        Loader.loadNativeLibraries();
    }

    private record Row(int[] counts, long cost) {}

    /**
     * What was measured, with a margin. What is beyond it is a step back; what is far within it calls for a closer bound.
     *
     * @param optimal share of the complete plans that are optimal, at least
     * @param mean share by which plans are dearer than the optimum, on average, at most
     * @param worst the same for any plan
     * @param needless models whose plan is incomplete though a complete one exists, at most
     * @param proven share of the optimum that the engine's own bound proves, on average, at least
     */
    private record Bar(double optimal, double mean, double worst, int needless, double proven) {}

    @Test
    void with_room_to_choose() {
        measure("with room", false, 4, new Bar(0.93, 0.005, 0.30, 1, 0.97));
    }

    @Test
    void with_room_and_calls_between_groups() {
        measure("with room and calls", true, 4, new Bar(0.76, 0.045, 1.30, 1, 0.89));
    }

    @Test
    void where_every_site_is_tight() {
        measure("tight", false, 1, new Bar(0.57, 0.06, 1.00, 4, 0.94));
    }

    private static void measure(String what, boolean calls, int room, Bar bar) {
        var gaps = new ArrayList<Double>();
        int complete = 0;
        int missed = 0;
        int impossible = 0;
        double proven = 0;
        for (int seed = 0; seed < MODELS; seed++) {
            var problem = model(new Random(seed), calls, room);
            var plan = ENGINE.plan(problem, Budget.steps(1000));
            var best = optimum(problem);
            if (Arrays.stream(plan.waiting()).sum() > 0 || !keepsSpread(problem, plan)) {
                if (best.isPresent()) missed++;
                else impossible++;
                continue;
            }
            complete++;
            assertThat(best).as("model %d has a plan", seed).isPresent();
            long cost = plan.total().total();
            assertThat(cost).as("model %d", seed).isGreaterThanOrEqualTo(best.getAsLong());
            long bound = Appraisal.of(problem, Threads.ofMachine()).bound();
            assertThat(bound).as("the bound of model %d", seed).isLessThanOrEqualTo(best.getAsLong());
            proven += bound / (double) Math.max(1, best.getAsLong()); // calls count as nothing in it
            gaps.add((cost - best.getAsLong()) / (double) Math.max(1, best.getAsLong()));
        }
        gaps.sort(null);
        double optimal = gaps.stream().filter(gap -> gap == 0).count() / (double) gaps.size();
        double mean = gaps.stream().mapToDouble(gap -> gap).average().orElse(0);
        System.out.printf(
                "engine against proven optimum, %s: %d complete plans, %.1f %% optimal, p50 +%.2f %%, p90 +%.2f %%, p99 +%.2f %%, worst +%.2f %%, mean +%.2f %%;"
                        + " %d incomplete, of which %d needlessly; the bound proves %.1f %% of the optimum%n",
                what,
                complete,
                100 * optimal,
                100 * gaps.get(gaps.size() * 50 / 100),
                100 * gaps.get(gaps.size() * 90 / 100),
                100 * gaps.get(gaps.size() * 99 / 100),
                100 * gaps.getLast(),
                100 * mean,
                missed + impossible,
                missed,
                100 * proven / complete);
        assertThat(complete).isGreaterThan(MODELS / 4);
        assertThat(impossible)
                .as("models without a complete plan, as the engine said")
                .isPositive();
        assertThat(optimal).isGreaterThanOrEqualTo(bar.optimal());
        assertThat(mean).isLessThanOrEqualTo(bar.mean());
        assertThat(gaps.getLast()).isLessThanOrEqualTo(bar.worst());
        assertThat(missed).isLessThanOrEqualTo(bar.needless());
        assertThat(proven / complete).isGreaterThanOrEqualTo(bar.proven());
    }

    private static boolean keepsSpread(PlacementProblem problem, Plan plan) {
        for (int g = 0; g < problem.groupCount(); g++)
            if (!keepsSpread(problem, problem.groups[g].spread, plan.counts()[g])) return false;
        return true;
    }

    private static boolean keepsSpread(PlacementProblem problem, Spread spread, int[] row) {
        int sites = 0;
        var regions = new HashSet<String>();
        for (int s = 0; s < row.length; s++)
            if (row[s] > 0) {
                sites++;
                regions.add(problem.site(s).region());
            }
        return sites >= spread.minSites() && regions.size() >= spread.minRegions();
    }

    /** The least any complete plan costs, proved; empty when it is proved that there is none. */
    private static OptionalLong optimum(PlacementProblem problem) {
        var oracle = new CpModel();
        var objective = LinearExpr.newBuilder();
        var chosen = new ArrayList<List<BoolVar>>();
        var rows = new ArrayList<List<Row>>();
        for (int g = 0; g < problem.groupCount(); g++) {
            var own = rows(problem, g);
            if (own.isEmpty()) return OptionalLong.empty();
            var vars = new ArrayList<BoolVar>();
            for (var row : own) {
                var var = oracle.newBoolVar("");
                vars.add(var);
                objective.addTerm(var, row.cost());
            }
            oracle.addExactlyOne(vars.toArray(BoolVar[]::new));
            rows.add(own);
            chosen.add(vars);
        }
        for (int s = 0; s < problem.siteCount(); s++)
            for (int r = 0; r < problem.resourceCount(); r++) {
                var used = LinearExpr.newBuilder();
                for (int g = 0; g < rows.size(); g++)
                    for (int i = 0; i < rows.get(g).size(); i++)
                        used.addTerm(
                                chosen.get(g).get(i), rows.get(g).get(i).counts()[s] * problem.groups[g].perReplica[r]);
                oracle.addLessOrEqual(
                        used, problem.limit(s, r) - problem.site(s).usedByOthers()[r]);
            }
        for (var affinity : problem.affinities) charge(problem, affinity, rows, chosen, oracle, objective);
        oracle.minimize(objective);
        var solver = new CpSolver();
        solver.getParameters().setNumWorkers(1).setRandomSeed(1);
        var status = solver.solve(oracle);
        if (status == CpSolverStatus.INFEASIBLE) return OptionalLong.empty();
        assertThat(status).isEqualTo(CpSolverStatus.OPTIMAL);
        return OptionalLong.of(Math.round(solver.objectiveValue()));
    }

    private static void charge(
            PlacementProblem problem,
            Affinity affinity,
            List<List<Row>> rows,
            List<List<BoolVar>> chosen,
            CpModel oracle,
            com.google.ortools.sat.LinearExprBuilder objective) {
        int caller = affinity.caller();
        int callee = affinity.callee();
        for (int i = 0; i < rows.get(caller).size(); i++)
            for (int j = 0; j < rows.get(callee).size(); j++) {
                var from = rows.get(caller).get(i);
                var to = rows.get(callee).get(j);
                var counts = new int[problem.groupCount()][problem.siteCount()];
                counts[caller] = from.counts();
                counts[callee] = to.counts();
                long calls = ENGINE.assess(problem, counts).costs()[caller].total() - from.cost();
                if (calls == 0) continue;
                var both = oracle.newBoolVar("");
                oracle.addBoolOr(new BoolVar[] {both}).onlyEnforceIf(new BoolVar[] {
                    chosen.get(caller).get(i), chosen.get(callee).get(j)
                });
                objective.addTerm(both, calls);
            }
    }

    /** All counts that keep a group's own rules, with what they cost without calls. */
    private static List<Row> rows(PlacementProblem problem, int group) {
        var found = new ArrayList<Row>();
        rows(problem, group, new int[problem.siteCount()], 0, 0, found);
        return found;
    }

    private static void rows(PlacementProblem problem, int group, int[] row, int site, int placed, List<Row> found) {
        var spec = problem.groups[group];
        if (site == row.length) {
            if (placed < problem.neededReplicas(group) || !keepsSpread(problem, spec.spread, row)) return;
            var counts = new int[problem.groupCount()][problem.siteCount()];
            counts[group] = row.clone();
            var cost = ENGINE.assess(problem, counts).costs()[group];
            if (cost.spend() <= spec.budgetPerHour) found.add(new Row(row.clone(), cost.total()));
            return;
        }
        int most = problem.exclusion(group, site) != 0 ? 0 : Math.min(spec.limitPerSite(), spec.maxReplicas - placed);
        for (int n = 0; n <= most; n++) {
            row[site] = n;
            rows(problem, group, row, site + 1, placed + n, found);
        }
        row[site] = 0;
    }

    private static PlacementProblem model(Random random, boolean calls, int room) {
        int sites = 3 + random.nextInt(calls ? 2 : 3);
        int areas = 1 + random.nextInt(4);
        int groups = calls ? 2 : 2 + random.nextInt(3);
        var problem = PlacementProblem.builder().resources("cpu", "memory");
        for (int s = 0; s < sites; s++) {
            var region = "r" + (s + random.nextInt(2)) % 3;
            problem.site(new SiteSpec(
                    "s" + s,
                    region,
                    new long[] {room * (2 + random.nextInt(8)), room * (4 + random.nextInt(16))},
                    new long[] {random.nextInt(2), 0},
                    0));
        }
        for (int a = 0; a < areas; a++)
            problem.area("a" + a, random.ints(sites, 5, 200).toArray());
        for (int g = 0; g < groups; g++) problem.group(group(random, g, sites, areas, calls));
        if (calls) {
            var distance = new int[sites][sites];
            var price = new long[sites][sites];
            for (int from = 0; from < sites; from++)
                for (int to = 0; to < sites; to++)
                    if (from != to) {
                        distance[from][to] = 1 + random.nextInt(200);
                        price[from][to] = random.nextInt(120_000);
                    }
            problem.siteRttMs(distance).transferPrice(price);
            problem.affinity(new Affinity(
                    0,
                    1,
                    random.nextInt(200_000),
                    random.nextInt(50_000),
                    random.nextInt(50_000),
                    random.nextInt(2000)));
        }
        return problem.build();
    }

    private static GroupSpec group(Random random, int g, int sites, int areas, boolean calls) {
        int min = 2 + random.nextInt(2); // enough for the spread that is wanted: none is started for that alone
        var excluded = new int[sites];
        var running = new int[sites];
        for (int s = 0; s < sites; s++) {
            excluded[s] = random.nextInt(5) == 0 ? 1 : 0;
            running[s] = excluded[s] == 0 && random.nextInt(3) == 0 ? 1 : 0;
        }
        var spec = GroupSpec.of("g" + g)
                .replicas(min, min + random.nextInt(3))
                .uses(1 + random.nextInt(3), 1 + random.nextInt(5))
                .price(random.longs(sites, 20_000, 120_000).toArray())
                .carbonPrice(random.longs(sites, 0, 5_000).toArray())
                .exclusions(excluded)
                .demand(random.longs(areas, 0, 200_000).toArray(), random.nextBoolean() ? 0 : 100_000)
                .latency(
                        new LatencyGoal(20 + random.nextInt(100), 900, random.nextInt(2000), random.nextInt(1_000_000)))
                .spread(new Spread(Integer.MAX_VALUE, 1000, 1 + random.nextInt(2), 1 + random.nextInt(2)))
                .current(running, random.nextBoolean() ? 0 : random.nextInt(200_000))
                .priority(random.nextInt(3));
        return calls || random.nextInt(4) > 0 ? spec : spec.budget(200_000 + random.nextInt(500_000));
    }
}
