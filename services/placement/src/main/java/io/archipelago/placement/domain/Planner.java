package io.archipelago.placement.domain;

import io.archipelago.placement.engine.Budget;
import io.archipelago.placement.engine.Explainer;
import io.archipelago.placement.engine.LivePlan;
import io.archipelago.placement.engine.PlacementEngine;
import io.archipelago.placement.engine.Plan;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Plans all workloads of this region at once: they compete for the same room and call each other. */
final class Planner {

    /** @param plan counts per group and site of the model, and what they cost */
    record Decision(Model model, Plan plan) {}

    final PlacementEngine engine = new PlacementEngine();
    final Prices prices;
    final long steps;
    private @Nullable LivePlan live;

    /** @param steps of improvement per run: a limit in work, not in time, so that every machine plans alike */
    Planner(Prices prices, long steps) {
        this.prices = prices;
        this.steps = steps;
    }

    /**
     * Goes on from the decision before: only what changed since then is planned again, and what that touches. The first
     * decision after a start plans everything from what runs.
     */
    Decision proceed(RegionState state) {
        var model = model(state, plannable(state));
        var known = live;
        if (known != null) return new Decision(model, known.replan(model.problem(), Budget.steps(steps)));
        live = engine.live(model.problem(), Budget.steps(steps));
        return new Decision(model, live.plan());
    }

    /** Decides as if for the first time; the next real decision knows nothing of it. */
    Decision decide(RegionState state) {
        return decide(state, plannable(state));
    }

    Decision decide(RegionState state, Collection<String> workloads) {
        var model = model(state, workloads);
        return new Decision(model, engine.plan(model.problem(), Budget.steps(steps)));
    }

    /** What runs or was asked for, as if it had been decided now. */
    Decision standing(RegionState state, Collection<String> workloads) {
        var model = model(state, workloads);
        return new Decision(
                model, engine.assess(model.problem(), model.problem().currentCounts()));
    }

    Explainer explainer(Decision decision) {
        return engine.explainer(decision.model().problem(), decision.plan());
    }

    Model model(RegionState state, Collection<String> workloads) {
        return new ModelBuilder(state, prices).build(workloads);
    }

    /** The workloads this region plans and the law has spoken of. */
    static List<String> plannable(RegionState state) {
        return state.workloads.values().stream()
                .filter(fact -> !fact.declared().removed())
                .map(fact -> fact.declared().name())
                .filter(name -> state.ruling(name).isPresent())
                .filter(name -> state.ownClaim(name).isPresent())
                .toList();
    }
}
