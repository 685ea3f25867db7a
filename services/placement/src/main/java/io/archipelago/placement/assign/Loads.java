package io.archipelago.placement.assign;

import java.util.Arrays;

/**
 * What each bin carries, and what that costs. Looks at a bin with one item taken out, one put in, or both; the answers of
 * the latest look are {@link #cost} and {@link #over}.
 *
 * <p>Being over hard capacity is measured in a unit all resources share: the most valuable capacity of the model is worth
 * the same in every resource. Else a resource with small numbers and small prices would never be respected.
 */
final class Loads {
    private final AssignmentModel model;
    private final int resources;
    private final long[] used;
    private final long[] held; // used, and what items that are away hold at home
    private final long[] overWeight;
    private final long[] costOf;
    private final long[] overOf;

    long cost;
    long over;
    long totalCost;
    long totalOver;

    Loads(AssignmentModel model) {
        this.model = model;
        resources = model.resources;
        used = new long[model.bins * resources];
        held = new long[model.bins * resources];
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
        Arrays.fill(used, 0);
        Arrays.fill(held, 0);
        for (int p = 0; p < at.length; p++)
            for (int r = 0; r < resources; r++) {
                long need = model.need[p * resources + r];
                used[at[p] * resources + r] += need;
                held[at[p] * resources + r] += need;
                if (at[p] != model.home[p]) held[model.home[p] * resources + r] += need & ~model.permanent[r];
            }
        totalCost = 0;
        totalOver = 0;
        for (int m = 0; m < model.bins; m++) {
            look(m);
            costOf[m] = cost;
            overOf[m] = over;
            totalCost += cost;
            totalOver += over;
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
            load += Math.max(0, used[at + r] - model.safety[at + r]) * model.loadWeight[r];
            beyond += Math.max(0, held[at + r] - model.capacity[at + r]) * overWeight[r];
        }
        for (var balance : model.balances) load += balance(balance, at, 0, 0);
        cost = load;
        over = beyond;
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
            load += Math.max(0, used[at + r] + more - model.safety[at + r]) * model.loadWeight[r];
            beyond += Math.max(0, held[at + r] + (more & mask[r]) - model.capacity[at + r]) * overWeight[r];
        }
        for (var balance : model.balances)
            load += balance(balance, at, need[add + balance.first()], need[add + balance.second()]);
        cost = load;
        over = beyond;
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
            load += Math.max(0, used[at + r] - less - model.safety[at + r]) * model.loadWeight[r];
            beyond += Math.max(0, held[at + r] - (less & mask[r]) - model.capacity[at + r]) * overWeight[r];
        }
        for (var balance : model.balances)
            load += balance(balance, at, -need[take + balance.first()], -need[take + balance.second()]);
        cost = load;
        over = beyond;
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
            load += Math.max(0, used[at + r] + more - less - model.safety[at + r]) * model.loadWeight[r];
            long holds = held[at + r] + (more & maskIn[r]) - (less & maskOut[r]);
            beyond += Math.max(0, holds - model.capacity[at + r]) * overWeight[r];
        }
        for (var balance : model.balances) {
            int first = balance.first();
            int second = balance.second();
            load += balance(
                    balance, at, need[add + first] - need[take + first], need[add + second] - need[take + second]);
        }
        cost = load;
        over = beyond;
    }

    private long balance(Balance balance, int at, long moreFirst, long moreSecond) {
        int first = at + balance.first();
        int second = at + balance.second();
        long firstLeft = model.capacity[first] - used[first] - moreFirst;
        long secondLeft = model.capacity[second] - used[second] - moreSecond;
        return balance.shortfall(firstLeft, secondLeft) * balance.weight();
    }

    /** Moves what an item carries; what it costs is then told by {@link #settle}. */
    void move(int item, int from, int to) {
        int carried = item * resources;
        int source = from * resources;
        int target = to * resources;
        var released = model.newlyHeld(item, from);
        var taken = model.newlyHeld(item, to);
        for (int r = 0; r < resources; r++) {
            long need = model.need[carried + r];
            used[source + r] -= need;
            used[target + r] += need;
            held[source + r] -= need & released[r];
            held[target + r] += need & taken[r];
        }
    }

    void settle(int bin, long cost, long over) {
        totalCost += cost - costOf[bin];
        totalOver += over - overOf[bin];
        costOf[bin] = cost;
        overOf[bin] = over;
    }
}
