package io.archipelago.placement.assign;

import java.util.Arrays;

/**
 * An assignment looked at from scratch: what it costs and which hard rules it breaks by how much. Slow and simple; the
 * search keeps the same figures by differences, and the tests hold both together.
 *
 * @param load above safety capacity, weighted
 * @param overCapacity units above hard capacity over all bins and resources
 * @param conflicts items on a bin that holds another item of their group
 * @param missingLocations over all groups
 * @param missingDependencies pairs of an item and a group it depends on that is not in its neighbourhood
 * @param forbidden items on bins they may not use
 */
record Evaluation(
        long load,
        long balance,
        long items,
        long groupMoves,
        long overCapacity,
        long conflicts,
        long missingLocations,
        long missingDependencies,
        long forbidden) {

    static Evaluation of(AssignmentModel model, int[] at) {
        return new Evaluator(model, at).evaluate();
    }

    long cost() {
        return load + balance + items + groupMoves;
    }

    boolean feasible() {
        return (overCapacity | conflicts | missingLocations | missingDependencies | forbidden) == 0;
    }

    void requireFeasible() {
        if (feasible()) return;
        throw new IllegalArgumentException(
                ("the present assignment breaks hard rules: %d units over capacity, %d conflicts, %d missing locations,"
                                + " %d missing dependencies, %d items on forbidden bins")
                        .formatted(overCapacity, conflicts, missingLocations, missingDependencies, forbidden));
    }

    private record Evaluator(AssignmentModel model, int[] at) {
        Evaluation evaluate() {
            var used = new long[model.bins * model.resources];
            var held = new long[model.bins * model.resources];
            var here = new int[model.groups][];
            var size = new int[model.groups];
            for (int g : model.group) size[g]++;
            for (int g = 0; g < model.groups; g++) here[g] = new int[size[g]];
            long itemCost = 0;
            long forbidden = 0;
            var away = new int[model.groups];
            for (int p = 0; p < model.items; p++) {
                for (int r = 0; r < model.resources; r++) {
                    long need = model.need[p * model.resources + r];
                    used[at[p] * model.resources + r] += need;
                    held[at[p] * model.resources + r] += need;
                    boolean stays = model.permanent[r] == 0 && at[p] != model.home[p];
                    if (stays) held[model.home[p] * model.resources + r] += need;
                }
                here[model.group[p]][--size[model.group[p]]] = at[p];
                long cost = model.itemCost(p, at[p]);
                if (cost == AssignmentModel.FORBIDDEN) forbidden++;
                else itemCost = Math.addExact(itemCost, cost);
                if (at[p] != model.home[p]) away[model.group[p]]++;
            }
            long groupMoves = model.groupMoveWeight * Arrays.stream(away).max().orElse(0);
            return new Evaluation(
                    load(used),
                    balance(used),
                    itemCost,
                    groupMoves,
                    overCapacity(held),
                    conflicts(here),
                    missingLocations(here),
                    missingDependencies(here),
                    forbidden);
        }

        private long load(long[] used) {
            long sum = 0;
            for (int i = 0; i < used.length; i++) {
                long over = Math.max(0, used[i] - model.safety[i]);
                sum = Math.addExact(sum, Math.multiplyExact(over, model.loadWeight[i % model.resources]));
            }
            return sum;
        }

        private long balance(long[] used) {
            long sum = 0;
            for (int m = 0; m < model.bins; m++)
                for (var balance : model.balances) {
                    int first = m * model.resources + balance.first();
                    int second = m * model.resources + balance.second();
                    long shortfall = balance.shortfall(
                            model.capacity[first] - used[first], model.capacity[second] - used[second]);
                    sum = Math.addExact(sum, Math.multiplyExact(shortfall, balance.weight()));
                }
            return sum;
        }

        private long overCapacity(long[] held) {
            long sum = 0;
            for (int i = 0; i < held.length; i++) sum += Math.max(0, held[i] - model.capacity[i]);
            return sum;
        }

        /** @param here the bins of each group's items */
        private static long conflicts(int[][] here) {
            long sum = 0;
            for (int[] bins : here)
                sum += bins.length - Arrays.stream(bins).distinct().count();
            return sum;
        }

        private long missingLocations(int[][] here) {
            long sum = 0;
            for (int g = 0; g < model.groups; g++) {
                long present = Arrays.stream(here[g])
                        .map(m -> model.location[m])
                        .distinct()
                        .count();
                sum += Math.max(0, model.minLocations[g] - present);
            }
            return sum;
        }

        private long missingDependencies(int[][] here) {
            var in = new int[model.groups][model.neighbourhoods];
            for (int g = 0; g < model.groups; g++) for (int m : here[g]) in[g][model.neighbourhood[m]]++;
            long sum = 0;
            for (int g = 0; g < model.groups; g++)
                for (int needed : model.dependsOn[g])
                    for (int n = 0; n < model.neighbourhoods; n++) if (in[needed][n] == 0) sum += in[g][n];
            return sum;
        }
    }
}
