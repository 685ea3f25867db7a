package io.archipelago.placement.assign;

/**
 * Which item to move next. Small items settle at once while a large one moves once in thousands of proposals and decides
 * what all others can reach; so the rarer the moves of its size are accepted, the more often an item is drawn. What is rare
 * is learned as the search cools.
 */
final class ItemDraw {
    private static final int CLASSES = 20; // of size, with equally many items
    private static final double RARE = 0.005; // accepted share below which a class is drawn no more often
    private static final double MEMORY = 0.99; // of what was seen, per call of learn
    private static final int TICKETS = 1 << 10;
    private static final int REDRAWS = 4;

    private final int[] items; // largest first
    private final State state;
    private final Dice dice;
    private final double even;
    private final int[] classOf;
    private final double[] proposed = new double[CLASSES];
    private final double[] accepted = new double[CLASSES];
    private final int[] tickets = new int[CLASSES]; // out of TICKETS, rounded up
    private final int[] drawn = new int[TICKETS]; // the class of each ticket
    private int mostTickets;

    /**
     * @param reach where at least one item can move
     * @param even share of draws that do not look at size; with none, small items would hardly ever leave home
     */
    ItemDraw(AssignmentModel model, Reach reach, State state, Dice dice, double even) {
        items = reach.movable();
        this.state = state;
        this.dice = dice;
        this.even = even;
        classOf = new int[model.items];
        for (int c = 0; c < CLASSES; c++) for (int i = first(c); i < first(c + 1); i++) classOf[items[i]] = c;
        learn();
    }

    /** Any item. */
    int any() {
        int c = drawn[dice.below(TICKETS)];
        int count = first(c + 1) - first(c);
        return count == 0 ? items[dice.below(items.length)] : items[first(c) + dice.below(count)];
    }

    /** One of the larger. */
    int large() {
        return items[Math.min(dice.below(items.length), Math.min(dice.below(items.length), dice.below(items.length)))];
    }

    /** One that is away from home; there must be one. */
    int away() {
        int item = state.away(dice.below(state.awayCount()));
        for (int i = 0; i < REDRAWS && dice.below(mostTickets) >= tickets[classOf[item]]; i++)
            item = state.away(dice.below(state.awayCount()));
        return item;
    }

    /** Takes note of a proposal. */
    void noted(int item, boolean moved) {
        proposed[classOf[item]]++;
        if (moved) accepted[classOf[item]]++;
    }

    /** Deals the tickets anew by what was seen. */
    void learn() {
        var rarity = new double[CLASSES];
        double sum = 0;
        for (int c = 0; c < CLASSES; c++) {
            rarity[c] = 1 / (RARE + (accepted[c] + 1) / (proposed[c] + 2));
            sum += rarity[c];
            proposed[c] *= MEMORY;
            accepted[c] *= MEMORY;
        }
        mostTickets = 0;
        double dealt = 0;
        int next = 0;
        for (int c = 0; c < CLASSES; c++) {
            double share = (even / CLASSES + (1 - even) * rarity[c] / sum) * TICKETS;
            tickets[c] = (int) Math.ceil(share);
            mostTickets = Math.max(mostTickets, tickets[c]);
            dealt += share;
            while (next < Math.min(dealt, TICKETS)) drawn[next++] = c;
        }
        while (next < TICKETS) drawn[next++] = CLASSES - 1;
    }

    private int first(int sizeClass) {
        return (int) ((long) sizeClass * items.length / CLASSES);
    }
}
