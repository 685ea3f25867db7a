package io.archipelago.placement.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** A plan kept up to date must be as lawful as one made anew, and not much dearer. */
class LivePlanTest {
    private static final Budget STEPS = Budget.steps(300);

    private final PlacementEngine engine = new PlacementEngine();

    @Property
    void a_lost_site_is_left_within_the_law(@ForAll long seed) {
        for (var problem : new PlacementProblem[] {Problems.random(seed), Problems.many(seed)}) {
            var live = engine.live(problem, STEPS);
            int site = new Random(seed).nextInt(problem.siteCount());
            var gone = problem.withSite(site, without(problem.site(site)));
            assertLawful(gone, live.replan(gone, Budget.steps(0)));
            assertLawful(problem, live.replan(problem, STEPS)); // it comes back
        }
    }

    @Property
    void where_there_is_room_only_the_displaced_move(@ForAll long seed) {
        var problem = roomy(Problems.many(seed));
        var live = engine.live(problem, STEPS);
        var before = live.plan();
        int site = busiest(before);
        var after = live.replan(problem.withSite(site, without(problem.site(site))), Budget.steps(0));
        var looked = new BitSet(); // who misses something is looked at again, whatever changed
        for (var shortfall : before.shortfalls()) looked.set(shortfall.group());
        for (int g = 0; g < problem.groupCount(); g++)
            if (before.counts()[g][site] == 0 && !looked.get(g))
                assertThat(after.counts()[g]).as("group %d", g).isEqualTo(before.counts()[g]);
    }

    @Test
    void what_is_replanned_is_on_the_whole_no_dearer_than_a_new_plan() {
        long replanned = 0;
        long planned = 0;
        for (long seed = 0; seed < 300; seed++) {
            var problem = roomy(Problems.many(seed));
            var live = engine.live(problem, STEPS);
            int site = busiest(live.plan());
            var gone = problem.withSite(site, without(problem.site(site)));
            var after = live.replan(gone, STEPS);
            var anew = engine.plan(gone, STEPS);
            assertThat(after.waiting()).isEqualTo(anew.waiting());
            replanned += after.total().total();
            planned += anew.total().total();
        }
        assertThat(replanned).isLessThanOrEqualTo(planned);
    }

    /** Room for all and no ceilings: nobody has to make way for anybody. */
    private static PlacementProblem roomy(PlacementProblem problem) {
        for (var group : problem.groups) group.budgetPerHour = Long.MAX_VALUE;
        for (int s = 0; s < problem.siteCount(); s++) {
            var site = problem.site(s);
            problem = problem.withSite(
                    s,
                    new SiteSpec(
                            site.name(), site.region(), site.corridor(), new long[] {10_000, 10_000}, new long[2], 0));
        }
        return problem;
    }

    @Property
    void a_changed_group_is_planned_anew_and_the_books_still_balance(@ForAll long seed) {
        var problem = Problems.random(seed);
        var live = engine.live(problem, STEPS);
        var random = new Random(seed);
        for (int round = 0; round < 3; round++) {
            problem = withOneGroupChanged(problem, random);
            assertLawful(problem, live.replan(problem, STEPS));
        }
    }

    @Property(tries = 200)
    void the_same_changes_give_the_same_plans(@ForAll long seed) {
        assertThat(story(seed)).isDeepEqualTo(story(seed));
    }

    private int[][][] story(long seed) {
        var random = new Random(seed);
        var problem = Problems.many(seed);
        var live = engine.live(problem, STEPS);
        var plans = new ArrayList<int[][]>();
        plans.add(live.plan().counts());
        for (int round = 0; round < 3; round++) {
            int site = random.nextInt(problem.siteCount());
            problem = problem.withSite(site, without(problem.site(site)));
            plans.add(live.replan(problem, STEPS).counts());
        }
        return plans.toArray(int[][][]::new);
    }

    private static PlacementProblem withOneGroupChanged(PlacementProblem problem, Random random) {
        var builder = PlacementProblem.builder()
                .resources("cpu", "memory")
                .siteRttMs(problem.siteRttMs)
                .transferPrice(problem.transferPrice);
        for (var site : problem.sites) builder.site(site);
        for (int a = 0; a < problem.areaCount(); a++) builder.area(problem.areaName(a), problem.areaRttMs[a]);
        int changed = random.nextInt(problem.groupCount());
        for (int g = 0; g < problem.groupCount(); g++)
            builder.group(g == changed ? grown(problem.groups[g]) : problem.groups[g]);
        for (var affinity : problem.affinities) builder.affinity(affinity);
        return builder.build();
    }

    private static GroupSpec grown(GroupSpec group) {
        return GroupSpec.of(group.name)
                .replicas(group.minReplicas + 1, group.maxReplicas + 1)
                .uses(group.perReplica)
                .price(group.price)
                .carbonPrice(group.carbonPrice)
                .exclusions(group.exclusion)
                .demand(group.demandMilliRps, group.serviceMilliRps)
                .latency(group.latency)
                .spread(group.spread)
                .current(group.current, group.moveCost)
                .priority(group.priority);
    }

    private static int busiest(Plan plan) {
        var load = new int[plan.counts()[0].length];
        for (int[] row : plan.counts()) for (int s = 0; s < row.length; s++) load[s] += row[s];
        int best = 0;
        for (int s = 0; s < load.length; s++) if (load[s] > load[best]) best = s;
        return best;
    }

    private static SiteSpec without(SiteSpec site) {
        return new SiteSpec(site.name(), site.region(), site.corridor(), new long[2], new long[2], 0);
    }

    private void assertLawful(PlacementProblem problem, Plan plan) {
        for (int s = 0; s < problem.siteCount(); s++)
            for (int r = 0; r < problem.resourceCount(); r++) {
                long planned = 0;
                for (int g = 0; g < problem.groupCount(); g++)
                    planned += plan.counts()[g][s] * problem.groups[g].perReplica[r];
                if (planned > 0)
                    assertThat(planned + problem.sites[s].usedByOthers()[r]).isLessThanOrEqualTo(problem.limit(s, r));
            }
        for (int g = 0; g < problem.groupCount(); g++)
            for (int s = 0; s < problem.siteCount(); s++) {
                if (plan.counts()[g][s] == 0) continue;
                assertThat(problem.exclusion(g, s)).isZero();
                assertThat(plan.counts()[g][s]).isLessThanOrEqualTo(problem.limitPerSite(g));
            }
        var reckoned = engine.assess(problem, plan.counts());
        assertThat(plan.total()).isEqualTo(reckoned.total());
        assertThat(plan.costs()).isEqualTo(reckoned.costs());
        assertThat(plan.waiting()).isEqualTo(reckoned.waiting());
        assertThat(plan.withinObjectivePermille()).isEqualTo(reckoned.withinObjectivePermille());
        assertThat(plan.moves()).isEqualTo(reckoned.moves());
    }
}
