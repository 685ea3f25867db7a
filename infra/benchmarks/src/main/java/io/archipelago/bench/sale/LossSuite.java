package io.archipelago.bench.sale;

import io.archipelago.bench.Result;
import io.archipelago.events.catalogue.CatalogueSpec;
import io.archipelago.events.placement.Placement.SiteShare;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/** A region is lost: how soon its workloads have a plan, whether it overfills any site, and how soon it is true. */
final class LossSuite {
    private static final double MS = 1e6;

    private LossSuite() {}

    /**
     * @param prefix of the metrics
     * @param workloads near the lost region; half as many near each of the others
     * @param home who plans them: the lost region itself, so that survivors must take over, or a survivor
     */
    static LossStory evacuate(
            String prefix,
            SortedMap<String, CatalogueSpec> catalogues,
            int workloads,
            String home,
            long seed,
            Result result) {
        var story = new LossStory(catalogues, workloads, workloads / 2, home, seed);
        var cloud = story.cloud();
        long there = story.evacuees().stream()
                .filter(placement -> placement.sites().stream().anyMatch(LossSuite::lost))
                .count();
        cloud.lose(LossStory.LOST);
        var before = new TreeMap<String, Cloud.Spent>();
        for (var region : cloud.survivors()) before.put(region, cloud.spent(region));
        long refused = cloud.refusals();
        cloud.round();
        var spent = before.entrySet().stream()
                .map(region -> cloud.spent(region.getKey()).minus(region.getValue()))
                .toList();
        int rounds = 1 + cloud.settle();
        var after = story.evacuees();
        result.metric(prefix + "evacuated_workloads", there)
                .metric(prefix + "plan_ready_ms", slowest(spent, Cloud.Spent::wall))
                .metric(prefix + "plan_ready_cpu_ms", slowest(spent, Cloud.Spent::cpu))
                .metric(prefix + "rounds_of_admission", rounds)
                .metric(
                        prefix + "workloads_still_waiting",
                        after.stream().filter(p -> !p.waiting().isEmpty()).count())
                .metric(
                        prefix + "replicas_still_there",
                        after.stream()
                                .flatMap(p -> p.sites().stream())
                                .filter(LossSuite::lost)
                                .mapToInt(SiteShare::replicas)
                                .sum())
                .metric(prefix + "requests_refused", cloud.refusals() - refused)
                .metric(prefix + "fullest_site_pct", 100 * cloud.fullest());
        return story;
    }

    /** Milliseconds of the planner that took longest. */
    private static double slowest(List<Cloud.Spent> spent, ToLongFunction<Cloud.Spent> nanos) {
        return spent.stream().mapToLong(nanos).max().orElse(0) / MS;
    }

    private static boolean lost(SiteShare share) {
        return share.region().equals(LossStory.LOST);
    }
}
