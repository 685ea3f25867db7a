package io.archipelago.placement.assign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class AssignmentSearchTest {

    @Property(tries = 50)
    void never_breaks_a_hard_rule_and_never_makes_things_worse(
            @ForAll long seed,
            @ForAll @IntRange(min = 0, max = 40) int items,
            @ForAll @IntRange(min = 1, max = 8) int bins) {
        var model = RandomModels.model(seed, items, bins);
        var solution = new AssignmentSearch(model, 2, 1, seed).improve(Budget.steps(20_000));
        var scratch = Evaluation.of(model, solution.bins());
        assertThat(scratch.feasible()).isTrue();
        assertThat(scratch.cost()).isEqualTo(solution.cost());
        assertThat(solution.cost())
                .isLessThanOrEqualTo(Evaluation.of(model, model.home).cost());
    }

    @Property(tries = 10)
    void the_number_of_threads_changes_nothing(@ForAll long seed) {
        var model = RandomModels.model(seed, 60, 10);
        var alone = new AssignmentSearch(model, 3, 1, seed).improve(Budget.steps(50_000));
        var together = new AssignmentSearch(model, 3, 3, seed).improve(Budget.steps(50_000));
        assertThat(together.bins()).isEqualTo(alone.bins());
        assertThat(together.steps()).isEqualTo(alone.steps());
    }

    @Property(tries = 40)
    void finds_the_best_of_all_assignments_of_a_small_model(@ForAll long seed) {
        var model = RandomModels.model(seed, 6, 4);
        var solution = new AssignmentSearch(model, 2, 1, 7).improve(Budget.steps(100_000));
        assertThat(solution.cost()).isEqualTo(cheapest(model, new int[model.items], 0));
    }

    private static long cheapest(AssignmentModel model, int[] at, int item) {
        if (item == at.length) {
            var evaluation = Evaluation.of(model, at);
            return evaluation.feasible() ? evaluation.cost() : Long.MAX_VALUE;
        }
        long best = Long.MAX_VALUE;
        for (at[item] = 0; at[item] < model.bins; at[item]++) best = Math.min(best, cheapest(model, at, item + 1));
        return best;
    }

    @Test
    void an_assignment_that_breaks_a_rule_today_is_refused() {
        var model = AssignmentModel.builder()
                .resource(1, false)
                .bin(0, 0, new long[] {5}, new long[] {5})
                .group(1)
                .item(0, 0, 1, 6);
        assertThatThrownBy(model::build).hasMessageContaining("1 units over capacity");
    }

    @Test
    void what_moves_holds_its_transient_resources_at_home() {
        var model = AssignmentModel.builder()
                .resource(1, true)
                .bin(0, 0, new long[] {10}, new long[] {0})
                .bin(0, 1, new long[] {6}, new long[] {6})
                .group(0)
                .group(0)
                .item(0, 0, 0, 10)
                .item(1, 1, 0, 3)
                .build();
        // Changing places would cost 4 less, but until the big one has left there is no room for the small one.
        assertThat(new AssignmentSearch(model, 1, 1, 1)
                        .improve(Budget.steps(5_000))
                        .bins())
                .containsExactly(0, 1);
    }
}
