package io.archipelago.bench.world;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import io.archipelago.bench.Result;
import io.archipelago.cli.output.Percentiles;
import io.archipelago.events.catalogue.World;
import io.archipelago.placement.engine.Budget;
import io.archipelago.placement.engine.LivePlan;
import io.archipelago.placement.engine.PlacementEngine;
import io.archipelago.placement.engine.PlacementProblem;
import io.archipelago.placement.engine.Plan;
import io.archipelago.placement.engine.SiteSpec;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The engine of the live service on a fleet of the real world: a full plan and its own lower bound, a site lost, one replica
 * scored. Ratios are over the bars 10 s, 1 % gap, 20 ms, 2 microseconds and 1 GiB: at most 1 is wanted.
 */
public final class WorldSuite {
    private static final int SCORED_SITES = 1_000;
    private static final int SCORINGS = 200_000;
    private static final int LOSSES = 60;
    private static final int WARM_UPS = 20;
    private static final double LOST_SHARE = 0.02;

    private final World world;
    private final int workloads;
    private final int replicas;
    private final int sites;
    private final long seed;
    private final Result result;

    public WorldSuite(World world, int workloads, int replicas, int sites, long seed, Result result) {
        this.world = world;
        this.workloads = workloads;
        this.replicas = replicas;
        this.sites = sites;
        this.seed = seed;
        this.result = result;
    }

    public void run() {
        var problem = Fleet.generate(Sites.of(world, sites), workloads, replicas, seed);
        var live = fullPlan(problem);
        lostSites(problem, live);
        double heapGiB = peakHeap() / (double) (1 << 30);
        result.metric("heap_peak_gib", heapGiB).ratio("memory_over_1_gib", heapGiB, 1);
        scoring();
    }

    private LivePlan fullPlan(PlacementProblem problem) {
        long cpu = cpuNanos();
        long start = System.nanoTime();
        var live = new PlacementEngine().live(problem, steps(problem));
        double seconds = (System.nanoTime() - start) / 1e9;
        var plan = live.plan();
        double gap = 100.0 * (plan.total().total() - live.lowerBound()) / live.lowerBound();
        result.metric("workloads", workloads)
                .metric("replicas_placed", placed(plan))
                .metric("replicas_waiting", Arrays.stream(plan.waiting()).sum())
                .metric("sites", problem.siteCount())
                .metric("user_areas", problem.areaCount())
                .metric("full_plan_s", seconds)
                .metric("full_plan_cpu_s", (cpuNanos() - cpu) / 1e9)
                .metric("cost_usd_per_h", plan.total().total() / 1e6)
                .metric("bound_usd_per_h", live.lowerBound() / 1e6)
                .metric("gap_pct", gap)
                .ratio("full_plan_over_10_s", seconds, 10)
                .ratio("gap_over_1_pct", gap, 1);
        return live;
    }

    private static Budget steps(PlacementProblem problem) {
        return Budget.steps(2L * problem.groupCount());
    }

    private static int placed(Plan plan) {
        return Arrays.stream(plan.counts()).flatMapToInt(Arrays::stream).sum();
    }

    /** Sites fail one after the other, each the one whose share is then nearest to 2 %, and come back before the next does. */
    private void lostSites(PlacementProblem problem, LivePlan live) {
        var millis = new double[LOSSES];
        var cpuMillis = new double[LOSSES];
        long lost = 0;
        long waiting = 0;
        for (int i = -WARM_UPS; i < LOSSES; i++) {
            int[] load = load(live.plan(), problem.siteCount());
            int site = nearest(load, i);
            var gone = problem.withSite(site, closed(problem.site(site)));
            long cpu = cpuNanos();
            long start = System.nanoTime();
            var plan = live.replan(gone, Budget.steps(0));
            long elapsed = System.nanoTime() - start;
            if (i >= 0) {
                millis[i] = elapsed / 1e6;
                cpuMillis[i] = (cpuNanos() - cpu) / 1e6;
                lost += load[site];
                waiting += Arrays.stream(plan.waiting()).sum();
            }
            live.replan(problem, Budget.steps(0));
        }
        var took = Percentiles.of(millis);
        double p99 = took.at(0.99);
        result.metric("lost_site_share_pct", 100.0 * lost / LOSSES / replicas)
                .metric("lost_site_waiting_mean", (double) waiting / LOSSES)
                .metric("lost_site_replan_p50_ms", took.at(0.5))
                .metric("lost_site_replan_p99_ms", p99)
                .metric("lost_site_replan_cpu_p50_ms", Percentiles.of(cpuMillis).at(0.5))
                .ratio("lost_site_p99_over_20_ms", p99, 20);
        fullAgain(problem, live);
    }

    /** What replanning step by step has cost in quality: its last plan over a full one for the same world. */
    private void fullAgain(PlacementProblem problem, LivePlan live) {
        var full = new PlacementEngine().plan(problem, steps(problem));
        result.ratio(
                "replanned_cost_over_full",
                live.plan().total().total(),
                full.total().total());
    }

    private static int[] load(Plan plan, int sites) {
        var load = new int[sites];
        for (int[] row : plan.counts()) for (int s = 0; s < sites; s++) load[s] += row[s];
        return load;
    }

    /** Among the five sites nearest to 2 % of all replicas, one after the other. */
    private int nearest(int[] load, int round) {
        int[] order = IntStream.range(0, load.length)
                .boxed()
                .sorted(Comparator.comparingDouble(s -> Math.abs(load[s] - LOST_SHARE * replicas)))
                .mapToInt(Integer::intValue)
                .toArray();
        return order[Math.floorMod(round, Math.min(5, order.length))];
    }

    private static SiteSpec closed(SiteSpec site) {
        return new SiteSpec(
                site.name(), site.region(), new long[site.capacity().length], new long[site.capacity().length], 0);
    }

    /** A smaller fleet on a thousand sites: every replica scored against all of them, its room included. */
    private void scoring() {
        var problem = Fleet.generate(Sites.of(world, SCORED_SITES), 200, 4_000, seed);
        var live = new PlacementEngine().live(problem, Budget.steps(200));
        long chosen = score(live, problem.groupCount());
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        threads.getCurrentThreadAllocatedBytes();
        long before = threads.getCurrentThreadAllocatedBytes();
        long cpu = threads.getCurrentThreadCpuTime();
        chosen += score(live, problem.groupCount());
        double micros = (threads.getCurrentThreadCpuTime() - cpu) / 1e3 / SCORINGS;
        double bytes = (double) (threads.getCurrentThreadAllocatedBytes() - before) / SCORINGS;
        if (chosen == 0) throw new IllegalStateException("no replica found a site");
        result.metric("scoring_1000_sites_us", micros)
                .metric("scoring_allocated_bytes", bytes)
                .ratio("scoring_over_2_us", micros, 2);
    }

    private static long score(LivePlan live, int groups) {
        long sum = 0;
        for (int i = 0; i < SCORINGS; i++) sum += live.cheapestSite(i % groups) + 1;
        return sum;
    }

    private static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static long peakHeap() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .mapToLong(pool -> pool.getPeakUsage().getUsed())
                .sum();
    }
}
