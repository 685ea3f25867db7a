package io.archipelago.placement.assign;

import java.util.Arrays;

/** In how many locations each group is present, and how many are missing over all groups. */
final class Spread {
    private final AssignmentModel model;
    private static final int[] ANYWHERE = {};

    private final int[][] items; // by group and location
    private final int[] present;

    long missing;

    Spread(AssignmentModel model) {
        this.model = model;
        items = new int[model.groups][];
        Arrays.setAll(items, g -> model.minLocations[g] > 1 ? new int[model.locations] : ANYWHERE);
        present = new int[model.groups];
    }

    void reset(int[] at) {
        for (int[] row : items) Arrays.fill(row, 0);
        Arrays.fill(present, 0);
        for (int p = 0; p < at.length; p++) {
            int g = model.group[p];
            int[] row = items[g];
            if (row != ANYWHERE && row[model.location[at[p]]]++ == 0) present[g]++;
        }
        missing = 0;
        for (int g = 0; g < model.groups; g++) if (items[g] != ANYWHERE) missing += missing(g, present[g]);
    }

    int delta(int group, int from, int to) {
        int[] here = items[group];
        int source = model.location[from];
        int target = model.location[to];
        if (here == ANYWHERE || source == target) return 0;
        int after = present[group] - (here[source] == 1 ? 1 : 0) + (here[target] == 0 ? 1 : 0);
        return missing(group, after) - missing(group, present[group]);
    }

    void move(int group, int from, int to, int delta) {
        int[] here = items[group];
        if (here == ANYWHERE) return;
        if (--here[model.location[from]] == 0) present[group]--;
        if (here[model.location[to]]++ == 0) present[group]++;
        missing += delta;
    }

    private int missing(int group, int present) {
        return Math.max(0, model.minLocations[group] - present);
    }
}
