package io.archipelago.placement.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.archipelago.placement.engine.Alternatives.Blocker;
import io.archipelago.placement.engine.Alternatives.Flip;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.statistics.Statistics;

/** An explanation is worth something only if it is true: what it says would change the answer, must. */
class ExplainerTest {
    private final PlacementEngine engine = new PlacementEngine();

    @Property
    void a_flip_really_flips(@ForAll long seed) {
        var problem = Problems.random(seed);
        var plan = engine.plan(problem, Budget.steps(200));
        var kinds = new ArrayList<String>();
        var explainer = engine.explainer(problem, plan);
        for (int g = 0; g < problem.groupCount(); g++)
            for (var flip : explainer.explain(g).flips()) {
                kinds.add(flip.getClass().getSimpleName());
                var changed = Problems.random(seed);
                apply(changed, g, flip);
                var after = PlanState.of(changed, plan.counts());
                var rules = new MoveRules(after);
                assertThat(rules.blocker(g, flip.from(), flip.site()))
                        .as("%s of group %d in problem %d", flip, g, seed)
                        .isInstanceOf(Blocker.Open.class);
                if (flip.from() >= 0)
                    assertThat(after.delta(g, flip.from(), flip.site()))
                            .as("%s of group %d in problem %d", flip, g, seed)
                            .isNegative();
                else assertThat(after.placed[g]).isLessThan(changed.neededReplicas(g));
            }
        Statistics.label("flips").collect(kinds.isEmpty() ? "none" : kinds.getFirst());
    }

    private static void apply(PlacementProblem problem, int group, Flip flip) {
        switch (flip) {
            case Flip.Price price -> problem.groups[group].price[price.site()] = price.below();
            case Flip.MoreCapacity more -> problem.sites[more.site()].capacity()[more.resource()] += more.amount();
            case Flip.ExclusionLifted lifted -> problem.groups[group].exclusion[lifted.site()] = 0;
            case Flip.HigherBudget higher -> problem.groups[higher.payer()].budgetPerHour += higher.by();
        }
    }

    @Property
    void every_site_is_accounted_for_and_the_runner_up_is_the_cheapest_open_one(@ForAll long seed) {
        var problem = Problems.random(seed);
        var plan = engine.plan(problem, Budget.steps(200));
        var explainer = engine.explainer(problem, plan);
        for (int g = 0; g < problem.groupCount(); g++) {
            var alternatives = explainer.explain(g);
            assertThat(alternatives.bySite()).hasSize(problem.siteCount());
            List<Long> open = new ArrayList<>();
            for (var alternative : alternatives.bySite()) {
                assertThat(alternative.replicas()).isEqualTo(plan.counts()[g][alternative.site()]);
                if (alternative.blocker() instanceof Blocker.Open && alternative.from() >= 0)
                    open.add(alternative.deltaMicroUsd());
            }
            assertThat(alternatives.runnerUp().map(Alternatives.Alternative::deltaMicroUsd))
                    .isEqualTo(open.stream().min(Long::compare));
        }
    }
}
