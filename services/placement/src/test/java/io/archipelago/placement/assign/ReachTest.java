package io.archipelago.placement.assign;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ReachTest {

    @Property(tries = 60)
    void whatever_is_feasible_is_within_reach(@ForAll long seed) {
        var model = RandomModels.model(seed, 6, 4);
        assertWithin(new Reach(model), model, new int[model.items], 0);
    }

    private static void assertWithin(Reach reach, AssignmentModel model, int[] at, int item) {
        if (item < at.length) {
            for (at[item] = 0; at[item] < model.bins; at[item]++) assertWithin(reach, model, at, item + 1);
        } else if (Evaluation.of(model, at).feasible()) {
            for (int p = 0; p < at.length; p++) assertThat(reach.has(p, at[p])).isTrue();
        }
    }

    @Test
    void what_cannot_leave_takes_room_from_the_others_for_good() {
        var model = AssignmentModel.builder()
                .resource(1, true)
                .resource(1, false)
                .bin(0, 0, new long[] {9, 9}, new long[] {9, 9})
                .bin(0, 0, new long[] {6, 6}, new long[] {6, 6})
                .bin(0, 0, new long[] {2, 6}, new long[] {2, 6})
                .group(0)
                .group(0)
                .item(0, 0, 0, 7, 7) // fits nowhere else
                .item(1, 1, 0, 1, 3) // 3 units are too many beside it, though nothing transient is in the way
                .build();
        var reach = new Reach(model);
        assertThat(reach.has(0, 1) || reach.has(0, 2)).isFalse();
        assertThat(reach.has(1, 0)).isFalse();
        assertThat(reach.has(1, 2)).isTrue();
        assertThat(reach.movable()).containsExactly(1);
    }

    @Test
    void an_item_keeps_away_from_where_one_of_its_group_cannot_leave() {
        var model = AssignmentModel.builder()
                .resource(1, false)
                .bin(0, 0, new long[] {9}, new long[] {9})
                .bin(0, 0, new long[] {5}, new long[] {5})
                .group(0)
                .item(0, 0, 0, 6)
                .item(0, 1, 0, 1)
                .build();
        assertThat(new Reach(model).movable()).isEmpty();
        assertThat(new AssignmentSearch(model, 1, 1, 1)
                        .improve(Budget.steps(5_000))
                        .bins())
                .containsExactly(0, 1);
    }
}
