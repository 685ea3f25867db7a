package io.archipelago.placement.assign;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class StateTest {

    @Property(tries = 200)
    void what_is_kept_by_differences_equals_a_recomputation(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 30) int items,
            @ForAll @IntRange(min = 2, max = 8) int bins) {
        var model = RandomModels.model(seed, items, bins);
        var state = new State(model, new Reach(model));
        var random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            state.overPrice = random.nextInt(3);
            state.rulePrice = random.nextInt(30);
            change(state, model, random);
            agree(state, model);
        }
    }

    private static void change(State state, AssignmentModel model, Random random) {
        double allowance = random.nextBoolean() ? Double.POSITIVE_INFINITY : random.nextInt(200);
        int one = random.nextInt(model.items);
        int other = random.nextInt(model.items);
        int bin = random.nextInt(model.bins);
        switch (random.nextInt(3)) {
            case 0 -> state.shift(one, bin, allowance);
            case 1 -> state.swap(one, other, allowance);
            default -> state.relay(one, other, bin, allowance);
        }
    }

    static void agree(State state, AssignmentModel model) {
        var bins = new int[model.items];
        state.copyTo(bins);
        var scratch = Evaluation.of(model, bins);
        assertThat(state.cost()).isEqualTo(scratch.cost());
        assertThat(state.feasible()).isEqualTo(scratch.feasible());
        assertThat(state.missing()).isEqualTo(scratch.missingLocations() + scratch.missingDependencies());
        assertThat(scratch.conflicts() + scratch.forbidden()).isZero();
        int away = 0;
        for (int p = 0; p < bins.length; p++) if (bins[p] != model.home[p]) away++;
        assertThat(state.awayCount()).isEqualTo(away);
        for (int i = 0; i < away; i++) assertThat(bins[state.away(i)]).isNotEqualTo(model.home[state.away(i)]);
    }

    @Property(tries = 200)
    void a_change_costs_no_more_than_allowed(@ForAll long seed, @ForAll @IntRange(min = 0, max = 100) int allowance) {
        var model = RandomModels.model(seed, 20, 6);
        var state = new State(model, new Reach(model));
        state.overPrice = 1;
        state.rulePrice = 10;
        var random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            double before = priced(state);
            boolean moved =
                    switch (random.nextInt(3)) {
                        case 0 -> state.shift(random.nextInt(20), random.nextInt(6), allowance);
                        case 1 -> state.swap(random.nextInt(20), random.nextInt(20), allowance);
                        default -> state.relay(random.nextInt(20), random.nextInt(20), random.nextInt(6), allowance);
                    };
            if (moved) assertThat(priced(state)).isLessThanOrEqualTo(before + allowance);
            else assertThat(priced(state)).isEqualTo(before);
        }
    }

    private static double priced(State state) {
        return state.cost() + state.over() * state.overPrice + state.missing() * state.rulePrice;
    }
}
