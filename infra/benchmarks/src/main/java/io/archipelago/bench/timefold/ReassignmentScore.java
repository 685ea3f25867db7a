package io.archipelago.bench.timefold;

import ai.timefold.solver.core.api.score.HardSoftScore;
import ai.timefold.solver.core.api.score.calculator.IncrementalScoreCalculator;
import io.archipelago.bench.roadef.Instance;
import java.util.Objects;

/**
 * The statement's rules and costs by differences in primitive arrays, the fastest score calculator that Timefold offers.
 * Hard: units over capacity, and one for each conflict, missing location and missing dependency. Soft: the cost.
 *
 * <p>Timefold makes each move it evaluates and unmakes it at once. So what changed is only noted; the score is that of the
 * settled state and a look at the change. A change is settled when another follows it, and forgotten when it is unmade.
 */
@SuppressWarnings("NullAway.Init") // Timefold resets a calculator before it uses it
public final class ReassignmentScore implements IncrementalScoreCalculator<Reassignment, HardSoftScore> {
    private Instance instance;
    private int[] initial;
    private long[] processMoveCost;
    private int[] at; // settled
    private MachineUse machines;
    private ServiceRules services;
    private long moveCost;

    private int[] changed; // processes that are not where they are settled, the first changes of them
    private int[] now; // the machines of these
    private int changes;
    private boolean scored;

    @Override
    public void resetWorkingSolution(Reassignment working) {
        instance = working.instance();
        initial = working.initial();
        at = working.assignment();
        machines = new MachineUse(instance, initial, at);
        services = new ServiceRules(instance, initial, at);
        processMoveCost = new long[at.length];
        changed = new int[at.length];
        now = new int[at.length];
        changes = 0;
        moveCost = 0;
        for (int p = 0; p < at.length; p++) {
            processMoveCost[p] = instance.processes()[p].moveCost() * instance.processMoveWeight();
            moveCost += moveCost(p, at[p]);
        }
    }

    @Override
    public void beforeVariableChanged(Object entity, String variableName) {
        // Where the process was is known.
    }

    @Override
    public void afterVariableChanged(Object entity, String variableName) {
        var process = (Process) entity;
        int p = process.number();
        int machine = Objects.requireNonNull(process.getMachine()).number();
        int known = 0;
        while (known < changes && changed[known] != p) known++;
        if (known < changes) {
            if (machine == at[p]) forget(known);
            else now[known] = machine;
        } else if (machine != at[p]) {
            if (scored) settle();
            note(p, machine);
        }
    }

    @Override
    public HardSoftScore calculateScore() {
        scored = true;
        boolean swap = changes == 2 && now[0] == at[changed[1]] && now[1] == at[changed[0]];
        if (changes > 1 && !swap) settle();
        machines.begin();
        if (swap) machines.lookSwapped(changed[0], now[1], changed[1], now[0]);
        else if (changes == 1) machines.look(changed[0], at[changed[0]], now[0]);
        long moves = moveCost;
        for (int i = 0; i < changes; i++) {
            int p = changed[i];
            moves += moveCost(p, now[i]) - moveCost(p, at[p]);
            services.move(p, at[p], now[i]);
        }
        long hard = machines.over() + services.broken();
        long soft = machines.cost() + moves + services.most() * instance.serviceMoveWeight();
        for (int i = 0; i < changes; i++) services.move(changed[i], now[i], at[changed[i]]);
        return HardSoftScore.of(-hard, -soft);
    }

    private void note(int process, int machine) {
        changed[changes] = process;
        now[changes++] = machine;
        scored = false;
    }

    private void forget(int change) {
        changes--;
        changed[change] = changed[changes];
        now[change] = now[changes];
    }

    private void settle() {
        for (int i = 0; i < changes; i++) {
            int p = changed[i];
            moveCost += moveCost(p, now[i]) - moveCost(p, at[p]);
            machines.move(p, at[p], now[i]);
            services.move(p, at[p], now[i]);
            at[p] = now[i];
        }
        changes = 0;
    }

    private long moveCost(int process, int machine) {
        int home = initial[process];
        if (machine == home) return 0;
        return processMoveCost[process] + instance.machines()[home].moveCosts()[machine] * instance.machineMoveWeight();
    }
}
