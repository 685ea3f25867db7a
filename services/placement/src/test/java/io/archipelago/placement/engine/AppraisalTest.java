package io.archipelago.placement.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.statistics.Statistics;

/** The bound is worth something only if no plan whatsoever undercuts it. */
class AppraisalTest {
    private final PlacementEngine engine = new PlacementEngine();

    @Property
    void no_complete_plan_of_the_engine_undercuts_the_bound(@ForAll long seed) {
        for (var problem :
                new PlacementProblem[] {Problems.random(seed), Problems.many(seed), Problems.untouched(seed)}) {
            var plan = engine.plan(problem, Budget.steps(100));
            boolean complete = complete(plan);
            Statistics.label("complete").collect(complete);
            if (complete)
                assertThat(Appraisal.of(problem, Threads.ofMachine()).bound())
                        .isLessThanOrEqualTo(plan.total().total());
        }
    }

    @Property(tries = 300)
    void no_plan_met_on_a_walk_undercuts_the_bound(@ForAll long seed) {
        var problem = Problems.random(seed);
        long bound = Appraisal.of(problem, Threads.ofMachine()).bound();
        var state = new PlanState(problem);
        var rules = new MoveRules(state);
        var random = new Random(seed);
        int complete = 0;
        for (int i = 0; i < 300; i++) { // a walk through whatever fits
            int g = random.nextInt(problem.groupCount());
            int from = random.nextInt(problem.siteCount() + 1) - 1;
            int to = random.nextInt(problem.siteCount());
            if (from == to || from >= 0 && state.counts[g][from] == 0) continue;
            boolean tooMany = from < 0 && state.placed[g] == problem.groups[g].maxReplicas;
            boolean fits =
                    problem.exclusion(g, to) == 0 && state.counts[g][to] < problem.limitPerSite(g) && state.fits(g, to);
            if (tooMany || !fits) continue;
            state.change(g, from, to);
            if (!complete(new PlanReport(state, rules).plan(0))) continue;
            complete++;
            assertThat(bound).isLessThanOrEqualTo(state.total());
        }
        Statistics.label("complete").collect(complete > 0);
    }

    private static boolean complete(Plan plan) {
        return plan.shortfalls().stream().allMatch(shortfall -> shortfall instanceof Shortfall.DemandUnserved);
    }
}
