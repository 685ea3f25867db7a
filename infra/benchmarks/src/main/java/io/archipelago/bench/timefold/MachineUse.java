package io.archipelago.bench.timefold;

import io.archipelago.bench.roadef.Instance;
import java.util.Arrays;

/**
 * What each machine carries, what that costs and how much is above capacity. A change is looked at before it is made:
 * {@link #cost} and {@link #over} include what was seen since {@link #begin}.
 */
final class MachineUse {
    private final Instance.Balance[] balances;
    private final int[] initial;
    private final int nobody; // a process that needs nothing
    private final int resources;
    private final long[] weight;
    private final long[] always; // a mask of all resources
    private final long[] permanent; // a mask of those that are not transient
    private final long[] need;
    private final long[] capacity;
    private final long[] safety;
    private final long[] used;
    private final long[] held; // used, and what processes that have left hold until they have arrived
    private final long[] costOf;
    private final long[] overOf;
    private long totalCost;
    private long totalOver;
    private long cost;
    private long over;

    MachineUse(Instance instance, int[] initial, int[] at) {
        this.initial = initial;
        balances = instance.balances();
        nobody = initial.length;
        resources = instance.resources().length;
        weight = Arrays.stream(instance.resources())
                .mapToLong(Instance.Resource::loadWeight)
                .toArray();
        always = new long[resources];
        Arrays.fill(always, -1);
        permanent = Arrays.stream(instance.resources())
                .mapToLong(r -> r.isTransient() ? 0 : -1)
                .toArray();
        int machines = instance.machines().length;
        need = new long[(nobody + 1) * resources];
        for (int p = 0; p < nobody; p++)
            System.arraycopy(instance.processes()[p].need(), 0, need, p * resources, resources);
        capacity = new long[machines * resources];
        safety = new long[machines * resources];
        for (int m = 0; m < machines; m++) {
            System.arraycopy(instance.machines()[m].capacity(), 0, capacity, m * resources, resources);
            System.arraycopy(instance.machines()[m].safety(), 0, safety, m * resources, resources);
        }
        used = new long[machines * resources];
        held = new long[machines * resources];
        costOf = new long[machines];
        overOf = new long[machines];
        for (int p = 0; p < nobody; p++) add(p, initial[p], 1, always);
        for (int m = 0; m < machines; m++) settle(m);
        for (int p = 0; p < nobody; p++) if (at[p] != initial[p]) move(p, initial[p], at[p]);
    }

    /** Forgets what was looked at. */
    void begin() {
        cost = totalCost;
        over = totalOver;
    }

    /** A process would change machines. */
    void look(int process, int from, int to) {
        exchange(from, process, nobody);
        exchange(to, nobody, process);
    }

    /** Two processes would change places. */
    void lookSwapped(int one, int here, int other, int there) {
        exchange(here, one, other);
        exchange(there, other, one);
    }

    long cost() {
        return cost;
    }

    /** Units above capacity, over all machines and resources. */
    long over() {
        return over;
    }

    void move(int process, int from, int to) {
        add(process, from, -1, holds(process, from));
        add(process, to, 1, holds(process, to));
        settle(from);
        settle(to);
    }

    private void add(int process, int machine, int sign, long[] holds) {
        int row = machine * resources;
        int amount = process * resources;
        for (int r = 0; r < resources; r++) {
            used[row + r] += sign * need[amount + r];
            held[row + r] += sign * (need[amount + r] & holds[r]);
        }
    }

    private void settle(int machine) {
        begin();
        exchange(machine, nobody, nobody);
        costOf[machine] += cost - totalCost;
        overOf[machine] += over - totalOver;
        totalCost = cost;
        totalOver = over;
    }

    /** Looks at a machine that one process leaves and another enters. */
    private void exchange(int machine, int leaving, int entering) {
        int row = machine * resources;
        int out = leaving * resources;
        int in = entering * resources;
        var releases = holds(leaving, machine);
        var takes = holds(entering, machine);
        long load = 0;
        long beyond = 0;
        for (int r = 0; r < resources; r++) {
            long less = need[out + r];
            long more = need[in + r];
            load += Math.max(0, used[row + r] - less + more - safety[row + r]) * weight[r];
            beyond += Math.max(0, held[row + r] - (less & releases[r]) + (more & takes[r]) - capacity[row + r]);
        }
        for (var b : balances) {
            long first = left(row, b.first()) + need[out + b.first()] - need[in + b.first()];
            long second = left(row, b.second()) + need[out + b.second()] - need[in + b.second()];
            load += Math.max(0, b.target() * first - second) * b.weight();
        }
        cost += load - costOf[machine];
        over += beyond - overOf[machine];
    }

    private long left(int row, int resource) {
        return capacity[row + resource] - used[row + resource];
    }

    /** What changes hands: at home, transient resources are held from the start to the end. */
    private long[] holds(int process, int machine) {
        return process != nobody && initial[process] == machine ? permanent : always;
    }
}
