package io.archipelago.bench.timefold;

import static org.assertj.core.api.Assertions.assertThat;

import io.archipelago.bench.roadef.Checker;
import io.archipelago.bench.roadef.Generator;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Plays Timefold: moves that are scored and unmade, moves that stay, several changes at once. */
class ReassignmentScoreTest {
    private static final Generator.Shape SHAPE = new Generator.Shape(40, 12, 3, 1, 24, 4, 2, 60);

    @Property(tries = 25)
    void what_timefold_counts_is_what_the_checker_counts(@ForAll long seed) {
        var made = Generator.generate(SHAPE, seed);
        var random = new Random(seed);
        var working = Reassignment.today(made.instance(), made.initial());
        var score = new ReassignmentScore();
        score.resetWorkingSolution(working);
        assertSame(score, working);
        var feasible = made.initial();
        for (int i = 0; i < 200; i++) {
            for (int changes = random.nextInt(3); changes >= 0; changes--)
                if (random.nextBoolean()) swap(score, working, random);
                else change(score, working, random.nextInt(feasible.length), random.nextInt(SHAPE.machines()));
            if (random.nextInt(4) > 0) assertSame(score, working);
            // Stays near what is feasible, so that often one rule alone is broken.
            if (verdict(working).violations().isEmpty()) feasible = working.assignment();
            else if (random.nextInt(5) > 0) restore(score, working, feasible);
        }
        assertSame(score, working);
        score.resetWorkingSolution(working);
        assertSame(score, working);
    }

    private static void assertSame(ReassignmentScore score, Reassignment working) {
        var verdict = verdict(working);
        var counted = score.calculateScore();
        assertThat(counted.softScore()).isEqualTo(-verdict.cost());
        assertThat(counted.hardScore()).isNotPositive();
        assertThat(counted.hardScore() == 0).isEqualTo(verdict.violations().isEmpty());
    }

    private static Checker.Verdict verdict(Reassignment working) {
        return Checker.check(working.instance(), working.initial(), working.assignment());
    }

    private static void swap(ReassignmentScore score, Reassignment working, Random random) {
        int one = random.nextInt(working.getProcesses().size());
        int other = random.nextInt(working.getProcesses().size());
        int machine = machineOf(working, one);
        change(score, working, one, machineOf(working, other));
        change(score, working, other, machine);
    }

    private static void restore(ReassignmentScore score, Reassignment working, int[] assignment) {
        for (int p = 0; p < assignment.length; p++)
            if (machineOf(working, p) != assignment[p]) change(score, working, p, assignment[p]);
    }

    private static void change(ReassignmentScore score, Reassignment working, int process, int machine) {
        var entity = working.getProcesses().get(process);
        score.beforeVariableChanged(entity, "machine");
        entity.setMachine(working.getMachines().get(machine));
        score.afterVariableChanged(entity, "machine");
    }

    private static int machineOf(Reassignment working, int process) {
        return working.getProcesses().get(process).getMachine().number();
    }
}
