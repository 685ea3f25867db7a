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
    private final int[][] wave;
    private final int[][] live;
    private final Plan assessed;

    /** @param wave what is asked for now, on the way to the plan */
    PlacementReport(Planner planner, RegionState state, Planner.Decision decision, int[][] wave) {
        this.decision = decision;
        this.wave = wave;
        model = decision.model();
        prices = planner.prices;
        live = live(state);
        assessed = planner.engine.assess(model.problem(), live);
    }

    /** What was granted, and never more than is still asked for. */
    private int[][] live(RegionState state) {
        var counts = new int[wave.length][];
        for (int g = 0; g < wave.length; g++) {
            counts[g] = wave[g].clone();
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
        int open = 0;
        int staying = 0;
        var asked = new ArrayList<String>();
        var later = new ArrayList<String>();
        for (int s = 0; s < live[g].length; s++) {
            int planned = decision.plan().counts()[g][s];
            staying += Math.max(0, live[g][s] - planned);
            open += Math.max(0, planned - live[g][s]);
            var site = model.sites().get(s).name();
            if (live[g][s] < wave[g][s]) asked.add(site);
            if (wave[g][s] < planned) later.add(site);
        }
        int waiting = Math.max(0, open - staying); // those that move have a place meanwhile
        if (!asked.isEmpty()) list.add(new Waiting(waiting, "admission", "asked for at " + String.join(", ", asked)));
        else if (!later.isEmpty())
            list.add(new Waiting(
                    waiting, "admission", "to be asked for once others have left " + String.join(", ", later)));
        return List.copyOf(list);
    }

    TrafficWeights weights(int g, Claim claim, long plan, Instant now) {
        var group = model.groups().get(g);
        return new TrafficWeights(
                group.name(), claim.home(), false, new Traffic(model, g, assessed).areas(), now, claim.epoch(), plan);
    }
}
