package io.archipelago.placement.assign;

import java.util.Arrays;

/** The items on each bin, in no particular order. */
final class Members {
    private final int[][] items;
    private final int[] count;
    private final int[] place; // of each item in its bin's row

    Members(AssignmentModel model) {
        items = new int[model.bins][4];
        count = new int[model.bins];
        place = new int[model.items];
    }

    void reset(int[] at) {
        Arrays.fill(count, 0);
        for (int p = 0; p < at.length; p++) add(p, at[p]);
    }

    int count(int bin) {
        return count[bin];
    }

    int get(int bin, int i) {
        return items[bin][i];
    }

    void move(int item, int from, int to) {
        int last = items[from][--count[from]];
        items[from][place[item]] = last;
        place[last] = place[item];
        add(item, to);
    }

    private void add(int item, int bin) {
        if (count[bin] == items[bin].length) items[bin] = Arrays.copyOf(items[bin], 2 * count[bin]);
        items[bin][count[bin]] = item;
        place[item] = count[bin]++;
    }
}
