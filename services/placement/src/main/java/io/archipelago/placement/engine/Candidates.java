package io.archipelago.placement.engine;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The sites a group's replicas might go to: all of them while they are few, else those in use, those it runs at now and the
 * cheapest open ones by the group's row of the appraisal. Reused scratch space: not thread-safe.
 */
final class Candidates {
    private static final int FEW = 32;
    private static final int CHEAPEST = 16;
    private static final int A_FEW = 4;

    private final PlanState state;
    private final PlacementProblem problem;
    private final @Nullable Appraisal appraisal;
    private final int[] sites;
    private final long[] scores;
    private final boolean[] listed;
    private int count;

    Candidates(PlanState state, @Nullable Appraisal appraisal) {
        this.state = state;
        this.appraisal = appraisal;
        problem = state.problem;
        sites = new int[problem.siteCount()];
        scores = new long[problem.siteCount()];
        listed = new boolean[problem.siteCount()];
    }

    /** Whether a problem has so many sites that an appraisal pays. */
    static boolean many(PlacementProblem problem) {
        return problem.siteCount() > FEW;
    }

    int count() {
        return count;
    }

    /** The n-th, in site order. */
    int site(int n) {
        return sites[n];
    }

    Candidates of(int group) {
        count = 0;
        if (appraisal == null) return all();
        var replicas = state.replicas[group];
        for (int u = 0; u < replicas.sites(); u++) list(replicas.site(u));
        int[] current = problem.groups[group].current;
        for (int s = 0; s < current.length; s++) if (current[s] > 0) list(s);
        nearest(group, appraisal.near[group]);
        SiteScan.score(appraisal.rows[group], state.free, problem.groups[group].perReplica, scores);
        listCheapest(CHEAPEST);
        return this;
    }

    /** Of those the few cheapest open ones only: where the displaced go at once. */
    Candidates cheapest(int group) {
        count = 0;
        if (appraisal == null) return all();
        SiteScan.score(appraisal.rows[group], state.free, problem.groups[group].perReplica, scores);
        listCheapest(A_FEW);
        return this;
    }

    private void listCheapest(int most) {
        for (int i = 0; i < most; i++) {
            int s = SiteScan.least(scores, scores.length);
            if (!SiteScan.fits(scores[s])) break;
            scores[s] = Long.MAX_VALUE;
            list(s);
        }
        for (int i = 0; i < count; i++) listed[sites[i]] = false;
        Arrays.sort(sites, 0, count);
    }

    /** For every area the best two that have room. */
    private void nearest(int group, int[] near) {
        for (int area = 0; area < near.length; area += GroupDual.NEAR)
            for (int n = 0, found = 0; n < GroupDual.NEAR && found < 2; n++)
                if (state.fits(group, near[area + n])) {
                    list(near[area + n]);
                    found++;
                }
    }

    Candidates all() {
        count = problem.siteCount();
        for (int s = 0; s < count; s++) sites[s] = s;
        return this;
    }

    private void list(int site) {
        if (listed[site]) return;
        listed[site] = true;
        sites[count++] = site;
    }
}
