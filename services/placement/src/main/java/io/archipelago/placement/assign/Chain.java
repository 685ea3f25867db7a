package io.archipelago.placement.assign;

/**
 * One walk of simulated annealing. A chain has its own chance and touches nothing but its own state, so it does the same on
 * whatever thread it runs.
 */
final class Chain {
    private static final int PULSE = 1 << 10; // steps between two looks at the budget
    private static final int ITEMS_PER_STEP =
            64; // copying the best of a large model must not cost more than the search
    private static final int SHARES = 1 << 10;
    private static final int SWAPS = 400; // of SHARES: the rest are shifts
    private static final int RELAYS = 150;
    private static final int EVICTIONS = 40;
    private static final int DISPLACED = 300; // of SHARES of the items
    private static final int RETURNS = 200; // of SHARES of the shifts: homewards
    private static final int REDRAWS = 8; // to find two items that may change places
    private static final double URGENCY = 1.01; // what prices of breaches grow by per pulse once things should settle
    private static final double MOST_URGENT = 1e6;

    private final AssignmentModel model;
    private final Reach reach;
    private final State state;
    private final Dice dice;
    private final ItemDraw draw;
    private final Eviction eviction;
    private final int[] best;
    private long bestCost;
    private long steps;
    private long nextRepair;

    /** @param even share of draws that do not look at an item's size */
    Chain(AssignmentModel model, Reach reach, long seed, double even) {
        this.model = model;
        this.reach = reach;
        state = new State(model, reach);
        dice = new Dice(seed);
        draw = new ItemDraw(model, reach, state, dice, even);
        eviction = new Eviction(model, reach, state, dice, draw);
        best = model.home.clone();
        bestCost = state.cost();
    }

    long bestCost() {
        return bestCost;
    }

    int[] best() {
        return best.clone();
    }

    long steps() {
        return steps;
    }

    /** Starts the next round from a feasible assignment. */
    void restart(int[] bins) {
        state.reset(bins);
        keepBest();
    }

    /** Walks until the share {@code end} of the budget is spent. */
    void anneal(Schedule schedule, double start, double end, Budget budget) {
        double urgency = 1;
        for (double spent = budget.spent(steps); spent < end; spent = budget.spent(steps)) {
            double progress = (spent - start) / (end - start);
            double temperature = schedule.temperature(progress);
            if (schedule.settling(progress))
                urgency = state.feasible() ? Math.max(1, urgency / URGENCY) : Math.min(MOST_URGENT, urgency * URGENCY);
            state.overPrice = schedule.overPrice(temperature) * urgency;
            state.rulePrice = schedule.rulePrice(temperature) * urgency;
            if (temperature == 0 && !state.feasible() && steps >= nextRepair) repair();
            walk(temperature);
        }
    }

    /** Sends those items home with which a breach goes; all others stay, for a large model has always some small breach. */
    private void repair() {
        for (int i = state.awayCount() - 1; i >= 0 && !state.feasible(); i--) {
            int item = state.away(i);
            state.shift(item, model.home[item], 0);
        }
        lookForBest();
        nextRepair = steps + model.items; // looking at all of them must not cost more than the search
    }

    private void walk(double temperature) {
        draw.learn();
        int untilLook = 0;
        for (long end = steps + PULSE; steps < end; ) {
            steps += propose(temperature * dice.allowance());
            if (untilLook-- > 0) continue;
            lookForBest();
            untilLook = model.items / ITEMS_PER_STEP;
        }
        lookForBest();
    }

    /** Tells how many moves it proposed. */
    private int propose(double allowance) {
        int kind = dice.below(SHARES);
        if (kind < EVICTIONS) return eviction.attempt(allowance);
        if (kind < EVICTIONS + RELAYS) relay(allowance);
        else if (kind < EVICTIONS + RELAYS + SWAPS) swap(allowance);
        else shift(allowance);
        return 1;
    }

    private void shift(double allowance) {
        int item = someItem();
        int to = dice.below(SHARES) < RETURNS ? model.home[item] : reach.any(item, dice);
        draw.noted(item, state.shift(item, to, allowance));
    }

    private void swap(double allowance) {
        int item = someItem();
        int other = someItem();
        for (int i = 0;
                i < REDRAWS && !(reach.has(item, state.binOf(other)) && reach.has(other, state.binOf(item)));
                i++) other = someItem();
        draw.noted(item, state.swap(item, other, allowance));
    }

    /** An item that is away goes home, and another takes its place. */
    private void relay(double allowance) {
        if (state.awayCount() == 0) return;
        int other = draw.away();
        int item = someItem();
        for (int i = 0; i < REDRAWS && !reach.has(item, state.binOf(other)); i++) item = someItem();
        state.relay(item, other, model.home[other], allowance);
    }

    /** More often one that is away: where moving holds transient resources, only those are free to go anywhere. */
    private int someItem() {
        return state.awayCount() > 0 && dice.below(SHARES) < DISPLACED ? draw.away() : draw.any();
    }

    private void lookForBest() {
        if (state.cost() < bestCost && state.feasible()) keepBest();
    }

    private void keepBest() {
        bestCost = state.cost();
        state.copyTo(best);
    }
}
