package io.archipelago.placement.domain;

import io.archipelago.events.placement.TrafficWeights.AreaWeights;
import io.archipelago.events.placement.TrafficWeights.SiteWeight;
import io.archipelago.placement.engine.DemandSplit;
import io.archipelago.placement.engine.Plan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Where the requests of one workload go under a plan. */
final class Traffic {
    private final Model model;
    private final Model.Group group;
    private final Map<Integer, DemandSplit> bySpot = new HashMap<>();

    Traffic(Model model, int group, Plan plan) {
        this.model = model;
        this.group = model.groups().get(group);
        for (var split : plan.splitsByGroup().get(group)) bySpot.put(split.area(), split);
    }

    /** Requests per 1,000 seconds that go from an area to each site. */
    private long[] flows(Model.Area area) {
        var flows = new long[model.sites().size()];
        for (var part : area.parts()) {
            var split = bySpot.get(part.spot());
            if (split == null) continue;
            for (int i = 0; i < split.sites().length; i++)
                flows[split.sites()[i]] += part.milliRps() * split.permille()[i] / 1000;
        }
        return flows;
    }

    double[] requestsPerSecondBySite() {
        var perSecond = new double[model.sites().size()];
        for (var area : group.areas()) {
            var flows = flows(area);
            for (int s = 0; s < flows.length; s++) perSecond[s] += flows[s] / 1000.0;
        }
        return perSecond;
    }

    List<AreaWeights> areas() {
        return group.areas().stream().map(this::weights).toList();
    }

    private AreaWeights weights(Model.Area area) {
        var flows = flows(area);
        long total = 0;
        for (long flow : flows) total += flow;
        var sites = new ArrayList<SiteWeight>();
        long before = 0;
        for (int s = 0; s < flows.length; s++) {
            // rounding the running sum keeps the parts at exactly 1,000
            int permille = total == 0 ? 0 : (int) ((before + flows[s]) * 1000 / total - before * 1000 / total);
            before += flows[s];
            var site = model.sites().get(s);
            if (permille > 0) sites.add(new SiteWeight(site.name(), site.spec().region(), permille));
        }
        return new AreaWeights(
                area.name(), area.requestsPerSecond(), within(area), rounded(meanRttMs(area), 10), sites);
    }

    /** The share of an area's requests that come from near enough to a site they are sent to. */
    private double within(Model.Area area) {
        var objective = group.spec().objective();
        double limit = objective == null ? Double.MAX_VALUE : Math.round(objective.latencyMs());
        double near = 0;
        double all = 0;
        for (var part : area.parts()) {
            all += part.milliRps();
            var split = bySpot.get(part.spot());
            if (split == null) continue;
            for (int i = 0; i < split.sites().length; i++)
                if (model.rttMs()[part.spot()][split.sites()[i]] <= limit)
                    near += part.milliRps() * split.permille()[i] / 1000.0;
        }
        return all == 0 ? 1 : rounded(near / all, 1000);
    }

    private double meanRttMs(Model.Area area) {
        double sum = 0;
        double requests = 0;
        for (var part : area.parts()) {
            var split = bySpot.get(part.spot());
            if (split == null) continue;
            for (int i = 0; i < split.sites().length; i++) {
                double flow = (double) part.milliRps() * split.permille()[i];
                sum += flow * model.rttMs()[part.spot()][split.sites()[i]];
                requests += flow;
            }
        }
        return requests == 0 ? 0 : sum / requests;
    }

    /** Over all areas, by requests. */
    double meanRttMs() {
        double sum = 0;
        double requests = 0;
        for (var area : group.areas()) {
            sum += meanRttMs(area) * area.requestsPerSecond();
            requests += area.requestsPerSecond();
        }
        return requests == 0 ? 0 : sum / requests;
    }

    static double rounded(double value, int perUnit) {
        return (double) Math.round(value * perUnit) / perUnit;
    }
}
