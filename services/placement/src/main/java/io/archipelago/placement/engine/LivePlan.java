package io.archipelago.placement.engine;

import java.util.BitSet;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A plan that is kept up to date: what was reckoned for one change is there for the next. A group is looked at again when it
 * or the room it stands in changed, and when it misses something; the others stay where they are.
 *
 * <p>Not thread-safe. The plans it returns do not change afterwards.
 */
public final class LivePlan {
    private final Threads threads;
    private PlacementProblem problem;
    private PlanState state;
    private @Nullable Appraisal appraisal;
    private PlanReport.Part[] parts;
    private Plan plan;
    private long[] scores;

    LivePlan(PlacementProblem problem, Budget budget, Threads threads) {
        this.problem = problem;
        this.threads = threads;
        state = new PlanState(problem);
        scores = new long[problem.siteCount()];
        appraisal = Candidates.many(problem) ? Appraisal.of(problem, threads) : null;
        var search = new PlanSearch(state, appraisal, threads);
        long steps = search.run(budget);
        parts = new PlanReport.Part[problem.groupCount()];
        plan = report(search, steps);
    }

    public Plan plan() {
        return plan;
    }

    /**
     * A bound that no plan can undercut in which every group runs what it needs, spread as it wishes: micro-USD per hour.
     * Proven in exact arithmetic by the prices that steered the search; {@link Long#MIN_VALUE} where sites are so few that it
     * needed none.
     */
    public long lowerBound() {
        return appraisal == null ? Long.MIN_VALUE : appraisal.bound();
    }

    /**
     * The site where one replica more of a group would be cheapest and finds room, at the going prices for room and nearness;
     * -1 where there is none or sites are too few to be appraised. Allocates nothing.
     */
    public int cheapestSite(int group) {
        if (appraisal == null) return -1;
        SiteScan.score(appraisal.rows[group], state.free, problem.groups[group].perReplica, scores);
        int best = SiteScan.least(scores, scores.length);
        return SiteScan.fits(scores[best]) ? best : -1;
    }

    /** The same for a changed problem. With other sites everything is planned from what runs now. */
    public Plan replan(PlacementProblem changed, Budget budget) {
        if (!Changes.comparable(problem, changed)) {
            var anew = new LivePlan(changed, budget, threads);
            state = anew.state;
            appraisal = anew.appraisal;
            parts = anew.parts;
            scores = anew.scores;
            plan = anew.plan;
        } else carryOver(changed, budget);
        problem = changed;
        return plan;
    }

    private void carryOver(PlacementProblem changed, Budget budget) {
        var changes = Changes.between(problem, changed);
        long[][] room = state.free;
        var carried = new PlanReport.Part[changed.groupCount()];
        var anew = new BitSet();
        var looked = (BitSet) changes.recalled().clone();
        for (int g = 0; g < carried.length; g++) {
            int before = changes.before()[g];
            if (before == g) carried[g] = parts[before]; // it names the group by its index
            if (before < 0) anew.set(g);
            if (before < 0 || !parts[before].shortfalls().isEmpty()) looked.set(g);
        }
        parts = carried;
        state = state.under(changed, changes.before());
        state.dirty.or(changes.recalled());
        if (appraisal != null) appraisal = appraisal.under(changed, changes.before());
        evict(changed, looked);
        var search = new PlanSearch(state, appraisal, threads);
        var report = new PlanReport(state, search.rules());
        long steps = search.rerun(looked, anew, room, g -> report(report, g), budget);
        plan = report(search, steps);
    }

    /** Where a site holds more than it may, replicas leave: lowest priority first. */
    private void evict(PlacementProblem changed, BitSet looked) {
        for (int s = 0; s < changed.siteCount(); s++) {
            if (!overfull(s)) continue;
            int site = s;
            int[] leaving = IntStream.range(0, changed.groupCount())
                    .filter(g -> state.counts[g][site] > 0)
                    .boxed()
                    .sorted(Comparator.comparingInt(g -> changed.groups[g].priority))
                    .mapToInt(Integer::intValue)
                    .toArray();
            for (int g : leaving)
                while (state.counts[g][s] > 0 && relieves(g, s)) {
                    state.withdraw(g, s);
                    looked.set(g);
                }
        }
    }

    private boolean overfull(int site) {
        for (long[] free : state.free) if (free[site] < 0) return true;
        return false;
    }

    private boolean relieves(int group, int site) {
        long[] need = state.problem.groups[group].perReplica;
        for (int r = 0; r < need.length; r++) if (state.free[r][site] < 0 && need[r] > 0) return true;
        return false;
    }

    private Plan report(PlanSearch search, long steps) {
        var report = new PlanReport(state, search.rules());
        for (int g = 0; g < parts.length; g++)
            if (parts[g] == null || state.dirty.get(g) || parts[g].waiting() > 0) report(report, g);
        return PlanReport.plan(parts, steps);
    }

    private void report(PlanReport report, int g) {
        parts[g] = report.part(g);
        state.dirty.clear(g);
    }
}
