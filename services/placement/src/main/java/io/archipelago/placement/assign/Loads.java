package io.archipelago.placement.assign;

import java.util.Arrays;

/**
 * What each bin carries, and what that costs. A proposed change looks at up to three bins as they would be; {@link #cost}
 * and {@link #over} tell how much more all looked at since {@link #begin} would cost and be over capacity.
 *
 * <p>Being over hard capacity is measured in a unit all resources share: the most valuable capacity of the model is worth
 * the same in every resource. Else a resource with small numbers and small prices would never be respected.
 */
final class Loads {
    private final AssignmentModel model;
    private final int resources;
    private final long[] free; // up to the safety capacity; negative above it
    private final long[] room; // up to the hard capacity, beside what items that are away hold at home
    private final long[] reserve; // from the safety to the hard capacity
    private final long[] overWeight;
    private final long[] costOf;
    private final long[] overOf;

    private final int[] lookedAt = new int[3];
    private final long[] lookedCost = new long[3];
    private final long[] lookedOver = new long[3];
    private int looks;

    long cost;
    long over;
    long totalCost;
    long totalOver;

    Loads(AssignmentModel model) {
        this.model = model;
        resources = model.resources;
        free = new long[model.bins * resources];
        room = new long[model.bins * resources];
        reserve = new long[model.bins * resources];
        Arrays.setAll(reserve, i -> model.capacity[i] - model.safety[i]);
        overWeight = overWeights(model);
        costOf = new long[model.bins];
        overOf = new long[model.bins];
    }

    private static long[] overWeights(AssignmentModel model) {
        var total = new long[model.resources];
        for (int i = 0; i < model.capacity.length; i++) total[i % model.resources] += model.capacity[i];
        double dearest = 0;
        for (int r = 0; r < total.length; r++)
            dearest = Math.max(dearest, (double) total[r] * Math.max(1, model.loadWeight[r]));
        var weights = new long[model.resources];
        for (int r = 0; r < total.length; r++) weights[r] = Math.max(1, Math.round(dearest / Math.max(1, total[r])));
        return weights;
    }

    /** Takes the items as they stand; {@code at} is not kept. */
    void reset(int[] at) {
        System.arraycopy(model.safety, 0, free, 0, free.length);
        System.arraycopy(model.capacity, 0, room, 0, room.length);
        for (int p = 0; p < at.length; p++)
            for (int r = 0; r < resources; r++) {
                long need = model.need[p * resources + r];
                free[at[p] * resources + r] -= need;
                room[at[p] * resources + r] -= need;
                if (at[p] != model.home[p]) room[model.home[p] * resources + r] -= need & ~model.permanent[r];
            }
        totalCost = 0;
        totalOver = 0;
        Arrays.fill(costOf, 0);
        Arrays.fill(overOf, 0);
        for (int m = 0; m < model.bins; m++) {
            begin();
            look(m);
            settle();
        }
    }

    long costOf(int bin) {
        return costOf[bin];
    }

    long overOf(int bin) {
        return overOf[bin];
    }

    private void look(int bin) {
        int at = bin * resources;
        long load = 0;
        long beyond = 0;
        for (int r = 0; r < resources; r++) {
            load += Math.max(0, -free[at + r]) * model.loadWeight[r];
            beyond += Math.max(0, -room[at + r]) * overWeight[r];
        }
        for (var balance : model.balances) load += balance(balance, at, 0, 0);
        looked(bin, load, beyond);
    }

    void lookWith(int bin, int in) {
        int at = bin * resources;
        int add = in * resources;
        var mask = model.newlyHeld(in, bin);
        var need = model.need;
        long load = 0;
        long beyond = 0;
        for (int r = 0; r < resources; r++) {
            long more = need[add + r];
            load += Math.max(0, more - free[at + r]) * model.loadWeight[r];
            beyond += Math.max(0, (more & mask[r]) - room[at + r]) * overWeight[r];
        }
        for (var balance : model.balances)
            load += balance(balance, at, need[add + balance.first()], need[add + balance.second()]);
        looked(bin, load, beyond);
    }

    void lookWithout(int bin, int out) {
        int at = bin * resources;
        int take = out * resources;
        var mask = model.newlyHeld(out, bin);
        var need = model.need;
        long load = 0;
        long beyond = 0;
        for (int r = 0; r < resources; r++) {
            long less = need[take + r];
            load += Math.max(0, -less - free[at + r]) * model.loadWeight[r];
            beyond += Math.max(0, -(less & mask[r]) - room[at + r]) * overWeight[r];
        }
        for (var balance : model.balances)
            load += balance(balance, at, -need[take + balance.first()], -need[take + balance.second()]);
        looked(bin, load, beyond);
    }

    void lookSwapped(int bin, int out, int in) {
        int at = bin * resources;
        int add = in * resources;
        int take = out * resources;
        var maskIn = model.newlyHeld(in, bin);
        var maskOut = model.newlyHeld(out, bin);
        var need = model.need;
        long load = 0;
        long beyond = 0;
        for (int r = 0; r < resources; r++) {
            long more = need[add + r];
            long less = need[take + r];
            load += Math.max(0, more - less - free[at + r]) * model.loadWeight[r];
            beyond += Math.max(0, (more & maskIn[r]) - (less & maskOut[r]) - room[at + r]) * overWeight[r];
        }
        for (var balance : model.balances) {
            int first = balance.first();
            int second = balance.second();
            load += balance(
                    balance, at, need[add + first] - need[take + first], need[add + second] - need[take + second]);
        }
        looked(bin, load, beyond);
    }

    private long balance(Balance balance, int at, long moreFirst, long moreSecond) {
        int first = at + balance.first();
        int second = at + balance.second();
        long firstLeft = reserve[first] + free[first] - moreFirst;
        long secondLeft = reserve[second] + free[second] - moreSecond;
        return balance.shortfall(firstLeft, secondLeft) * balance.weight();
    }

    /** Moves what an item carries; what that costs changes with {@link #settle}. */
    void move(int item, int from, int to) {
        int carried = item * resources;
        int source = from * resources;
        int target = to * resources;
        var released = model.newlyHeld(item, from);
        var taken = model.newlyHeld(item, to);
        for (int r = 0; r < resources; r++) {
            long need = model.need[carried + r];
            free[source + r] += need;
            free[target + r] -= need;
            room[source + r] += need & released[r];
            room[target + r] -= need & taken[r];
        }
    }

    void begin() {
        looks = 0;
        cost = 0;
        over = 0;
    }

    private void looked(int bin, long costAfter, long overAfter) {
        lookedAt[looks] = bin;
        lookedCost[looks] = costAfter;
        lookedOver[looks++] = overAfter;
        cost += costAfter - costOf[bin];
        over += overAfter - overOf[bin];
    }

    /** Takes what was seen since {@link #begin} as what is; the items must have been moved. */
    void settle() {
        for (int i = 0; i < looks; i++) {
            costOf[lookedAt[i]] = lookedCost[i];
            overOf[lookedAt[i]] = lookedOver[i];
        }
        totalCost += cost;
        totalOver += over;
    }
}
