package io.archipelago.bench.roadef;

import static org.assertj.core.api.Assertions.assertThat;

import io.archipelago.placement.assign.AssignmentSearch;
import io.archipelago.placement.assign.Budget;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The instance is small enough to be reckoned by hand: three machines, four processes, three services. */
class CheckerTest {
    private static final Path FOLDER = Path.of("src/test/resources/roadef");
    private final Instance instance = Instance.read(FOLDER.resolve("small_model.txt"));
    private final int[] initial = Assignments.read(FOLDER.resolve("small_assignment.txt"), instance);

    @Test
    void costs_are_those_of_the_statement() {
        var verdict = Checker.check(instance, initial, initial);
        assertThat(verdict.violations()).isEmpty();
        assertThat(verdict.load()).isEqualTo(0);
        // Left on each machine: 6 and 26, 15 and 20, 13 and 40; three units of the second are wanted per unit of the
        // first.
        assertThat(verdict.balance()).isEqualTo(4 * (0 + 25 + 0));
        assertThat(verdict.cost()).isEqualTo(100);
    }

    @Test
    void moves_are_paid_by_process_service_and_machine() {
        var verdict = Checker.check(instance, initial, new int[] {0, 1, 1, 2});
        assertThat(verdict.violations()).isEmpty();
        assertThat(verdict.processMoves()).isEqualTo(2 * 1);
        assertThat(verdict.serviceMoves()).isEqualTo(10 * 1);
        assertThat(verdict.machineMoves()).isEqualTo(5 * 1);
        // Left: 10 and 32, 11 and 14, 13 and 40.
        assertThat(verdict.balance()).isEqualTo(4 * 19);
        assertThat(verdict.cost()).isEqualTo(76 + 2 + 10 + 5);
    }

    @Test
    void each_hard_rule_is_named() {
        assertThat(violations(1, 1, 0, 2)).contains("machine 1 runs two processes of service 0");
        assertThat(violations(1, 1, 0, 2)).contains("service 0 is in 1 of 2 locations");
        assertThat(violations(0, 1, 2, 2)).contains("service 1 is in neighbourhood 1 without service 0");
        assertThat(violations(2, 1, 2, 2)).contains("machine 2 uses 17 of 16 of resource 0");
    }

    @Test
    void a_process_that_moves_is_needed_for_on_both_machines() {
        var tight = new Instance(
                instance.resources(),
                new Instance.Machine[] {machine(0, 10), machine(1, 14), machine(2, 3)},
                instance.services(),
                instance.processes(),
                instance.balances(),
                1,
                1,
                1);
        // Changing places, processes 0 and 1 fit; but while they move, machine 1 holds 5 + 10.
        assertThat(Checker.check(tight, new int[] {0, 1, 2, 2}, new int[] {1, 0, 2, 2})
                        .violations())
                .anyMatch(v -> v.contains("machine 1 needs 15 of 14 of transient resource 0"));
    }

    @Test
    void the_engine_and_the_checker_agree_and_the_bound_holds() {
        for (long seed = 1; seed <= 5; seed++) {
            var made = Generator.generate(new Generator.Shape(300, 20, 4, 1, 90, 6, 3, 60), seed);
            assertThat(Checker.check(made.instance(), made.initial(), made.initial())
                            .violations())
                    .isEmpty();
            var model = Adapter.model(made.instance(), made.initial());
            var solution = new AssignmentSearch(model, 2, 1, seed).improve(Budget.steps(100_000));
            var verdict = Checker.check(made.instance(), made.initial(), solution.bins());
            assertThat(verdict.violations()).isEmpty();
            assertThat(verdict.cost()).isEqualTo(solution.cost());
            assertThat(LowerBound.of(made.instance()).longValueExact()).isLessThanOrEqualTo(verdict.cost());
        }
    }

    private Instance.Machine machine(int id, long first) {
        var like = instance.machines()[id];
        return new Instance.Machine(
                like.neighbourhood(), like.location(), new long[] {first, 100}, like.safety(), like.moveCosts());
    }

    private List<String> violations(int... solution) {
        return Checker.check(instance, initial, solution).violations();
    }
}
