package io.archipelago.bench.sale;

import io.archipelago.events.catalogue.World;
import io.archipelago.events.placement.Placement;
import io.archipelago.events.placement.Placement.SiteShare;
import io.archipelago.events.placement.TrafficWeights;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reckons a minute of the sale from what was published and from the load that really came; shares nothing with the planner but
 * the catalogue.
 *
 * <p>The load of a minute comes at its beginning. The plan made for it takes effect in steps: for 2 s everything is as it was;
 * for 30 s users go where the new weights send them while new replicas still start and old ones have gone already;
 * then the new replicas serve. A request is answered within the objective when its round trip is and when its site has
 * replicas for it; a site with too few serves the same share of everyone's requests.
 */
final class Judge {
    static final double DECIDED_S = 2;
    static final double STARTED_S = 32;
    private static final double MINUTE_S = 60;

    /** What a workload has: replicas by site, and where each area's requests go, in thousandths. */
    record Standing(Map<String, Integer> replicas, Map<String, String> places, Map<String, Map<String, Integer>> ways) {
        static Standing of(Placement placement, TrafficWeights weights) {
            var replicas = new TreeMap<String, Integer>();
            var places = new HashMap<String, String>();
            for (SiteShare share : placement.sites()) {
                replicas.put(share.site(), share.replicas());
                places.put(share.site(), share.cloudRegion());
            }
            var ways = new TreeMap<String, Map<String, Integer>>();
            for (var area : weights.areas()) {
                var sites = new TreeMap<String, Integer>();
                for (var site : area.sites()) sites.put(site.site(), site.permille());
                ways.put(area.area(), sites);
            }
            return new Standing(replicas, places, ways);
        }

        /** The replicas that run before and after a change, under the ways of this standing. */
        Standing whileStarting(Standing before) {
            var both = new TreeMap<>(replicas);
            both.replaceAll((site, count) -> Math.min(count, before.replicas.getOrDefault(site, 0)));
            return new Standing(both, places, ways);
        }
    }

    private final World world;
    private final SaleStory story;

    Judge(SaleStory story) {
        this.story = story;
        world = story.world();
    }

    /** The share of a minute's requests answered within the objective. */
    double within(Shop shop, SortedMap<String, Double> load, Standing before, Standing after) {
        return (DECIDED_S * within(shop, load, before)
                        + (STARTED_S - DECIDED_S) * within(shop, load, after.whileStarting(before))
                        + (MINUTE_S - STARTED_S) * within(shop, load, after))
                / MINUTE_S;
    }

    private double within(Shop shop, SortedMap<String, Double> load, Standing standing) {
        var objective = shop.spec().objective();
        var each = shop.spec().replicas().requestsPerSecond();
        if (objective == null || each == null) return 1;
        var arriving = new HashMap<String, Double>();
        load.forEach((area, requests) -> standing.ways()
                .getOrDefault(area, Map.of())
                .forEach((site, permille) -> arriving.merge(site, requests * permille / 1000, Double::sum)));
        double near = 0;
        double all = 0;
        for (var area : load.entrySet()) {
            all += area.getValue();
            for (var way : standing.ways().getOrDefault(area.getKey(), Map.of()).entrySet()) {
                var place = standing.places().get(way.getKey());
                if (place == null || world.rttMs(story.city(area.getKey()), place) > objective.latencyMs()) continue;
                double room = (double) standing.replicas().getOrDefault(way.getKey(), 0) * each;
                double served = Math.min(1, room / arriving.getOrDefault(way.getKey(), 0.0));
                near += area.getValue() * way.getValue() / 1000 * served;
            }
        }
        return all == 0 ? 1 : near / all;
    }

    boolean legal(Shop shop, Placement placement) {
        return placement.sites().stream().allMatch(share -> shop.legal()
                .contains(world.region(share.cloudRegion()).orElseThrow().country()));
    }

    /** Micro-USD per hour for compute; these shops transfer nothing between sites. */
    long spendMicros(Shop shop, Placement placement) {
        var each = shop.spec().resources();
        double spend = 0;
        for (var share : placement.sites()) {
            var place = world.region(share.cloudRegion()).orElseThrow();
            spend += share.replicas()
                    * (place.cpuHour().micros() * each.cpu().cores()
                            + place.memoryGiBHour().micros() * each.memory().gibibytes());
        }
        return Math.round(spend);
    }

    /** Replicas the load needs that neither run nor are told to be waiting. */
    int dropped(Shop shop, Placement placement) {
        int told = placement.waiting().stream()
                .mapToInt(Placement.Waiting::replicas)
                .sum();
        return Math.max(0, shop.needed(story.declaredLoad(shop)) - placement.placed() - told);
    }

    int shed(Placement placement) {
        return placement.waiting().stream()
                .mapToInt(Placement.Waiting::replicas)
                .sum();
    }
}
