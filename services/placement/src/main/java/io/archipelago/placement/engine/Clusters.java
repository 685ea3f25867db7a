package io.archipelago.placement.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;

/** Groups that calls connect, directly or through others: what one of them does may change what the others cost. */
final class Clusters {
    private final int[] root;

    private Clusters(PlacementProblem problem) {
        root = new int[problem.groupCount()];
        Arrays.setAll(root, g -> g);
        for (var call : problem.affinities) root[rootOf(call.caller())] = rootOf(call.callee());
    }

    private int rootOf(int g) {
        while (root[g] != g) {
            root[g] = root[root[g]];
            g = root[g];
        }
        return g;
    }

    /** These groups by cluster, in the order given: clusters by their first group. */
    static List<List<Integer>> of(PlacementProblem problem, int[] order, BitSet groups) {
        var clusters = new Clusters(problem);
        var found = new LinkedHashMap<Integer, List<Integer>>();
        for (int g : order)
            if (groups.get(g))
                found.computeIfAbsent(clusters.rootOf(g), root -> new ArrayList<>(1))
                        .add(g);
        return List.copyOf(found.values());
    }
}
