package io.archipelago.placement.assign;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Which neighbourhoods each group is in, and how many items miss a group they depend on. */
final class Dependencies {
    private final AssignmentModel model;
    private final int @Nullable [][] items; // by group and neighbourhood; null for groups without dependencies

    long missing;

    Dependencies(AssignmentModel model) {
        this.model = model;
        items = new int[model.groups][];
        for (int g = 0; g < model.groups; g++)
            if (model.dependsOn[g].length + model.dependents[g].length > 0) items[g] = new int[model.neighbourhoods];
    }

    void reset(int[] at) {
        for (int[] row : items) if (row != null) Arrays.fill(row, 0);
        for (int p = 0; p < at.length; p++) {
            int[] row = items[model.group[p]];
            if (row != null) row[model.neighbourhood[at[p]]]++;
        }
        missing = 0;
        for (int g = 0; g < model.groups; g++)
            for (int needed : model.dependsOn[g])
                for (int n = 0; n < model.neighbourhoods; n++) if (items[needed][n] == 0) missing += items[g][n];
    }

    boolean concerns(int group) {
        return items[group] != null;
    }

    /** How many more would be missing if one item of the group went from bin to bin. */
    int delta(int group, int from, int to) {
        int[] here = items[group];
        int source = model.neighbourhood[from];
        int target = model.neighbourhood[to];
        if (here == null || source == target) return 0;
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
        if (here == null) return;
        here[model.neighbourhood[from]]--;
        here[model.neighbourhood[to]]++;
        missing += delta;
    }
}
