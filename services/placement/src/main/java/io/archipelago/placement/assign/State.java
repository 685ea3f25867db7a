package io.archipelago.placement.assign;

/**
 * An assignment that changes by shifts and swaps, with its cost and its breaches of hard rules kept by differences. Items
 * of one group never share a bin and no item is where it is forbidden; capacity, spread and dependencies may be broken on
 * the way, at a price that the search sets.
 */
final class State {
    private final AssignmentModel model;
    private final Reach reach;
    private final int[] at;
    private final Occupancy occupancy;
    private final Members members;
    private final Loads loads;
    private final Dependencies dependencies;
    private final Spread spread;
    private final GroupMoves groupMoves;
    private final int[] away; // items not at home, the first awayCount of them
    private final int[] placeInAway;
    private int awayCount;
    private long itemCost;

    double overPrice; // per unit of Loads.over
    double rulePrice; // per missing location or dependency

    State(AssignmentModel model, Reach reach) {
        this.model = model;
        this.reach = reach;
        at = new int[model.items];
        away = new int[model.items];
        placeInAway = new int[model.items];
        occupancy = new Occupancy(model);
        members = new Members(model);
        loads = new Loads(model);
        dependencies = new Dependencies(model);
        spread = new Spread(model);
        groupMoves = new GroupMoves(model);
        reset(model.home);
    }

    void reset(int[] bins) {
        System.arraycopy(bins, 0, at, 0, at.length);
        occupancy.reset(at);
        members.reset(at);
        loads.reset(at);
        dependencies.reset(at);
        spread.reset(at);
        groupMoves.reset(at);
        itemCost = 0;
        awayCount = 0;
        for (int p = 0; p < at.length; p++) {
            itemCost += model.itemCost(p, at[p]);
            if (at[p] != model.home[p]) left(p);
        }
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

    /** The cost, and what the breaches of hard rules cost now. */
    double priced() {
        return cost() + over() * overPrice + missing() * rulePrice;
    }

    Members members() {
        return members;
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

    /** Moves an item if the priced cost then grows by no more than {@code allowance}. */
    boolean shift(int item, int to, double allowance) {
        int from = at[item];
        int group = model.group[item];
        if (from == to || !reach.has(item, to) || occupancy.has(group, to)) return false;
        long price = model.itemCost(item, to) - model.itemCost(item, from);

        loads.begin();
        loads.lookWith(to, item);
        int locations = spread.delta(group, from, to);
        int depending = dependencies.delta(group, from, to);
        double left = allowance - price - (locations + depending) * rulePrice;
        if (lookedPrice() - atMostSaved(from) > left + model.groupMoveWeight) return false;
        loads.lookWithout(from, item);
        int most = groupMoves.most;
        groupMoves.move(item, from, to);
        if (lookedPrice() > left - model.groupMoveWeight * (groupMoves.most - most)) {
            groupMoves.move(item, to, from);
            return false;
        }
        spread.move(group, from, to, locations);
        dependencies.move(group, from, to, depending);
        carry(item, from, to);
        loads.settle();
        return true;
    }

    /**
     * Moves an item whatever that costs or breaks, distinct bins included: for undoing several moves one by one, where only
     * the end has to be sound.
     */
    void put(int item, int to) {
        int from = at[item];
        int group = model.group[item];
        loads.begin();
        loads.lookWith(to, item);
        loads.lookWithout(from, item);
        groupMoves.move(item, from, to);
        spread.move(group, from, to, spread.delta(group, from, to));
        dependencies.move(group, from, to, dependencies.delta(group, from, to));
        carry(item, from, to);
        loads.settle();
    }

    /** Lets two items change places if the priced cost then grows by no more than {@code allowance}. */
    boolean swap(int one, int other, double allowance) {
        return relay(one, other, at[one], allowance);
    }

    /**
     * Lets one item take the place of another, which goes on to a third bin, or to the first one's (a swap), if the priced
     * cost then grows by no more than {@code allowance}. Items of one group only swap.
     */
    boolean relay(int one, int other, int onward, double allowance) {
        int here = at[one];
        int there = at[other];
        int group = model.group[one];
        int otherGroup = model.group[other];
        boolean swap = onward == here;
        boolean kin = group == otherGroup;
        if (here == there || there == onward || kin && !swap) return false;
        if (!reach.has(one, there) || !reach.has(other, onward)) return false;
        if (!kin && (occupancy.has(group, there) || occupancy.has(otherGroup, onward))) return false;
        long price = model.itemCost(one, there) - model.itemCost(one, here);
        price += model.itemCost(other, onward) - model.itemCost(other, there);

        loads.begin();
        loads.lookSwapped(there, other, one);
        int locations = kin ? 0 : spread.delta(group, here, there);
        int otherLocations = kin ? 0 : spread.delta(otherGroup, there, onward);
        double left = allowance - price - (locations + otherLocations) * rulePrice;
        double atBest = left + model.groupMoveWeight + dependencies.missing * rulePrice;
        if (lookedPrice() - atMostSaved(here) - (swap ? 0 : atMostSaved(onward)) > atBest) return false;
        if (swap) {
            loads.lookSwapped(here, one, other);
        } else {
            loads.lookWith(onward, other);
            loads.lookWithout(here, one);
        }
        if (lookedPrice() > atBest || !settleDependencies(one, other, onward, left)) return false;
        spread.move(group, here, there, locations);
        spread.move(otherGroup, there, onward, otherLocations);
        carry(one, here, there);
        carry(other, there, onward);
        loads.settle();
        return true;
    }

    /** The second move's effect on dependencies is known only after the first: both are made, and undone if too dear. */
    private boolean settleDependencies(int one, int other, int onward, double left) {
        int here = at[one];
        int there = at[other];
        int group = model.group[one];
        int otherGroup = model.group[other];
        int most = groupMoves.most;
        groupMoves.move(one, here, there);
        groupMoves.move(other, there, onward);
        int depending = dependencies.delta(group, here, there);
        dependencies.move(group, here, there, depending);
        int otherDepending = dependencies.delta(otherGroup, there, onward);
        long moves = model.groupMoveWeight * (groupMoves.most - most);
        if (lookedPrice() > left - moves - (depending + otherDepending) * rulePrice) {
            dependencies.move(group, there, here, -depending);
            groupMoves.move(other, onward, there);
            groupMoves.move(one, there, here);
            return false;
        }
        dependencies.move(otherGroup, there, onward, otherDepending);
        return true;
    }

    /** What the bins looked at would cost more. */
    private double lookedPrice() {
        return loads.cost + loads.over * overPrice;
    }

    /** What a bin not looked at yet could save: all it costs now. */
    private double atMostSaved(int bin) {
        return loads.costOf(bin) + loads.overOf(bin) * overPrice;
    }

    /** How many items are away from home. */
    int awayCount() {
        return awayCount;
    }

    /** The items away from home, in no particular order. */
    int away(int i) {
        return away[i];
    }

    private void carry(int item, int from, int to) {
        itemCost += model.itemCost(item, to) - model.itemCost(item, from);
        occupancy.move(model.group[item], from, to);
        members.move(item, from, to);
        loads.move(item, from, to);
        at[item] = to;
        if (from == model.home[item]) left(item);
        else if (to == model.home[item]) returned(item);
    }

    private void left(int item) {
        placeInAway[item] = awayCount;
        away[awayCount++] = item;
    }

    private void returned(int item) {
        int last = away[--awayCount];
        away[placeInAway[item]] = last;
        placeInAway[last] = placeInAway[item];
    }
}
