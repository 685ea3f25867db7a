package io.archipelago.placement.assign;

import java.util.Arrays;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Small models with every feature the engine knows; the present assignment is feasible by construction. */
final class RandomModels {
    private final Random random;
    private final int bins;
    private final int resources;

    private RandomModels(long seed, int bins) {
        random = new Random(seed);
        this.bins = bins;
        resources = 1 + random.nextInt(4);
    }

    static AssignmentModel model(long seed, int items, int bins) {
        return new RandomModels(seed, bins).model(items);
    }

    private AssignmentModel model(int items) {
        var model = AssignmentModel.builder();
        for (int r = 0; r < resources; r++) model.resource(random.nextInt(5), random.nextBoolean());
        int groups = Math.max(1, bins == 1 ? items : items * 2 / 3);
        var group = IntStream.range(0, items).map(p -> random.nextInt(groups)).toArray();
        var home = homes(group, groups);
        var need = new long[items][];
        Arrays.setAll(need, p -> random.longs(resources, 0, 20).toArray());
        bins(model, home, need);
        groups(model, groups, group, home);
        for (int p = 0; p < items; p++)
            model.pricedItem(group[p], home[p], random.nextInt(4), prices(home[p]), need[p]);
        model.balance(new Balance(0, resources - 1, 2, 3)).groupMoves(random.nextInt(10));
        var moves = new int[bins][bins];
        for (int a = 0; a < bins; a++) for (int b = 0; b < bins; b++) moves[a][b] = a == b ? 0 : random.nextInt(5);
        return model.binMoves(moves, random.nextInt(3)).build();
    }

    /** No more of a group than there are bins. */
    private int[] homes(int[] group, int groups) {
        var homes = new int[group.length];
        var size = new int[group.length + 1];
        for (int p = 0; p < group.length; p++) {
            while (size[group[p]] == bins) group[p] = (group[p] + 1) % groups;
            homes[p] = (group[p] + size[group[p]]++) % bins;
        }
        return homes;
    }

    private void bins(AssignmentModel.Builder model, int[] home, long[][] need) {
        for (int m = 0; m < bins; m++) {
            var capacity = random.longs(resources, 0, 40).toArray();
            for (int p = 0; p < home.length; p++)
                for (int r = 0; r < resources && home[p] == m; r++) capacity[r] += need[p][r];
            var safety = Arrays.stream(capacity).map(c -> c * 3 / 4).toArray();
            model.bin(m % 2, m % 3, capacity, safety);
        }
    }

    private void groups(AssignmentModel.Builder model, int groups, int[] group, int[] home) {
        var locations = new TreeSet[groups];
        var neighbourhoods = new TreeSet[groups];
        for (int g = 0; g < groups; g++) {
            int self = g;
            locations[g] = new TreeSet<Integer>();
            neighbourhoods[g] = new TreeSet<Integer>();
            IntStream.range(0, group.length).filter(p -> group[p] == self).forEach(p -> {
                locations[self].add(home[p] % 3);
                neighbourhoods[self].add(home[p] % 2);
            });
        }
        for (int g = 0; g < groups; g++) {
            int self = g;
            var dependsOn = IntStream.range(0, groups)
                    .filter(d -> d != self && random.nextInt(3) == 0)
                    .filter(d -> neighbourhoods[d].containsAll(neighbourhoods[self]))
                    .toArray();
            model.group(random.nextInt(locations[g].size() + 1), dependsOn);
        }
    }

    private long[] prices(int home) {
        if (random.nextInt(3) > 0) return new long[0];
        var prices = random.longs(bins, 0, 30).toArray();
        int closed = random.nextInt(bins);
        if (closed != home) prices[closed] = AssignmentModel.FORBIDDEN;
        return prices;
    }
}
