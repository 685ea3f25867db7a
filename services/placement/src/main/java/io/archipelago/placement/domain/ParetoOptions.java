package io.archipelago.placement.domain;

import io.archipelago.events.quantity.Usd;
import io.archipelago.placement.domain.Planner.Decision;
import java.util.ArrayList;
import java.util.List;

/**
 * What the same demands would lead to if one thing alone mattered: money, nearness or clean power. Each is planned with
 * those prices weighted and measured with the prices that hold, beside the plan that weighs them all.
 */
final class ParetoOptions {
    /** Dearer than the other causes by so much that they only decide between equals. */
    private static final long ABOVE_ALL = 1000;

    private final RegionState state;
    private final Planner planner;
    private final Decision balanced;

    ParetoOptions(RegionState state, Planner planner, Decision balanced) {
        this.state = state;
        this.planner = planner;
        this.balanced = balanced;
    }

    List<Preview.Option> options() {
        var prices = planner.prices;
        var found = new ArrayList<Preview.Option>();
        found.add(option("balanced", balanced));
        found.add(option("cheapest", weighted(prices, Usd.ZERO, Usd.ZERO, Usd.ZERO)));
        found.add(option(
                "fastest",
                weighted(
                        prices,
                        prices.carbonTonne(),
                        prices.waiting().times(ABOVE_ALL),
                        prices.misses().times(ABOVE_ALL))));
        found.add(option(
                "greenest",
                weighted(prices, prices.carbonTonne().times(ABOVE_ALL), prices.waiting(), prices.misses())));
        return found.stream().map(option -> judged(option, found)).toList();
    }

    private Decision weighted(Prices prices, Usd carbonTonne, Usd waiting, Usd misses) {
        var weighted = new Planner(
                new Prices(
                        carbonTonne,
                        prices.wattsPerCpu(),
                        prices.wattsPerGibibyte(),
                        prices.powerUsageEffectiveness(),
                        waiting,
                        misses,
                        prices.move(),
                        prices.paybackHours()),
                planner.steps);
        return weighted.decide(state);
    }

    private Preview.Option option(String name, Decision decision) {
        var problem = balanced.model().problem();
        var counts = decision.plan().counts();
        var measured = new Decision(balanced.model(), planner.engine.assess(problem, counts));
        return new Preview.Option(
                name,
                new Totalling(planner.prices).of(measured),
                measured.plan().moves(),
                null);
    }

    private static Preview.Option judged(Preview.Option option, List<Preview.Option> all) {
        int index = all.indexOf(option);
        for (int i = 0; i < all.size(); i++)
            if (i != index && dominates(all.get(i).totals(), option.totals(), i < index))
                return new Preview.Option(
                        option.name(),
                        option.totals(),
                        option.moves(),
                        all.get(i).name());
        return option;
    }

    /** @param evenIfEqual of two that are alike, the one named first stands for both */
    private static boolean dominates(Preview.Totals a, Preview.Totals b, boolean evenIfEqual) {
        int money = paid(a).compareTo(paid(b));
        int latency = Double.compare(a.meanRttMs(), b.meanRttMs());
        int carbon = Double.compare(a.gramsCo2PerHour(), b.gramsCo2PerHour());
        int waiting = Integer.compare(a.waiting(), b.waiting());
        if (money > 0 || latency > 0 || carbon > 0 || waiting > 0) return false;
        return evenIfEqual || money < 0 || latency < 0 || carbon < 0 || waiting < 0;
    }

    private static Usd paid(Preview.Totals totals) {
        return totals.perHour().compute().plus(totals.perHour().transfer());
    }
}
