package io.archipelago.placement.assign;

/**
 * One walk of simulated annealing. A chain has its own chance and touches nothing but its own state, so it does the same on
 * whatever thread it runs.
 */
final class Chain {
    private static final int PULSE = 1 << 10; // steps between two looks at the budget
    private static final int SHARES = 1 << 10;
    private static final int SWAPS = 512; // of SHARES: the rest are shifts
    private static final int RETURNS = 200; // of SHARES of the shifts: homewards
    private static final double URGENCY = 1.01; // what prices of breaches grow by per pulse once things should settle
    private static final double MOST_URGENT = 1e6;

    private final AssignmentModel model;
    private final State state;
    private final Dice dice;
    private final int[] best;
    private long bestCost;
    private long steps;

    Chain(AssignmentModel model, long seed) {
        this.model = model;
        state = new State(model);
        dice = new Dice(seed);
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
            if (temperature == 0 && !state.feasible()) repair();
            if (schedule.settling(progress))
                urgency = state.feasible() ? Math.max(1, urgency / URGENCY) : Math.min(MOST_URGENT, urgency * URGENCY);
            state.overPrice = schedule.overPrice(progress) * urgency;
            state.rulePrice = schedule.rulePrice(progress) * urgency;
            walk(temperature);
        }
    }

    /** Sends items home until no hard rule is broken. Where members of a group block each other, the best starts anew. */
    private void repair() {
        for (boolean sent = true; sent && !state.feasible(); ) {
            sent = false;
            int first = dice.below(model.items);
            for (int i = 0; i < model.items && !state.feasible(); i++) {
                int item = (first + i) % model.items;
                sent |= state.shift(item, model.home[item], Double.POSITIVE_INFINITY);
            }
        }
        if (!state.feasible()) state.reset(best);
        else if (state.cost() < bestCost) keepBest();
    }

    private void walk(double temperature) {
        for (int i = 0; i < PULSE; i++) {
            double allowance = temperature * dice.allowance();
            boolean moved = dice.below(SHARES) < SWAPS ? swap(allowance) : shift(allowance);
            if (moved && state.cost() < bestCost && state.feasible()) keepBest();
        }
        steps += PULSE;
    }

    private boolean shift(double allowance) {
        int item = dice.below(model.items);
        int to = dice.below(SHARES) < RETURNS ? model.home[item] : dice.below(model.bins);
        return state.shift(item, to, allowance);
    }

    private boolean swap(double allowance) {
        return state.swap(dice.below(model.items), dice.below(model.items), allowance);
    }

    private void keepBest() {
        bestCost = state.cost();
        state.copyTo(best);
    }
}
