package io.archipelago.placement.assign;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * Which bins each item could ever be on. What items that leave still hold at home leaves so little for strangers that many
 * pairs of item and bin are impossible whatever else moves, and some items cannot leave at all; those in turn take room for
 * good. The winner of the challenge fixes such processes before its search, too.
 */
final class Reach {
    private final AssignmentModel model;
    private final long[] bits; // item-major
    private final int[] choices; // how many bins each item can be on
    private final long[] room; // bin-major: what a stranger can use at most
    private final Set<Long> takenForGood; // by group and bin
    private final int[] movable;

    Reach(AssignmentModel model) {
        this.model = model;
        bits = new long[Math.toIntExact(((long) model.items * model.bins >>> 6) + 1)];
        choices = new int[model.items];
        room = model.capacity.clone();
        takenForGood = new HashSet<>();
        for (int p = 0; p < model.items; p++)
            for (int r = 0; r < model.resources; r++)
                room[model.home[p] * model.resources + r] -= model.need[p * model.resources + r] & ~model.permanent[r];
        for (int p = 0; p < model.items; p++)
            for (int m = 0; m < model.bins; m++) if (m == model.home[p] || admits(p, m)) flip(p, m, 1);
        settle();
        movable = Arrays.stream(model.bySize).filter(p -> choices[p] > 1).toArray();
    }

    /** Whether the item may be on the bin, if all others are where they should be for that. */
    boolean has(int item, int bin) {
        long bit = (long) item * model.bins + bin;
        return (bits[(int) (bit >>> 6)] >>> bit & 1) != 0;
    }

    /** The items that can leave home, largest first. Not to be changed. */
    int[] movable() {
        return movable;
    }

    /** Some bin the item may be on. */
    int any(int item, Dice dice) {
        int bin = dice.below(model.bins);
        while (!has(item, bin)) bin = dice.below(model.bins);
        return bin;
    }

    /** What cannot leave takes room for good, and then perhaps others cannot leave either. */
    private void settle() {
        var stays = new boolean[model.items];
        boolean more;
        do {
            more = false;
            var tighter = new boolean[model.bins];
            for (int p = 0; p < model.items; p++) {
                if (stays[p] || choices[p] > 1) continue;
                stays[p] = true;
                stay(p);
                tighter[model.home[p]] = true;
                more = true;
            }
            for (int m = 0; m < model.bins; m++) if (tighter[m]) recheck(m);
        } while (more);
    }

    private void stay(int item) {
        int bin = model.home[item];
        takenForGood.add((long) model.group[item] * model.bins + bin);
        for (int r = 0; r < model.resources; r++)
            room[bin * model.resources + r] -= model.need[item * model.resources + r] & model.permanent[r];
    }

    private void recheck(int bin) {
        for (int p = 0; p < model.items; p++)
            if (model.home[p] != bin && has(p, bin) && !admits(p, bin)) flip(p, bin, -1);
    }

    private boolean admits(int item, int bin) {
        for (int r = 0; r < model.resources; r++)
            if (model.need[item * model.resources + r] > room[bin * model.resources + r]) return false;
        return model.itemCost(item, bin) != AssignmentModel.FORBIDDEN
                && !takenForGood.contains((long) model.group[item] * model.bins + bin);
    }

    private void flip(int item, int bin, int change) {
        long bit = (long) item * model.bins + bin;
        bits[(int) (bit >>> 6)] ^= 1L << bit;
        choices[item] += change;
    }
}
