package io.archipelago.placement.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.archipelago.placement.engine.Alternatives.Blocker;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** What the engine promises for any problem at all. */
class PlacementEngineTest {
    private static final Budget STEPS = Budget.steps(200);

    private final PlacementEngine engine = new PlacementEngine();

    @Property
    void the_price_of_a_step_is_what_a_full_reckoning_says(@ForAll long seed) {
        var problem = Problems.any(seed);
        var state = new PlanState(problem);
        var random = new Random(seed);
        for (int i = 0; i < 60; i++) {
            int g = random.nextInt(problem.groupCount());
            int from = random.nextInt(problem.siteCount() + 1) - 1;
            int to = random.nextInt(problem.siteCount() + 1) - 1;
            if (from >= 0 && state.counts[g][from] == 0) from = -1;
            if (from == to) continue;
            long before = state.total();
            long delta = state.delta(g, from, to);
            assertThat(state.total()).isEqualTo(before);
            state.change(g, from, to);
            assertThat(state.total()).isEqualTo(before + delta).isEqualTo(Reckoning.total(problem, state.counts));
        }
    }

    @Property
    void no_site_holds_more_than_its_limit(@ForAll long seed) {
        var problem = Problems.any(seed);
        var plan = engine.plan(problem, STEPS);
        for (int s = 0; s < problem.siteCount(); s++)
            for (int r = 0; r < problem.resourceCount(); r++) {
                long planned = 0;
                for (int g = 0; g < problem.groupCount(); g++)
                    planned += plan.counts()[g][s] * problem.groups[g].perReplica[r];
                if (planned > 0)
                    assertThat(planned + problem.sites[s].usedByOthers()[r]).isLessThanOrEqualTo(problem.limit(s, r));
            }
    }

    @Property
    void nothing_runs_where_it_is_excluded_nor_too_much_at_one_site_nor_above_its_maximum(@ForAll long seed) {
        var problem = Problems.any(seed);
        var plan = engine.plan(problem, STEPS);
        for (int g = 0; g < problem.groupCount(); g++) {
            assertThat(Arrays.stream(plan.counts()[g]).sum()).isLessThanOrEqualTo(problem.groups[g].maxReplicas);
            for (int s = 0; s < problem.siteCount(); s++) {
                if (plan.counts()[g][s] == 0) continue;
                assertThat(problem.exclusion(g, s)).isZero();
                assertThat(plan.counts()[g][s]).isLessThanOrEqualTo(problem.groups[g].limitPerSite());
            }
        }
    }

    @Property
    void nobody_pays_more_than_the_ceiling(@ForAll long seed) {
        var problem = Problems.any(seed);
        var plan = engine.plan(problem, STEPS);
        for (int g = 0; g < problem.groupCount(); g++)
            assertThat(plan.costs()[g].spend()).isLessThanOrEqualTo(problem.groups[g].budgetPerHour);
    }

    @Property
    void the_same_problem_gives_the_same_plan(@ForAll long seed) {
        var first = engine.plan(Problems.any(seed), STEPS);
        var second = engine.plan(Problems.any(seed), STEPS);
        assertThat(second.counts()).isDeepEqualTo(first.counts());
        assertThat(second.total()).isEqualTo(first.total());
        assertThat(second.shortfalls()).isEqualTo(first.shortfalls());
    }

    @Property(tries = 10)
    void the_number_of_threads_makes_no_difference(@ForAll long seed) {
        var problem = Problems.crowd(seed);
        var alone = new PlacementEngine(new Threads(1)).live(problem, STEPS);
        for (int threads = 2; threads <= 3; threads++) {
            var shared = new PlacementEngine(new Threads(threads)).live(problem, STEPS);
            assertThat(shared.plan().counts()).isDeepEqualTo(alone.plan().counts());
            assertThat(shared.plan().costs()).isEqualTo(alone.plan().costs());
            assertThat(shared.plan().total())
                    .isEqualTo(alone.plan().total())
                    .isEqualTo(engine.assess(problem, alone.plan().counts()).total());
            assertThat(shared.plan().shortfalls()).isEqualTo(alone.plan().shortfalls());
            assertThat(shared.lowerBound()).isEqualTo(alone.lowerBound());
        }
    }

