package io.archipelago.placement.assign;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class EvictionTest {

    @Property(tries = 200)
    void an_eviction_costs_no_more_than_allowed(
            @ForAll long seed,
            @ForAll @IntRange(min = 2, max = 30) int items,
            @ForAll @IntRange(min = 2, max = 8) int bins,
            @ForAll @IntRange(min = 0, max = 50) int allowance) {
        var model = RandomModels.model(seed, items, bins);
        var reach = new Reach(model);
        Assume.that(reach.movable().length > 0);
        var state = new State(model, reach);
        state.overPrice = 1;
        state.rulePrice = 10;
        var dice = new Dice(seed);
        var eviction = new Eviction(model, reach, state, dice, new ItemDraw(model, reach, state, dice, 0.25));
        for (int i = 0; i < 100; i++) {
            double before = state.priced();
            eviction.attempt(allowance);
            StateTest.agree(state, model);
            assertThat(state.priced()).isLessThanOrEqualTo(before + allowance);
        }
    }

    @Property(tries = 200)
    void one_that_may_not_be_leaves_no_trace(@ForAll long seed) {
        var model = RandomModels.model(seed, 30, 8);
        var reach = new Reach(model);
        Assume.that(reach.movable().length > 0);
        var state = new State(model, reach);
        state.overPrice = 1;
        state.rulePrice = 10;
        var dice = new Dice(seed);
        var eviction = new Eviction(model, reach, state, dice, new ItemDraw(model, reach, state, dice, 0.25));
        for (int i = 0; i < 100; i++) eviction.attempt(Double.NEGATIVE_INFINITY);
        var bins = new int[model.items];
        state.copyTo(bins);
        assertThat(bins).isEqualTo(model.home);
        StateTest.agree(state, model);
    }
}
