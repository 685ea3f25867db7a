package io.archipelago.placement.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import org.junit.jupiter.api.Test;

class OverbookingTest {
    private static final int NEAR = 0;

    @Test
    void who_minds_least_leaves_a_site_that_is_too_full() {
        var state = overbooked(group("first", 200, 10, 11), group("second", 100, 10, 50));
        assertThat(state.counts[0]).containsExactly(0, 1);
        assertThat(state.counts[1]).containsExactly(1, 0);
    }

    @Test
    void where_nobody_finds_another_place_the_most_important_stays() {
        int[] nearOnly = {0, 1};
        var state = overbooked(
                group("lesser", 100, 10, 50).exclusions(nearOnly),
                group("greater", 200, 10, 50).exclusions(nearOnly));
        assertThat(state.placed).containsExactly(0, 1);
    }

    @Test
    void who_was_there_before_is_not_asked() {
        var state = new PlanState(problem(group("old", 100, 10, 11), group("new", 100, 10, 50)));
        state.add(0, NEAR);
        var guests = new BitSet();
        guests.set(1);
        book(state, guests);
        assertThat(state.counts[0]).containsExactly(1, 0);
        assertThat(state.counts[1]).containsExactly(0, 1);
    }

    private static PlanState overbooked(GroupSpec... groups) {
        var state = new PlanState(problem(groups));
        var guests = new BitSet();
        guests.set(0, groups.length);
        book(state, guests);
        return state;
    }

    private static void book(PlanState state, BitSet guests) {
        var appraisal = Appraisal.of(state.problem, Threads.ofMachine());
        var booking = new Overbooking(state, appraisal, new MoveRules(state), new Candidates(state, appraisal), guests);
        booking.open();
        guests.stream().forEach(g -> state.add(g, NEAR));
        booking.close();
        assertThat(state.free[0][NEAR]).isZero();
    }

    /** Two sites; the near one has room for one replica. */
    private static PlacementProblem problem(GroupSpec... groups) {
        var problem = PlacementProblem.builder().resources("cpu");
        problem.site(new SiteSpec("near", "r", new long[] {1}, new long[1], 0));
        problem.site(new SiteSpec("far", "r", new long[] {2}, new long[1], 0));
        for (var group : groups) problem.group(group);
        return problem.build();
    }

    private static GroupSpec group(String name, int priority, long near, long far) {
        return GroupSpec.of(name)
                .replicas(1, 1)
                .uses(1)
                .price(new long[] {near, far})
                .priority(priority);
    }
}
