package io.archipelago.placement.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.statistics.Statistics;

/** An explanation is worth something only if it is true: what it says would change the answer, must, and less must not. */
class CounterfactualsTest {
    private static final Budget STEPS = Budget.steps(200);

    private final PlacementEngine engine = new PlacementEngine();

    @Property(tries = 100)
    void a_stated_change_makes_the_stated_site_win(@ForAll long seed) {
        var problem = Problems.random(seed);
        var counterfactuals = new Counterfactuals(problem, STEPS);
        var before = engine.plan(Problems.random(seed), STEPS).counts();
        int group = (int) Math.floorMod(seed, (long) problem.groupCount());
        for (int site = 0; site < problem.siteCount(); site++) {
            var flips = counterfactuals.flips(group, site, freed(problem, group, site));
            for (var flip : flips) {
                var changed = Problems.random(seed);
                apply(changed, flip.change());
                assertThat(engine.plan(changed, STEPS).counts()[group][site])
                        .as("%s for group %d of problem %d", flip, group, seed)
                        .isGreaterThan(before[group][site]);
            }
            if (before[group][site] == 0)
                Statistics.label("sites that do not run it, by flips found").collect(flips.size());
        }
    }

    @Property(tries = 100)
    void a_step_less_does_not(@ForAll long seed) {
        var problem = Problems.random(seed);
        var counterfactuals = new Counterfactuals(problem, STEPS);
        var before = counterfactuals.plan().counts();
        for (int site = 0; site < problem.siteCount(); site++)
            for (var flip : counterfactuals.flips(0, site, List.of())) {
                var less = Problems.random(seed);
                switch (flip.change()) {
                    case Change.Discount d -> apply(less, new Change.Discount(site, d.permille() - 1));
                    case Change.Nearer n -> apply(less, new Change.Nearer(site, n.ms() - 1));
                    default -> {
                        continue; // capacity and ceilings go by replicas and hundredths
                    }
                }
                assertThat(engine.plan(less, STEPS).counts()[0][site])
                        .as("less than %s in problem %d", flip, seed)
                        .isLessThanOrEqualTo(before[0][site]);
            }
    }

    @Property(tries = 100)
    void what_binds_is_a_constraint_without_which_the_group_runs_elsewhere(@ForAll long seed) {
        var problem = Problems.random(seed);
        var counterfactuals = new Counterfactuals(problem, STEPS);
        for (int g = 0; g < problem.groupCount(); g++) {
            int group = g;
            var freed = IntStream.range(0, problem.siteCount())
                    .mapToObj(site -> freed(problem, group, site))
                    .filter(sites -> !sites.isEmpty())
                    .distinct()
                    .toList();
            for (var binding : counterfactuals.binding(g, freed)) {
                var changed = Problems.random(seed);
                apply(changed, binding.without());
                var without = engine.plan(changed, STEPS);
                assertThat(without.counts()[g])
                        .isNotEqualTo(counterfactuals.plan().counts()[g]);
                assertThat(binding.savesPerHour())
                        .isEqualTo(counterfactuals.plan().total().total()
                                - without.total().total());
                Statistics.label("binding").collect(binding.without().getClass().getSimpleName());
            }
        }
    }

    /** All sites from which the same reason keeps the group. */
    private static List<Integer> freed(PlacementProblem problem, int group, int site) {
        int reason = problem.exclusion(group, site);
        return IntStream.range(0, problem.siteCount())
                .filter(other -> reason != 0 && problem.exclusion(group, other) == reason)
                .boxed()
                .toList();
    }

    /** Written against the model's own arrays, so that it shares nothing with what is tested. */
    private static void apply(PlacementProblem problem, Change change) {
        switch (change) {
            case Change.Discount discount -> {
                for (var group : problem.groups) {
                    long price = group.price[discount.site()];
                    group.price[discount.site()] = price - price * discount.permille() / 1000;
                }
            }
            case Change.Nearer nearer -> {
                int site = nearer.site();
                for (var row : problem.areaRttMs) row[site] = Math.max(0, row[site] - nearer.ms());
                for (int other = 0; other < problem.siteCount(); other++) {
                    if (other == site) continue;
                    problem.siteRttMs[site][other] = Math.max(0, problem.siteRttMs[site][other] - nearer.ms());
                    problem.siteRttMs[other][site] = Math.max(0, problem.siteRttMs[other][site] - nearer.ms());
                }
            }
            case Change.MoreCapacity more -> {
                long[] capacity = problem.sites[more.site()].capacity();
                for (int r = 0; r < capacity.length; r++)
                    capacity[r] += more.amounts().get(r);
            }
            case Change.Admitted admitted -> {
                for (int site : admitted.sites()) problem.groups[admitted.group()].exclusion[site] = 0;
            }
            case Change.HigherCeiling higher -> {
                var group = problem.groups[higher.group()];
                group.budgetPerHour = higher.by() > Long.MAX_VALUE - group.budgetPerHour
                        ? Long.MAX_VALUE
                        : group.budgetPerHour + higher.by();
            }
            case Change.NoSiteLimit free -> {
                var group = problem.groups[free.group()];
                group.spread = new Spread(
                        Integer.MAX_VALUE,
                        1000,
                        group.spread.minSites(),
                        group.spread.minRegions(),
                        group.spread.minCorridors());
            }
            case Change.NoSpread free -> {
                var group = problem.groups[free.group()];
                group.spread = new Spread(group.spread.maxPerSite(), group.spread.maxSharePermille(), 1, 1);
            }
        }
    }

    @Property(tries = 50)
    void a_question_leaves_the_problem_as_it_is(@ForAll long seed) {
        var problem = Problems.random(seed);
        var before = engine.plan(problem, STEPS);
        new Counterfactuals(problem, STEPS).flips(0, 0, freed(problem, 0, 0));
        var after = engine.plan(problem, STEPS);
        assertThat(Arrays.deepEquals(after.counts(), before.counts())).isTrue();
        assertThat(after.total()).isEqualTo(before.total());
    }
}
