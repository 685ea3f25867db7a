package io.archipelago.bench.timefold;

import ai.timefold.solver.core.api.domain.entity.PlanningEntity;
import ai.timefold.solver.core.api.domain.variable.PlanningVariable;
import org.jspecify.annotations.Nullable;

/** What Timefold decides about: the machine of one process. All else about it is in the instance, under its number. */
@PlanningEntity
public final class Process {
    private int number;

    @PlanningVariable
    private @Nullable Machine machine;

    /** For Timefold. */
    public Process() {}

    Process(int number, @Nullable Machine machine) {
        this.number = number;
        this.machine = machine;
    }

    int number() {
        return number;
    }

    public @Nullable Machine getMachine() {
        return machine;
    }

    public void setMachine(@Nullable Machine machine) {
        this.machine = machine;
    }
}