    @Property
    void planning_again_and_again_comes_to_rest(@ForAll long seed) {
        var plan = engine.plan(Problems.random(seed), STEPS);
        for (int round = 0; round < 6; round++) {
            var again = engine.plan(Problems.random(seed, plan.counts()), STEPS);
            if (Arrays.deepEquals(again.counts(), plan.counts())) return;
            if (plan.shortfalls().isEmpty()) // else it may cost more to place or spread what was missing
            assertThat(again.total().total()).isLessThanOrEqualTo(plan.total().total());
            plan = again;
        }
        throw new AssertionError("problem " + seed + " never comes to rest");
    }

    @Property
    void every_replica_that_waits_has_its_reason_and_the_reason_is_true(@ForAll long seed) {
        var problem = Problems.any(seed);
        var plan = engine.plan(problem, STEPS);
        var state = PlanState.of(problem, plan.counts());
        var rules = new MoveRules(state);
        for (int g = 0; g < problem.groupCount(); g++) {
            int group = g;
            int placed = Arrays.stream(plan.counts()[g]).sum();
            assertThat(plan.waiting()[g]).isEqualTo(Math.max(0, problem.neededReplicas(g) - placed));
            var reasons = plan.shortfalls().stream()
                    .filter(shortfall -> shortfall.group() == group && shortfall.waiting() > 0)
                    .toList();
            if (plan.waiting()[g] == 0) {
                assertThat(reasons).isEmpty();
                continue;
            }
            assertThat(reasons).singleElement().satisfies(reason -> {
                assertThat(reason.waiting()).isEqualTo(plan.waiting()[group]);
                for (int s = 0; s < problem.siteCount(); s++)
                    assertThat(rules.blocker(group, -1, s)).isNotInstanceOf(Blocker.Open.class);
                assertTrue(problem, state, reason);
            });
        }
    }

    private static void assertTrue(PlacementProblem problem, PlanState state, Shortfall reason) {
        switch (reason) {
            case Shortfall.NoEligibleSite none -> {
                for (int s = 0; s < problem.siteCount(); s++)
                    assertThat(problem.exclusion(none.group(), s)).isNotZero();
            }
            case Shortfall.NoRoom full -> {
                assertThat(problem.exclusion(full.group(), full.site())).isZero();
                assertThat(state.isShort(full.group(), full.site(), full.resource()))
                        .isTrue();
                assertThat(full.shortBy()).isPositive();
            }
            case Shortfall.OverBudget over ->
                assertThat(over.spendWithOneMore()).isGreaterThan(over.ceiling());
            case Shortfall.TooConcentrated dense ->
                assertThat(dense.limitPerSite()).isEqualTo(problem.groups[dense.group()].limitPerSite());
            default -> throw new AssertionError("not a reason to wait: " + reason);
        }
    }

    @Test
    void what_runs_moves_for_money_only_where_that_repays_and_only_as_often_as_may_be() {
        assertThat(sixAtADearSite(Integer.MAX_VALUE, 24 * 89)).containsExactly(0, 6); // 90 an hour are to be saved
        assertThat(sixAtADearSite(Integer.MAX_VALUE, 24 * 91)).containsExactly(6, 0);
        assertThat(sixAtADearSite(2, 0)).containsExactly(4, 2);
        assertThat(sixAtADearSite(0, 0)).containsExactly(6, 0);
    }

    private int[] sixAtADearSite(int changeBudget, long moveCost) {
        var problem =
                PlacementProblem.builder().resources("cpu").paybackHours(24).changeBudget(changeBudget);
        for (var name : List.of("dear", "cheap"))
            problem.site(new SiteSpec(name, name, new long[] {9}, new long[] {0}, 0));
        problem.group(GroupSpec.of("group")
                .replicas(6, 6)
                .uses(1)
                .price(new long[] {100, 10})
                .current(new int[] {6, 0}, moveCost));
        return engine.plan(problem.build(), STEPS).counts()[0];
    }

