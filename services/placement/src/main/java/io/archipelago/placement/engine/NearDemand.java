package io.archipelago.placement.engine;

import java.util.Arrays;

/**
 * The most demand that given replicas can serve within the latency objective: a maximum flow from areas to the sites near
 * them, by augmenting paths (Ford and Fulkerson 1956), shortest first (Edmonds and Karp 1972).
 */
final class NearDemand {
    private static final int NOBODY = -1;

    private final Wish wish;
    private final long[] open;
    private final long[] left;
    private final long[][] flow;

    NearDemand(Wish wish, int[] replicas) {
        this.wish = wish;
        open = wish.demandMilliRps().clone();
        left = new long[replicas.length];
        for (int s = 0; s < left.length; s++)
            left[s] = wish.serviceMilliRps() > 0
                    ? replicas[s] * wish.serviceMilliRps()
                    : replicas[s] > 0 ? Arrays.stream(open).sum() : 0;
        flow = new long[open.length][left.length];
    }

    /** Requests per 1,000 seconds. */
    long most() {
        long total = Arrays.stream(open).sum();
        for (int a = 0; a < open.length; a++) while (open[a] > 0 && augment(a)) {}
        return total - Arrays.stream(open).sum();
    }

    /** Sends what it can of one area's open demand along a shortest path that may divert other areas' flows. */
    private boolean augment(int area) {
        var cameFromArea = new int[left.length]; // the area that reached the site
        var cameFromSite = new int[open.length]; // the site that reached the area
        Arrays.fill(cameFromArea, NOBODY);
        Arrays.fill(cameFromSite, NOBODY);
        var queue = new int[open.length + 1];
        int tail = 0;
        queue[tail++] = area;
        for (int head = 0; head < tail; head++) {
            int a = queue[head];
            for (int s = 0; s < left.length; s++) {
                if (!wish.near()[a][s] || cameFromArea[s] != NOBODY) continue;
                cameFromArea[s] = a;
                if (left[s] > 0) {
                    push(area, s, cameFromArea, cameFromSite);
                    return true;
                }
                for (int other = 0; other < open.length; other++)
                    if (other != area && cameFromSite[other] == NOBODY && flow[other][s] > 0) {
                        cameFromSite[other] = s;
                        queue[tail++] = other;
                    }
            }
        }
        return false;
    }

    private void push(int area, int end, int[] cameFromArea, int[] cameFromSite) {
        long amount = Math.min(open[area], left[end]);
        for (int s = end; cameFromArea[s] != area; s = cameFromSite[cameFromArea[s]])
            amount = Math.min(amount, flow[cameFromArea[s]][cameFromSite[cameFromArea[s]]]);
        open[area] -= amount;
        left[end] -= amount;
        for (int s = end; ; s = cameFromSite[cameFromArea[s]]) {
            int a = cameFromArea[s];
            flow[a][s] += amount;
            if (a == area) return;
            flow[a][cameFromSite[a]] -= amount;
        }
    }
}
