package io.archipelago.placement.assign;

/**
 * An assignment that changes by shifts and swaps, with its cost and its breaches of hard rules kept by differences. Items
 * of one group never share a bin and no item is where it is forbidden; capacity, spread and dependencies may be broken on
 * the way, at a price that the search sets.
 */
final class State {
    private final AssignmentModel model;
    private final int[] at;
    private final Occupancy occupancy;
    private final Loads loads;
    private final Dependencies dependencies;
    private final Spread spread;
    private final GroupMoves groupMoves;
    private long itemCost;

    double overPrice; // per unit of Loads.over
    double rulePrice; // per missing location or dependency

    State(AssignmentModel model) {
        this.model = model;
        at = new int[model.items];
        occupancy = new Occupancy(model);
        loads = new Loads(model);
        dependencies = new Dependencies(model);
        spread = new Spread(model);
        groupMoves = new GroupMoves(model);
        reset(model.home);
    }

    void reset(int[] bins) {
        System.arraycopy(bins, 0, at, 0, at.length);
        occupancy.reset(at);
        loads.reset(at);
        dependencies.reset(at);
        spread.reset(at);
        groupMoves.reset(at);
        itemCost = 0;
        for (int p = 0; p < at.length; p++) itemCost += model.itemCost(p, at[p]);
    }

    int binOf(int item) {
        return at[item];
    }

    void copyTo(int[] bins) {
        System.arraycopy(at, 0, bins, 0, at.length);
    }

    long cost() {
        return loads.totalCost + itemCost + model.groupMoveWeight * groupMoves.most;
    }

    boolean feasible() {
        return loads.totalOver == 0 && dependencies.missing == 0 && spread.missing == 0;
    }

    long over() {
        return loads.totalOver;
    }

    long missing() {
        return dependencies.missing + spread.missing;
    }

    long costOf(int bin) {
        return loads.costOf(bin);
    }

    /** Moves an item if the priced cost then grows by no more than {@code allowance}. */
    boolean shift(int item, int to, double allowance) {
        int from = at[item];
        int group = model.group[item];
        if (from == to || occupancy.has(group, to)) return false;
        long price = model.itemCost(item, to);
        if (price == AssignmentModel.FORBIDDEN) return false;
        long delta = price - model.itemCost(item, from);

        loads.lookWith(to, item);
        long targetCost = loads.cost;
        long targetOver = loads.over;
        delta += targetCost - loads.costOf(to) - loads.costOf(from);
        long over = targetOver - loads.overOf(to) - loads.overOf(from);
        int locations = spread.delta(group, from, to);
        int depending = dependencies.delta(group, from, to);
        double left = allowance - (locations + depending) * rulePrice;
        if (delta + over * overPrice > left + model.groupMoveWeight) return false; // even if nothing stayed behind

        loads.lookWithout(from, item);
        long sourceCost = loads.cost;
        long sourceOver = loads.over;
        delta += sourceCost;
        over += sourceOver;
        int most = groupMoves.most;
        groupMoves.move(item, from, to);
        delta += model.groupMoveWeight * (groupMoves.most - most);
        if (delta + over * overPrice > left) {
            groupMoves.move(item, to, from);
            return false;
        }
        spread.move(group, from, to, locations);
        dependencies.move(group, from, to, depending);
        carry(item, from, to);
        loads.settle(from, sourceCost, sourceOver);
        loads.settle(to, targetCost, targetOver);
        return true;
    }

    /** Lets two items of different groups change places if the priced cost then grows by no more than {@code allowance}. */
    boolean swap(int one, int other, double allowance) {
        int here = at[one];
        int there = at[other];
        int group = model.group[one];
        int otherGroup = model.group[other];
        if (here == there || group == otherGroup) return false;
        if (occupancy.has(group, there) || occupancy.has(otherGroup, here)) return false;
        long price = model.itemCost(one, there);
        long otherPrice = model.itemCost(other, here);
        if (price == AssignmentModel.FORBIDDEN || otherPrice == AssignmentModel.FORBIDDEN) return false;
        long delta = price - model.itemCost(one, here) + otherPrice - model.itemCost(other, there);

        loads.lookSwapped(there, other, one);
        long thereCost = loads.cost;
        long thereOver = loads.over;
        delta += thereCost - loads.costOf(there) - loads.costOf(here);
        long over = thereOver - loads.overOf(there) - loads.overOf(here);
        int locations = spread.delta(group, here, there) + spread.delta(otherGroup, there, here);
        double left = allowance - locations * rulePrice;
        double atBest = left + model.groupMoveWeight + dependencies.missing * rulePrice;
        if (delta + over * overPrice > atBest) return false;

        loads.lookSwapped(here, one, other);
        long hereCost = loads.cost;
        long hereOver = loads.over;
        delta += hereCost;
        over += hereOver;
        if (delta + over * overPrice > atBest) return false;

        int most = groupMoves.most;
        groupMoves.move(one, here, there);
        groupMoves.move(other, there, here);
        delta += model.groupMoveWeight * (groupMoves.most - most);
        int depending = dependencies.delta(group, here, there);
        dependencies.move(group, here, there, depending);
        int otherDepending = dependencies.delta(otherGroup, there, here);
        if (delta + over * overPrice > left - (depending + otherDepending) * rulePrice) {
            dependencies.move(group, there, here, -depending);
            groupMoves.move(other, here, there);
            groupMoves.move(one, there, here);
            return false;
        }
        dependencies.move(otherGroup, there, here, otherDepending);
        spread.move(group, here, there, spread.delta(group, here, there));
        spread.move(otherGroup, there, here, spread.delta(otherGroup, there, here));
        carry(one, here, there);
        carry(other, there, here);
        loads.settle(here, hereCost, hereOver);
        loads.settle(there, thereCost, thereOver);
        return true;
    }

    private void carry(int item, int from, int to) {
        itemCost += model.itemCost(item, to) - model.itemCost(item, from);
        occupancy.move(model.group[item], from, to);
        loads.move(item, from, to);
        at[item] = to;
    }
}
