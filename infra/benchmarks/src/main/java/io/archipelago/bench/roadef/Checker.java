package io.archipelago.bench.roadef;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * Judges a solution by the statement, section by section, in exact integers. It shares nothing with the engine, so that one
 * mistake cannot hide in both.
 */
public final class Checker {
    private final Instance instance;
    private final int[] initial;
    private final int[] solution;
    private final List<String> violations = new ArrayList<>();

    private Checker(Instance instance, int[] initial, int[] solution) {
        this.instance = instance;
        this.initial = initial;
        this.solution = solution;
    }

    /** @param violations what is wrong, in words; the solution counts only if there are none */
    public record Verdict(
            long load, long balance, long processMoves, long serviceMoves, long machineMoves, List<String> violations) {
        public long cost() {
            return Math.addExact(
                    Math.addExact(load, balance),
                    Math.addExact(processMoves, Math.addExact(serviceMoves, machineMoves)));
        }
    }

    public static Verdict check(Instance instance, int[] initial, int[] solution) {
        return new Checker(instance, initial, solution).verdict();
    }

    private Verdict verdict() {
        var usage = usage();
        capacity(usage);
        transientUsage();
        var members = members();
        conflicts(members);
        spread(members);
        dependencies(members);
        return new Verdict(
                loadCost(usage),
                balanceCost(usage),
                processMoveCost(),
                serviceMoveCost(members),
                machineMoveCost(),
                List.copyOf(violations));
    }

    private long[][] usage() {
        var usage = new long[instance.machines().length][instance.resources().length];
        for (int p = 0; p < solution.length; p++)
            for (int r = 0; r < usage[solution[p]].length; r++)
                usage[solution[p]][r] += instance.processes()[p].need()[r];
        return usage;
    }

    private List<List<Integer>> members() {
        var members = new ArrayList<List<Integer>>();
        for (int s = 0; s < instance.services().length; s++) members.add(new ArrayList<>());
        for (int p = 0; p < solution.length; p++)
            members.get(instance.processes()[p].service()).add(p);
        return members;
    }

    /** 1.2.1 */
    private void capacity(long[][] usage) {
        for (int m = 0; m < usage.length; m++)
            for (int r = 0; r < usage[m].length; r++) {
                long capacity = instance.machines()[m].capacity()[r];
                if (usage[m][r] > capacity)
                    violations.add("machine %d uses %d of %d of resource %d".formatted(m, usage[m][r], capacity, r));
            }
    }

    /** 1.2.5 */
    private void transientUsage() {
        for (int r = 0; r < instance.resources().length; r++) {
            if (!instance.resources()[r].isTransient()) continue;
            var held = new long[instance.machines().length];
            for (int p = 0; p < solution.length; p++) {
                long need = instance.processes()[p].need()[r];
                held[initial[p]] += need;
                if (solution[p] != initial[p]) held[solution[p]] += need;
            }
            for (int m = 0; m < held.length; m++) {
                long capacity = instance.machines()[m].capacity()[r];
                if (held[m] > capacity)
                    violations.add("machine %d needs %d of %d of transient resource %d while processes move"
                            .formatted(m, held[m], capacity, r));
            }
        }
    }

    /** 1.2.2 */
    private void conflicts(List<List<Integer>> members) {
        for (int s = 0; s < members.size(); s++) {
            var taken = new HashSet<Integer>();
            for (int p : members.get(s))
                if (!taken.add(solution[p]))
                    violations.add("machine %d runs two processes of service %d".formatted(solution[p], s));
        }
    }

    /** 1.2.3 */
    private void spread(List<List<Integer>> members) {
        for (int s = 0; s < members.size(); s++) {
            var locations = new HashSet<Integer>();
            for (int p : members.get(s)) locations.add(instance.machines()[solution[p]].location());
            int wanted = instance.services()[s].minSpread();
            if (locations.size() < wanted)
                violations.add("service %d is in %d of %d locations".formatted(s, locations.size(), wanted));
        }
    }

    /** 1.2.4 */
    private void dependencies(List<List<Integer>> members) {
        var neighbourhoods = new ArrayList<HashSet<Integer>>();
        for (var service : members) {
            var own = new HashSet<Integer>();
            for (int p : service) own.add(instance.machines()[solution[p]].neighbourhood());
            neighbourhoods.add(own);
        }
        for (int s = 0; s < members.size(); s++)
            for (int needed : instance.services()[s].dependsOn())
                for (int n : neighbourhoods.get(s))
                    if (!neighbourhoods.get(needed).contains(n))
                        violations.add("service %d is in neighbourhood %d without service %d".formatted(s, n, needed));
    }

    /** 1.3.1 */
    private long loadCost(long[][] usage) {
        long cost = 0;
        for (int m = 0; m < usage.length; m++)
            for (int r = 0; r < usage[m].length; r++) {
                long above = Math.max(0, usage[m][r] - instance.machines()[m].safety()[r]);
                cost = Math.addExact(cost, Math.multiplyExact(above, instance.resources()[r].loadWeight()));
            }
        return cost;
    }

    /** 1.3.2 */
    private long balanceCost(long[][] usage) {
        long cost = 0;
        for (var b : instance.balances())
            for (int m = 0; m < usage.length; m++) {
                var capacity = instance.machines()[m].capacity();
                long first = capacity[b.first()] - usage[m][b.first()];
                long second = capacity[b.second()] - usage[m][b.second()];
                long missing = Math.max(0, Math.subtractExact(Math.multiplyExact(b.target(), first), second));
                cost = Math.addExact(cost, Math.multiplyExact(missing, b.weight()));
            }
        return cost;
    }

    /** 1.3.3 */
    private long processMoveCost() {
        long cost = 0;
        for (int p = 0; p < solution.length; p++)
            if (solution[p] != initial[p]) cost = Math.addExact(cost, instance.processes()[p].moveCost());
        return Math.multiplyExact(cost, instance.processMoveWeight());
    }

    /** 1.3.4 */
    private long serviceMoveCost(List<List<Integer>> members) {
        long most = 0;
        for (var service : members)
            most = Math.max(
                    most,
                    service.stream().filter(p -> solution[p] != initial[p]).count());
        return Math.multiplyExact(most, instance.serviceMoveWeight());
    }

    /** 1.3.5 */
    private long machineMoveCost() {
        long cost = 0;
        for (int p = 0; p < solution.length; p++)
            cost = Math.addExact(cost, instance.machines()[initial[p]].moveCosts()[solution[p]]);
        return Math.multiplyExact(cost, instance.machineMoveWeight());
    }
}
