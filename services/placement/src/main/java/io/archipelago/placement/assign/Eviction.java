package io.archipelago.placement.assign;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Lets a large item in: it goes to a bin regardless, and items there leave one by one wherever that pays, some of them to
 * the bin it came from. The whole is accepted or undone. Moves of one or two items cannot do that once it has cooled, for
 * the large one must be paid for before the small ones have left.
 */
final class Eviction {
    private static final int MOST = 24; // departures tried

    private final AssignmentModel model;
    private final State state;
    private final Dice dice;
    private final int[] bySize; // largest first
    private final int[] moved = new int[MOST];

    Eviction(AssignmentModel model, State state, Dice dice) {
        this.model = model;
        this.state = state;
        this.dice = dice;
        bySize = IntStream.range(0, model.items)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer p) -> -model.weight(p)))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** Tries once; the priced cost grows by no more than {@code allowance}. */
    boolean attempt(double allowance) {
        int large =
                bySize[Math.min(dice.below(model.items), Math.min(dice.below(model.items), dice.below(model.items)))];
        int from = state.binOf(large);
        int to = dice.below(model.bins);
        double before = state.priced();
        if (!state.shift(large, to, Double.POSITIVE_INFINITY)) return false;
        int departures = 0;
        for (int i = 0; i < MOST && state.priced() > before + allowance; i++) {
            int item = state.members().get(to, dice.below(state.members().count(to)));
            boolean leaves = item != large && state.shift(item, destination(item, from), 0);
            if (leaves) moved[departures++] = item;
        }
        if (state.priced() <= before + allowance) return true;
        while (departures-- > 0) state.shift(moved[departures], to, Double.POSITIVE_INFINITY);
        state.shift(large, from, Double.POSITIVE_INFINITY);
        return false;
    }

    private int destination(int item, int vacated) {
        return switch (dice.below(4)) {
            case 0, 1 -> vacated;
            case 2 -> model.home[item];
            default -> dice.below(model.bins);
        };
    }
}
