package io.archipelago.bench.timefold;

import io.archipelago.bench.roadef.Instance;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Conflicts, spread and dependencies of services, and how many processes move of the service that moves most. */
final class ServiceRules {
    private final int[] initial;
    private final int[] service;
    private final int[] location;
    private final int[] neighbourhood;
    private final int[] minSpread;
    private final int[][] needs;
    private final int[][] neededBy;
    private final short[] onMachine; // processes by service and machine
    private final int[] inLocation; // the same by location
    private final int[] inNeighbourhood; // the same by neighbourhood
    private final int allLocations;
    private final int allNeighbourhoods;
    private final boolean[] related; // depends on a service, or a service on it
    private final int[] locations; // where a service is
    private final int[] moved;
    private final int[] servicesWith; // by number of processes moved
    private int most;
    private long broken;

    ServiceRules(Instance instance, int[] initial, int[] at) {
        this.initial = initial;
        var services = instance.services();
        service = Arrays.stream(instance.processes())
                .mapToInt(Instance.Process::service)
                .toArray();
        location = Arrays.stream(instance.machines())
                .mapToInt(Instance.Machine::location)
                .toArray();
        neighbourhood = Arrays.stream(instance.machines())
                .mapToInt(Instance.Machine::neighbourhood)
                .toArray();
        minSpread =
                Arrays.stream(services).mapToInt(Instance.Service::minSpread).toArray();
        needs = new int[services.length][];
        Arrays.setAll(
                needs,
                s -> Arrays.stream(services[s].dependsOn()).filter(d -> d != s).toArray());
        neededBy = reversed(needs);
        onMachine = new short[Math.multiplyExact(services.length, location.length)];
        allLocations = most(location) + 1;
        allNeighbourhoods = most(neighbourhood) + 1;
        inLocation = new int[Math.multiplyExact(services.length, allLocations)];
        inNeighbourhood = new int[Math.multiplyExact(services.length, allNeighbourhoods)];
        related = new boolean[services.length];
        for (int s = 0; s < services.length; s++) related[s] = needs[s].length + neededBy[s].length > 0;
        locations = new int[services.length];
        moved = new int[services.length];
        servicesWith = new int[initial.length + 2];
        servicesWith[0] = services.length;
        for (int min : minSpread) broken += min;
        for (int p = 0; p < at.length; p++) {
            meet(service[p], at[p]);
            enterLocation(service[p], location[at[p]]);
            enterNeighbourhood(service[p], neighbourhood[at[p]]);
            if (at[p] != initial[p]) count(service[p], 1);
        }
    }

    /** One for each process beside another of its service, each missing location and each missing dependency. */
    long broken() {
        return broken;
    }

    /** Processes moved, of the service with the most. */
    int most() {
        return most;
    }

    void move(int process, int from, int to) {
        int s = service[process];
        part(s, from);
        meet(s, to);
        if (minSpread[s] > 1 && location[from] != location[to]) {
            leaveLocation(s, location[from]);
            enterLocation(s, location[to]);
        }
        if (related[s] && neighbourhood[from] != neighbourhood[to]) {
            leaveNeighbourhood(s, neighbourhood[from]);
            enterNeighbourhood(s, neighbourhood[to]);
        }
        int change = (to == initial[process] ? 0 : 1) - (from == initial[process] ? 0 : 1);
        if (change != 0) count(s, change);
    }

    private void meet(int s, int machine) {
        if (onMachine[s * location.length + machine]++ > 0) broken++;
    }

    private void part(int s, int machine) {
        if (--onMachine[s * location.length + machine] > 0) broken--;
    }

    private void enterLocation(int s, int l) {
        if (inLocation[s * allLocations + l]++ == 0 && locations[s]++ < minSpread[s]) broken--;
    }

    private void leaveLocation(int s, int l) {
        if (--inLocation[s * allLocations + l] == 0 && --locations[s] < minSpread[s]) broken++;
    }

    private void enterNeighbourhood(int s, int n) {
        if (inNeighbourhood[s * allNeighbourhoods + n]++ == 0) broken += missing(s, n) - missed(s, n);
    }

    private void leaveNeighbourhood(int s, int n) {
        if (--inNeighbourhood[s * allNeighbourhoods + n] == 0) broken += missed(s, n) - missing(s, n);
    }

    /** How many of the services it depends on are not there. */
    private int missing(int s, int n) {
        int missing = 0;
        for (int needed : needs[s]) if (inNeighbourhood[needed * allNeighbourhoods + n] == 0) missing++;
        return missing;
    }

    /** How many services there depend on it. */
    private int missed(int s, int n) {
        int missed = 0;
        for (int dependent : neededBy[s]) if (inNeighbourhood[dependent * allNeighbourhoods + n] > 0) missed++;
        return missed;
    }

    private void count(int s, int change) {
        servicesWith[moved[s]]--;
        moved[s] += change;
        servicesWith[moved[s]]++;
        if (moved[s] > most) most = moved[s];
        else if (servicesWith[most] == 0) most--; // one service changed by one
    }

    private static int most(int[] values) {
        return IntStream.of(values).max().orElse(0);
    }

    private static int[][] reversed(int[][] edges) {
        var count = new int[edges.length];
        for (int[] row : edges) for (int to : row) count[to]++;
        var back = new int[edges.length][];
        Arrays.setAll(back, to -> new int[count[to]]);
        for (int from = 0; from < edges.length; from++) for (int to : edges[from]) back[to][--count[to]] = from;
        return back;
    }
}
