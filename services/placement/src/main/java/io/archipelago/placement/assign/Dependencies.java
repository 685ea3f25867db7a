package io.archipelago.placement.assign;

import java.util.Arrays;

/** Which neighbourhoods each group is in, and how many items miss a group they depend on. */
final class Dependencies {
    private final AssignmentModel model;
    private static final int[] INDEPENDENT = {};

    private final int[][] items; // by group and neighbourhood

    long missing;

    Dependencies(AssignmentModel model) {
        this.model = model;
        items = new int[model.groups][];
        Arrays.setAll(items, g -> independent(g) ? INDEPENDENT : new int[model.neighbourhoods]);
    }

    void reset(int[] at) {
        for (int[] row : items) Arrays.fill(row, 0);
        for (int p = 0; p < at.length; p++) {
            int[] row = items[model.group[p]];
            if (row != INDEPENDENT) row[model.neighbourhood[at[p]]]++;
        }
        missing = 0;
        for (int g = 0; g < model.groups; g++)
            for (int needed : model.dependsOn[g])
                for (int n = 0; n < model.neighbourhoods; n++) if (items[needed][n] == 0) missing += items[g][n];
    }

    private boolean independent(int group) {
        return model.dependsOn[group].length + model.dependents[group].length == 0;
    }

    /** How many more would be missing if one item of the group went from bin to bin. */
    int delta(int group, int from, int to) {
        int[] here = items[group];
        int source = model.neighbourhood[from];
        int target = model.neighbourhood[to];
        if (here == INDEPENDENT || source == target) return 0;
        int delta = 0;
        for (int needed : model.dependsOn[group]) {
            if (items[needed][source] == 0) delta--;
            if (items[needed][target] == 0) delta++;
        }
        boolean last = here[source] == 1;
        boolean first = here[target] == 0;
        if (last || first)
            for (int dependent : model.dependents[group]) {
                if (last) delta += items[dependent][source];
                if (first) delta -= items[dependent][target];
            }
        return delta;
    }

    void move(int group, int from, int to, int delta) {
        int[] here = items[group];
        if (here == INDEPENDENT) return;
        here[model.neighbourhood[from]]--;
        here[model.neighbourhood[to]]++;
        missing += delta;
    }
}
