package io.archipelago.placement.assign;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Items (replicas, processes) to be assigned to bins (sites, machines). Everything is known by its index in the order it
 * was added. Amounts and prices are non-negative integers. Immutable once built; the assignment that holds today (each
 * item's home) keeps every hard rule.
 */
public final class AssignmentModel {
    /** In a {@linkplain Builder#prices price row}: the item may not go to this bin. */
    public static final long FORBIDDEN = Long.MAX_VALUE;

    private static final long[] ANYWHERE = {};

    final int resources;
    final int bins;
    final int groups;
    final int items;
    final int neighbourhoods;
    final int locations;

    final long[] loadWeight; // per resource: the price of a unit above the safety capacity
    final long[] permanent; // per resource: all bits set, or none if it is held at home while an item is away
    final long[] everything; // per resource: all bits set

    final long[] capacity; // bin-major, one value per resource
    final long[] safety;
    final int[] neighbourhood;
    final int[] location;
    final int[][] binMoveCost; // from home to bin; empty if moves cost nothing
    final long binMoveWeight;

    final int[] minLocations;
    final int[][] dependsOn;
    final int[][] dependents;
    final long groupMoveWeight;

    final int[] group;
    final int[] home;
    final long[] itemMoveCost;
    final long[] need; // item-major, one value per resource
    final long[][] prices; // a row per item, shared; empty if it does not matter

    final Balance[] balances;
    final int[] bySize; // items, largest first

    private AssignmentModel(Builder b) {
        resources = b.loadWeight.size();
        bins = b.capacity.size();
        groups = b.minLocations.size();
        items = b.group.size();
        loadWeight = b.loadWeight.stream().mapToLong(Long::longValue).toArray();
        permanent = b.isTransient.stream().mapToLong(held -> held ? 0 : -1).toArray();
        everything = new long[resources];
        Arrays.fill(everything, -1);
        capacity = flat(b.capacity);
        safety = flat(b.safety);
        neighbourhood = ints(b.neighbourhood);
        location = ints(b.location);
        neighbourhoods = 1 + Arrays.stream(neighbourhood).max().orElse(-1);
        locations = 1 + Arrays.stream(location).max().orElse(-1);
        binMoveCost = b.binMoveCost;
        binMoveWeight = b.binMoveWeight;
        minLocations = ints(b.minLocations);
        dependsOn = b.dependsOn.toArray(int[][]::new);
        dependents = inverse(dependsOn);
        groupMoveWeight = b.groupMoveWeight;
        group = ints(b.group);
        home = ints(b.home);
        itemMoveCost = b.moveCost.stream().mapToLong(Long::longValue).toArray();
        need = flat(b.need);
        prices = b.prices.toArray(long[][]::new);
        balances = b.balances.toArray(Balance[]::new);
        var size = IntStream.range(0, items).mapToDouble(this::weight).toArray();
        bySize = IntStream.range(0, items)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer p) -> -size[p]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    public static Builder builder() {
        return new Builder();
    }

    public int itemCount() {
        return items;
    }

    public int binCount() {
        return bins;
    }

    public int[] homes() {
        return home.clone();
    }

    /** The price of an item on a bin, moves included; {@link #FORBIDDEN} if it may not go there. */
    long itemCost(int item, int bin) {
        int from = home[item];
        long[] row = prices[item];
        long cost = row.length == 0 ? 0 : row[bin];
        if (bin == from || cost == FORBIDDEN) return cost;
        return cost + itemMoveCost[item] + (binMoveCost.length == 0 ? 0 : binMoveWeight * binMoveCost[from][bin]);
    }

    /** The size of the differences an item makes: its load, its part in balances and its dearest bin; moves aside. */
    double weight(int item) {
        double sum = 0;
        int first = item * resources;
        for (int r = 0; r < resources; r++) sum += (double) need[first + r] * loadWeight[r];
        for (var b : balances)
            sum += (double) b.weight() * (b.target() * need[first + b.first()] + need[first + b.second()]);
        long dearest = 0;
        for (long price : prices[item]) if (price != FORBIDDEN) dearest = Math.max(dearest, price);
        return sum + dearest;
    }

    /** Which resources an item newly uses on a bin, as bit masks: at home it holds the transient ones already. */
    long[] newlyHeld(int item, int bin) {
        return home[item] == bin ? permanent : everything;
    }

    private static int[][] inverse(int[][] edges) {
        var in = new int[edges.length];
        for (int[] row : edges) for (int to : row) in[to]++;
        var inverse = new int[edges.length][];
        Arrays.setAll(inverse, i -> new int[in[i]]);
        for (int from = edges.length - 1; from >= 0; from--) for (int to : edges[from]) inverse[to][--in[to]] = from;
        return inverse;
    }

    private static long[] flat(List<long[]> rows) {
        return rows.stream().flatMapToLong(Arrays::stream).toArray();
    }

    private static int[] ints(List<Integer> list) {
        return list.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Collects a model. References are checked as they come, the whole when it is built. */
    public static final class Builder {
        private final List<Long> loadWeight = new ArrayList<>();
        private final List<Boolean> isTransient = new ArrayList<>();
        private final List<long[]> capacity = new ArrayList<>();
        private final List<long[]> safety = new ArrayList<>();
        private final List<Integer> neighbourhood = new ArrayList<>();
        private final List<Integer> location = new ArrayList<>();
        private int[][] binMoveCost = {};
        private long binMoveWeight;
        private final List<Integer> minLocations = new ArrayList<>();
        private final List<int[]> dependsOn = new ArrayList<>();
        private long groupMoveWeight;
        private final List<Integer> group = new ArrayList<>();
        private final List<Integer> home = new ArrayList<>();
        private final List<Long> moveCost = new ArrayList<>();
        private final List<long[]> need = new ArrayList<>();
        private final List<long[]> prices = new ArrayList<>();
        private final List<Balance> balances = new ArrayList<>();

        /**
         * @param loadWeight price of a unit used above a bin's safety capacity
         * @param isTransient whether an item that moves keeps holding it at home until it has arrived
         */
        public Builder resource(long loadWeight, boolean isTransient) {
            this.loadWeight.add(natural(loadWeight, "load weight"));
            this.isTransient.add(isTransient);
            return this;
        }

        /** @param capacity what may be used, {@code safety} what is used free of charge: one value per resource */
        public Builder bin(int neighbourhood, int location, long[] capacity, long[] safety) {
            this.neighbourhood.add(index(neighbourhood, Integer.MAX_VALUE, "neighbourhood"));
            this.location.add(index(location, Integer.MAX_VALUE, "location"));
            this.capacity.add(row(capacity, "capacity"));
            this.safety.add(row(safety, "safety capacity"));
            return this;
        }

        /**
         * Items of a group never share a bin.
         *
         * @param minLocations how many locations the group must be present in
         * @param dependsOn groups, perhaps added later, that must be present in every neighbourhood this one is in
         */
        public Builder group(int minLocations, int... dependsOn) {
            int self = this.minLocations.size();
            this.minLocations.add(index(minLocations, Integer.MAX_VALUE, "spread"));
            this.dependsOn.add(
                    Arrays.stream(dependsOn).filter(d -> d != self).distinct().toArray());
            return this;
        }

        /** @param moveCost price of leaving home, {@code need} one value per resource */
        public Builder item(int group, int home, long moveCost, long... need) {
            return pricedItem(group, home, moveCost, ANYWHERE, need);
        }

        /** @param prices of being on each bin, or {@link #FORBIDDEN}; empty if it does not
         *     matter. Not copied: items may share a row */
        public Builder pricedItem(int group, int home, long moveCost, long[] prices, long... need) {
            this.group.add(index(group, minLocations.size(), "group"));
            this.home.add(index(home, capacity.size(), "home"));
            this.moveCost.add(natural(moveCost, "move cost"));
            this.need.add(row(need, "need"));
            if (prices.length > 0 && prices.length != capacity.size())
                throw new IllegalArgumentException("a price row needs one price per bin");
            this.prices.add(prices);
            return this;
        }

        public Builder balance(Balance balance) {
            index(balance.first(), loadWeight.size(), "balance resource");
            index(balance.second(), loadWeight.size(), "balance resource");
            natural(balance.target(), "balance target");
            natural(balance.weight(), "balance weight");
            balances.add(balance);
            return this;
        }

        /** @param costs from home to bin, zero on the diagonal; not copied */
        public Builder binMoves(int[][] costs, long weight) {
            binMoveCost = costs;
            binMoveWeight = natural(weight, "bin move weight");
            return this;
        }

        /** @param weight price of the number of items away from home in the group that has most of them */
        public Builder groupMoves(long weight) {
            groupMoveWeight = natural(weight, "group move weight");
            return this;
        }

        /** @throws IllegalArgumentException if a reference leads nowhere or today's assignment breaks a hard rule */
        public AssignmentModel build() {
            if (capacity.isEmpty()) throw new IllegalArgumentException("a model needs at least one bin");
            for (int[] row : dependsOn) for (int d : row) index(d, minLocations.size(), "dependency");
            var model = new AssignmentModel(this);
            Evaluation.of(model, model.home).requireFeasible();
            return model;
        }

        private long[] row(long[] values, String what) {
            if (values.length != loadWeight.size())
                throw new IllegalArgumentException(
                        "%s has %d values for %d resources".formatted(what, values.length, loadWeight.size()));
            for (long value : values) natural(value, what);
            return values.clone();
        }

        private static int index(int value, int end, String what) {
            if (value < 0 || value >= end) throw new IllegalArgumentException("no such " + what + ": " + value);
            return value;
        }

        private static long natural(long value, String what) {
            if (value < 0) throw new IllegalArgumentException(what + " is negative: " + value);
            return value;
        }
    }
}
