package io.archipelago.bench.timefold;

import ai.timefold.solver.core.api.domain.solution.PlanningEntityCollectionProperty;
import ai.timefold.solver.core.api.domain.solution.PlanningScore;
import ai.timefold.solver.core.api.domain.solution.PlanningSolution;
import ai.timefold.solver.core.api.domain.solution.cloner.SolutionCloner;
import ai.timefold.solver.core.api.domain.valuerange.ValueRangeProvider;
import ai.timefold.solver.core.api.score.HardSoftScore;
import io.archipelago.bench.roadef.Instance;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** An assignment as Timefold sees it. It is copied each time a better one is found, so copying must be cheap. */
@PlanningSolution(solutionCloner = Reassignment.Cloner.class)
public final class Reassignment {
    private final Instance instance;
    private final int[] initial;
    private final List<Machine> machines;
    private final List<Process> processes;

    @PlanningScore
    private @Nullable HardSoftScore score;

    private Reassignment(Instance instance, int[] initial, List<Machine> machines, List<Process> processes) {
        this.instance = instance;
        this.initial = initial;
        this.machines = machines;
        this.processes = processes;
    }

    /** Everything where it is today. */
    static Reassignment today(Instance instance, int[] initial) {
        var machines = IntStream.range(0, instance.machines().length)
                .mapToObj(Machine::new)
                .toList();
        var processes = IntStream.range(0, initial.length)
                .mapToObj(p -> new Process(p, machines.get(initial[p])))
                .toList();
        return new Reassignment(instance, initial, machines, processes);
    }

    Instance instance() {
        return instance;
    }

    int[] initial() {
        return initial;
    }

    /** The machine of each process. */
    int[] assignment() {
        return processes.stream()
                .mapToInt(p -> Objects.requireNonNull(p.getMachine()).number())
                .toArray();
    }

    @ValueRangeProvider
    public List<Machine> getMachines() {
        return machines;
    }

    @PlanningEntityCollectionProperty
    public List<Process> getProcesses() {
        return processes;
    }

    public @Nullable HardSoftScore getScore() {
        return score;
    }

    public void setScore(@Nullable HardSoftScore score) {
        this.score = score;
    }

    /** Copies what changes and no more; Timefold's own cloner goes through every field by reflection. */
    public static final class Cloner implements SolutionCloner<Reassignment> {
        @Override
        public Reassignment cloneSolution(Reassignment original) {
            var processes = new ArrayList<Process>(original.processes.size());
            for (var p : original.processes) processes.add(new Process(p.number(), p.getMachine()));
            var clone = new Reassignment(original.instance, original.initial, original.machines, processes);
            clone.score = original.score;
            return clone;
        }
    }
}
