package io.archipelago.placement.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GroupProgramTest {
    private static final long RENT = 100_000;
    private static final long BUSY = 1_000_000; // requests per 1,000 s that one replica answers

    @Test
    void two_areas_too_far_apart_for_one_replica_are_worth_a_replica_each() {
        var problem = farApart(Spread.NONE, BUSY / 2, BUSY / 2);
        long guessed = proven(problem, false);
        long programmed = proven(problem, true);
        assertThat(guessed).isLessThan(2 * RENT);
        assertThat(programmed).isBetween(2 * RENT - RENT / 1000, 2 * RENT);
    }

    @Test
    void a_limit_per_site_sends_what_is_above_it_to_the_next() {
        var problem = farApart(new Spread(2, 1000, 1, 1), 3 * BUSY, 1);
        long away = Rates.perHour(BUSY, 1_000 * 400); // a replica's requests, answered from the other side of the world
        assertThat(proven(problem, true)).isBetween(4 * RENT + away - 2 * RENT / 1000, 4 * RENT + away);
    }

    /** Two sites, each beside one area and 400 ms from the other. */
    private static PlacementProblem farApart(Spread spread, long... demand) {
        var problem = PlacementProblem.builder().resources("cpu");
        for (var name : new String[] {"east", "west"})
            problem.site(new SiteSpec(name, name, new long[] {100}, new long[1], 0));
        problem.area("east", new int[] {0, 400});
        problem.area("west", new int[] {400, 0});
        problem.group(GroupSpec.of("g")
                .replicas(1, 4)
                .uses(1)
                .price(new long[] {RENT, RENT})
                .demand(demand, BUSY)
                .latency(new LatencyGoal(1_000, 1_000, 1_000, 10_000_000))
                .spread(spread));
        return problem.build();
    }

    /** Micro-USD per hour, with the worth of requests guessed or programmed. */
    private static long proven(PlacementProblem problem, boolean programmed) {
        var space = new GroupProgram.Space(problem);
        var dual = new GroupDual(problem);
        long[] rent = {RENT * GroupDual.UNIT, RENT * GroupDual.UNIT};
        for (int s = 0; s < 2; s++) {
            dual.site[s] = space.site[s] = s;
            space.rent[s] = RENT;
        }
        space.sites = 2;
        dual.load(0, 2);
        var worth = new long[2];
        if (programmed) new GroupProgram(problem, 0).worth(space, 100, worth);
        else dual.guess(rent, worth);
        dual.cap(worth);
        return Math.floorDiv(dual.solve(rent, worth), GroupDual.UNIT);
    }
}
