package io.archipelago.placement.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.archipelago.events.quantity.Resources;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Followed step by step, the order of moves overfills no site and ends where the plan wants to be. */
class MoveOrderTest {
    private static final List<String> SITES = List.of("a", "b", "c", "d");

    private static Preview.Move move(String workload, String from, String to, int replicas) {
        return new Preview.Move(workload, from, to, replicas, false, false, "");
    }

    @Property
    void no_step_overfills_a_site_and_all_replicas_arrive(@ForAll long seed) {
        var random = new Random(seed);
        Map<String, Resources> free = new HashMap<>();
        for (var site : SITES) free.put(site, Atlas.cores(random.nextInt(4)));
        var steps = new ArrayList<MoveOrder.Step>();
        Map<String, Integer> wanted = new HashMap<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            var from = random.nextInt(5) == 0 ? null : SITES.get(random.nextInt(4));
            var to = random.nextInt(5) == 0 ? null : SITES.get(random.nextInt(4));
            if (from == null ? to == null : from.equals(to)) continue;
            int cores = 1 + random.nextInt(2);
            var step = new MoveOrder.Step(
                    move("w" + i, from, to, 1 + random.nextInt(3)), Atlas.cores(cores), random.nextInt(3));
            if (to != null)
                wanted.merge(step.move().workload() + " to " + to, step.move().replicas(), Integer::sum);
            if (from != null)
                wanted.merge(
                        step.move().workload() + " from " + from, step.move().replicas(), Integer::sum);
            steps.add(step);
        }
        Map<String, Resources> unit = new HashMap<>();
        steps.forEach(step -> unit.put(step.move().workload(), step.unit()));
        for (var step : steps) // what a plan leads to fits in the end
        if (step.move().to() != null)
                free.merge(step.move().to(), step.unit().times(step.move().replicas()), Resources::plus);
        for (var step : steps)
            if (step.move().from() != null && random.nextBoolean())
                free.merge(step.move().from(), step.unit().times(-step.move().replicas()), Resources::plus);
        free.replaceAll((site, left) -> left.covers(Resources.NONE) ? left : Resources.NONE);

        Map<String, Integer> arrived = new HashMap<>();
        for (var move : new MoveOrder(free).order(steps)) {
            var need = unit.get(move.workload()).times(move.replicas());
            if (move.to() != null) {
                assertThat(free.get(move.to()).covers(need))
                        .as("%s in %d", move, seed)
                        .isTrue();
                free.merge(move.to(), need.times(-1), Resources::plus);
                arrived.merge(move.workload() + " to " + move.to(), move.replicas(), Integer::sum);
            }
            if (move.from() == null) continue;
            free.merge(move.from(), need, Resources::plus);
            arrived.merge(move.workload() + " from " + move.from(), move.replicas(), Integer::sum);
        }
        assertThat(arrived).isEqualTo(wanted);
    }

    @Test
    void what_waits_for_room_comes_after_what_makes_it() {
        var steps = List.of(
                new MoveOrder.Step(move("first", "a", "b", 1), Atlas.cores(1), 200),
                new MoveOrder.Step(move("second", "b", "c", 1), Atlas.cores(1), 100));
        var order = new MoveOrder(Map.of("a", Atlas.cores(0), "b", Atlas.cores(0), "c", Atlas.cores(1))).order(steps);
        assertThat(order).extracting(Preview.Move::workload).containsExactly("second", "first");
        assertThat(order).noneMatch(Preview.Move::giveBackFirst);
    }

    @Test
    void in_a_circle_without_room_the_least_important_gives_back_first_and_says_so() {
        var steps = List.of(
                new MoveOrder.Step(move("first", "a", "b", 1), Atlas.cores(1), 200),
                new MoveOrder.Step(move("second", "b", "a", 1), Atlas.cores(1), 100));
        var order = new MoveOrder(Map.of("a", Atlas.cores(0), "b", Atlas.cores(0))).order(steps);
        assertThat(order).extracting(Preview.Move::workload).containsExactly("second", "first", "second");
        assertThat(order).extracting(Preview.Move::giveBackFirst).containsExactly(true, false, false);
    }
}
