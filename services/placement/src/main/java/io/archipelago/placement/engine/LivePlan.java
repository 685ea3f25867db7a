package io.archipelago.placement.engine;

import java.util.BitSet;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A plan that is kept up to date: what was reckoned for one change is there for the next. A group is looked at again when it
 * or the room it stands in changed, and when it waits; the others stay where they are. Groups are known again by identity:
 * whoever changes a problem keeps the {@link GroupSpec}s that did not change.
 *
 * <p>Not thread-safe. The plans it returns do not change afterwards.
 */
public final class LivePlan {
    private PlacementProblem problem;
    private PlanState state;
    private @Nullable Appraisal appraisal;
    private PlanReport.Part[] parts;
    private Plan plan;

    LivePlan(PlacementProblem problem, Budget budget) {
        this.problem = problem;
        state = new PlanState(problem);
        appraisal = Candidates.many(problem) ? Appraisal.of(problem) : null;
        var search = new PlanSearch(state, appraisal);
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

    /** The same for a changed problem. With other sites everything is planned from what runs now. */
    public Plan replan(PlacementProblem changed, Budget budget) {
        if (changed.siteCount() != problem.siteCount() || changed.resourceCount() != problem.resourceCount()) {
            var anew = new LivePlan(changed, budget);
            state = anew.state;
            appraisal = anew.appraisal;
            parts = anew.parts;
            plan = anew.plan;
        } else {
            var looked = changedGroups(changed);
            state = state.under(changed);
            if (appraisal != null) appraisal = appraisal.under(changed);
            takeOverParts(changed);
            evict(changed, looked);
            var search = new PlanSearch(state, appraisal);
            long steps = search.rerun(looked, budget);
            plan = report(search, steps);
        }
        problem = changed;
        return plan;
    }

    /** Groups that are new or not what they were, and those that wait or miss their spread. */
    private BitSet changedGroups(PlacementProblem changed) {
        var known = known();
        var looked = new BitSet();
        for (int g = 0; g < changed.groupCount(); g++) {
            var before = known.get(changed.groups[g]);
            if (before == null || !parts[before].shortfalls().isEmpty()) looked.set(g);
        }
        return looked;
    }

    private IdentityHashMap<GroupSpec, Integer> known() {
        var known = new IdentityHashMap<GroupSpec, Integer>();
        for (int g = 0; g < problem.groupCount(); g++) known.put(problem.groups[g], g);
        return known;
    }

    private void takeOverParts(PlacementProblem changed) {
        var known = known();
        var next = new PlanReport.Part[changed.groupCount()];
        for (int g = 0; g < next.length; g++) {
            var before = known.get(changed.groups[g]);
            if (before != null && before == g) next[g] = parts[before];
        }
        parts = next;
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
                    state.remove(g, s);
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
            if (parts[g] == null || state.dirty.get(g) || parts[g].waiting() > 0) parts[g] = report.part(g);
        state.dirty.clear();
        return PlanReport.plan(parts, steps);
    }
}
