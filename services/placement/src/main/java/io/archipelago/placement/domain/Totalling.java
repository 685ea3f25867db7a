package io.archipelago.placement.domain;

import io.archipelago.placement.domain.Planner.Decision;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.TreeMap;

/** Adds up what a plan costs, what it does to users and air, and what a lost region would take with it. */
final class Totalling {
    private final Prices prices;

    Totalling(Prices prices) {
        this.prices = prices;
    }

    Preview.Totals of(Decision decision) {
        var model = decision.model();
        double rtt = 0;
        double requests = 0;
        double grams = 0;
        int placed = 0;
        int waiting = 0;
        for (int g = 0; g < model.groups().size(); g++) {
            double load = model.groups().get(g).requestsPerSecond();
            rtt += new Traffic(model, g, decision.plan()).meanRttMs() * load;
            requests += load;
            waiting += decision.plan().waiting()[g];
            for (int s = 0; s < model.sites().size(); s++) {
                var place = model.sites().get(s).place();
                int n = decision.plan().counts()[g][s];
                placed += n;
                if (place != null)
                    grams +=
                            n * prices.grams(place, model.groups().get(g).spec().resources());
            }
        }
        return new Preview.Totals(
                Explaining.perHour(decision.plan().total()),
                requests == 0 ? 0 : Traffic.rounded(rtt / requests, 10),
                Traffic.rounded(grams, 10),
                placed,
                waiting,
                risk(decision, placed));
    }

    private static Preview.Risk risk(Decision decision, int placed) {
        var model = decision.model();
        Map<String, Integer> byRegion = new TreeMap<>();
        int oneSite = 0;
        int oneRegion = 0;
        int oneCorridor = 0;
        for (int g = 0; g < model.groups().size(); g++) {
            Map<String, Integer> regions = new HashMap<>();
            var corridors = new HashSet<String>();
            int sites = 0;
            for (int s = 0; s < model.sites().size(); s++) {
                int n = decision.plan().counts()[g][s];
                if (n == 0) continue;
                sites++;
                regions.merge(model.sites().get(s).spec().region(), n, Integer::sum);
                corridors.add(model.sites().get(s).spec().failsWith());
            }
            regions.forEach((region, n) -> byRegion.merge(region, n, Integer::sum));
            if (sites == 1) oneSite++;
            if (regions.size() == 1) oneRegion++;
            if (corridors.size() == 1) oneCorridor++;
        }
        var worst = byRegion.entrySet().stream().max(Map.Entry.comparingByValue());
        return new Preview.Risk(
                worst.map(Map.Entry::getKey).orElse(null),
                worst.map(w -> Traffic.rounded((double) w.getValue() / placed, 1000))
                        .orElse(0.0),
                oneSite,
                oneRegion,
                oneCorridor);
    }
}
