package io.archipelago.placement.assign;

import java.util.Arrays;

/** Which groups have an item on which bins: no two items of a group ever share one. */
final class Occupancy {
    private final AssignmentModel model;
    private final long[] bits;

    Occupancy(AssignmentModel model) {
        this.model = model;
        bits = new long[Math.toIntExact(((long) model.groups * model.bins >>> 6) + 1)];
    }

    void reset(int[] at) {
        Arrays.fill(bits, 0);
        for (int p = 0; p < at.length; p++) flip(model.group[p], at[p]);
    }

    boolean has(int group, int bin) {
        long bit = (long) group * model.bins + bin;
        return (bits[(int) (bit >>> 6)] >>> bit & 1) != 0;
    }

    void move(int group, int from, int to) {
        flip(group, from);
        flip(group, to);
    }

    private void flip(int group, int bin) {
        long bit = (long) group * model.bins + bin;
        bits[(int) (bit >>> 6)] ^= 1L << bit;
    }
}