    @Property
    void a_wanted_spread_is_reached_or_it_is_said_how_far_it_got(@ForAll long seed) {
        var problem = Problems.any(seed);
        var plan = engine.plan(problem, STEPS);
        var missed = plan.shortfalls().stream()
                .filter(Shortfall.SpreadMissed.class::isInstance)
                .toList();
        var expected = new ArrayList<Shortfall>();
        for (int g = 0; g < problem.groupCount(); g++) {
            int[] counts = plan.counts()[g];
            if (plan.waiting()[g] > 0 || Arrays.stream(counts).sum() == 0) continue;
            for (var scope : Scope.values()) {
                int got = (int) IntStream.range(0, counts.length)
                        .filter(s -> counts[s] > 0)
                        .mapToObj(s -> domain(problem.site(s), scope))
                        .distinct()
                        .count();
                int wanted = problem.distinctWanted(g, scope);
                if (got < wanted) expected.add(new Shortfall.SpreadMissed(g, 0, scope, wanted, got));
            }
        }
        assertThat(missed).isEqualTo(expected);
    }

    private static String domain(SiteSpec site, Scope scope) {
        return switch (scope) {
            case SITE -> site.name();
            case REGION -> site.region();
            case CORRIDOR -> site.corridor();
        };
    }

    @Test
    void two_regions_in_one_corridor_are_not_far_enough_apart() {
        for (var current : List.of(new int[3], new int[] {1, 1, 0}, new int[] {2, 0, 0}, new int[] {1, 0, 1})) {
            var problem = PlacementProblem.builder().resources("cpu");
            problem.site(new SiteSpec("cheap", "eu", "cable", new long[] {9}, new long[1], 0));
            problem.site(new SiteSpec("fair", "us", "cable", new long[] {9}, new long[1], 0));
            problem.site(new SiteSpec("dear", "ap", "grid", new long[] {9}, new long[1], 0));
            problem.group(GroupSpec.of("group")
                    .replicas(2, 2)
                    .uses(1)
                    .price(new long[] {10, 20, 100})
                    .spread(new Spread(Integer.MAX_VALUE, 1000, 1, 2, 2))
                    .current(current, 0));
            assertThat(engine.plan(problem.build(), STEPS).counts()[0]).containsExactly(1, 0, 1);
        }
    }

    @Property
    void all_demand_is_sent_somewhere_in_thousandths_that_add_up(@ForAll long seed) {
        var problem = Problems.any(seed);
        var plan = engine.plan(problem, STEPS);
        for (var split : plan.splits()) {
            assertThat(Arrays.stream(split.permille()).sum()).isEqualTo(1000);
            for (int s : split.sites())
                assertThat(plan.counts()[split.group()][s]).isPositive();
        }
    }

    @Property
    void a_more_important_group_never_waits_for_room_that_a_lesser_one_holds_alone(@ForAll long seed) {
        var random = new Random(seed);
        int room = 1 + random.nextInt(8);
        var problem = PlacementProblem.builder().resources("cpu");
        problem.site(new SiteSpec("only", "eu", new long[] {room}, new long[] {0}, 0));
        int low = 1 + random.nextInt(8);
        int high = 1 + random.nextInt(8);
        problem.group(GroupSpec.of("low")
                .replicas(low, low)
                .uses(1)
                .price(new long[] {10})
                .priority(1)
                .current(new int[] {Math.min(low, room)}, 0));
        problem.group(GroupSpec.of("high")
                .replicas(high, high)
                .uses(1)
                .price(new long[] {10})
                .priority(2));
        var plan = engine.plan(problem.build(), STEPS);
        assertThat(plan.counts()[1][0]).isEqualTo(Math.min(high, room));
        assertThat(plan.counts()[0][0]).isEqualTo(Math.min(low, room - plan.counts()[1][0]));
    }
}
