package io.archipelago.placement.assign;

/**
 * Lets a large item in: it goes to a bin regardless, and items there leave or change places with items elsewhere wherever
 * that pays, mostly with the bin it came from. The whole is accepted or undone. Moves of one or two items cannot do that
 * once it has cooled, for the large one must be paid for before the small ones have left.
 */
final class Eviction {
    private static final int REPAIRS = 6; // tried; more find little more and cost as much as another attempt

    private final AssignmentModel model;
    private final Reach reach;
    private final State state;
    private final Dice dice;
    private final ItemDraw draw;
    private final int[] moved = new int[1 + 2 * REPAIRS];
    private final int[] movedFrom = new int[1 + 2 * REPAIRS];
    private int moves;

    Eviction(AssignmentModel model, Reach reach, State state, Dice dice, ItemDraw draw) {
        this.model = model;
        this.reach = reach;
        this.state = state;
        this.dice = dice;
        this.draw = draw;
    }

    /**
     * Tries once; the priced cost grows by no more than {@code allowance}.
     *
     * @return how many moves it proposed
     */
    int attempt(double allowance) {
        int large = draw.large();
        int from = state.binOf(large);
        int to = reach.any(large, dice);
        double most = state.priced() + allowance;
        if (!state.shift(large, to, Double.POSITIVE_INFINITY)) return 1;
        moves = 0;
        keep(large, from);
        int repairs = 0;
        while (repairs < REPAIRS && state.priced() > most) {
            int item = state.members().get(to, dice.below(state.members().count(to)));
            if (item != large) repair(item, to, from);
            repairs++;
        }
        if (state.priced() > most) while (moves-- > 0) state.put(moved[moves], movedFrom[moves]);
        return 1 + repairs;
    }

    private void repair(int item, int bin, int vacated) {
        if (dice.below(2) == 0) {
            if (state.shift(item, destination(item, vacated), 0)) keep(item, bin);
            return;
        }
        int elsewhere = dice.below(3) == 0 ? dice.below(model.bins) : vacated;
        int count = state.members().count(elsewhere);
        if (count == 0 || elsewhere == bin) return;
        int other = state.members().get(elsewhere, dice.below(count));
        if (!state.swap(item, other, 0)) return;
        keep(item, bin);
        keep(other, elsewhere);
    }

    private int destination(int item, int vacated) {
        return switch (dice.below(4)) {
            case 0, 1 -> vacated;
            case 2 -> model.home[item];
            default -> dice.below(model.bins);
        };
    }

    private void keep(int item, int from) {
        moved[moves] = item;
        movedFrom[moves++] = from;
    }
}
