package io.archipelago.placement.domain;

import io.archipelago.events.placement.Placement;
import io.archipelago.events.placement.Placement.SiteShare;
import io.archipelago.events.placement.Placement.Waiting;
import io.archipelago.events.placement.TrafficWeights;
import io.archipelago.events.quantity.Usd;
import io.archipelago.placement.engine.Plan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns a plan into what others may rely on: only replicas that a site has granted, on sites where they still may run,
 * count as placed and are sent users.
 */
final class PlacementReport {
    private final Planner.Decision decision;
    private final Model model;
    private final Prices prices;
    private final int[][] live;
    private final Plan assessed;

    PlacementReport(Planner planner, RegionState state, Planner.Decision decision) {
        this.decision = decision;
        model = decision.model();
        prices = planner.prices;
        live = live(state);
        assessed = planner.engine.assess(model.problem(), live);
    }

    /** What was granted, and never more than the plan still wants. */
    private int[][] live(RegionState state) {
        var desired = decision.plan().counts();
        var counts = new int[desired.length][];
        for (int g = 0; g < desired.length; g++) {
            counts[g] = desired[g].clone();
            if (g >= model.groups().size()) continue; // another planner's, as it says
            for (int s = 0; s < counts[g].length; s++) {
                var held = state.reservation(
                        model.sites().get(s).name(), model.groups().get(g).name());
                counts[g][s] = held == null ? 0 : Math.min(counts[g][s], held.granted());
            }
        }
        return counts;
    }

    Placement placement(int g, Claim claim, long plan, String cause, Instant now) {
        var group = model.groups().get(g);
        var spec = group.spec();
        var traffic = new Traffic(model, g, assessed).requestsPerSecondBySite();
        var shares = new ArrayList<SiteShare>();
        for (int s = 0; s < live[g].length; s++) if (live[g][s] > 0) shares.add(share(g, s, traffic[s]));
        var cost = assessed.costs()[g];
        int placed = shares.stream().mapToInt(SiteShare::replicas).sum();
        return new Placement(
                group.name(),
                claim.home(),
                spec.owner(),
                false,
                Math.max(model.problem().neededReplicas(g), placed),
                spec.resources(),
                List.copyOf(shares),
                waiting(g),
                new Usd(cost.compute() + cost.transfer() + cost.carbon()),
                cause,
                now,
                claim.epoch(),
                plan);
    }

    private SiteShare share(int g, int s, double requestsPerSecond) {
        var site = model.sites().get(s);
        var resources = model.groups().get(g).spec().resources();
        var place = site.place();
        var each = place == null ? Usd.ZERO : prices.compute(place, resources).plus(prices.carbon(place, resources));
        return new SiteShare(
                site.name(),
                site.spec().region(),
                site.spec().cloudRegion(),
                place == null ? "" : place.country(),
                live[g][s],
                Traffic.rounded(requestsPerSecond, 1000),
                each.times(live[g][s]));
    }

    private List<Waiting> waiting(int g) {
        var list = new ArrayList<>(new Shortage(model).of(decision.plan(), g));
        int asked = 0;
        var from = new ArrayList<String>();
        for (int s = 0; s < live[g].length; s++) {
            int open = decision.plan().counts()[g][s] - live[g][s];
            if (open <= 0) continue;
            asked += open;
            from.add(model.sites().get(s).name());
        }
        if (asked > 0) list.add(new Waiting(asked, "admission", "asked for at " + String.join(", ", from)));
        return List.copyOf(list);
    }

    TrafficWeights weights(int g, Claim claim, long plan, Instant now) {
        var group = model.groups().get(g);
        return new TrafficWeights(
                group.name(), claim.home(), false, new Traffic(model, g, assessed).areas(), now, claim.epoch(), plan);
    }
}
