package io.archipelago.placement.assign;

import java.util.Arrays;

/** How many items of each group are away from home, and the most of any group. */
final class GroupMoves {
    private final AssignmentModel model;
    private final int[] away;
    private final int[] groupsWith; // by number of items away

    int most;

    GroupMoves(AssignmentModel model) {
        this.model = model;
        away = new int[model.groups];
        groupsWith = new int[model.items + 2];
    }

    void reset(int[] at) {
        Arrays.fill(away, 0);
        Arrays.fill(groupsWith, 0);
        for (int p = 0; p < at.length; p++) if (at[p] != model.home[p]) away[model.group[p]]++;
        most = 0;
        for (int count : away) {
            groupsWith[count]++;
            most = Math.max(most, count);
        }
    }

    void move(int item, int from, int to) {
        int change = (to == model.home[item] ? 0 : 1) - (from == model.home[item] ? 0 : 1);
        if (change == 0) return;
        int group = model.group[item];
        groupsWith[away[group]]--;
        away[group] += change;
        groupsWith[away[group]]++;
        if (away[group] > most) most = away[group];
        else if (groupsWith[most] == 0) most--; // one group changed by one
    }
}
