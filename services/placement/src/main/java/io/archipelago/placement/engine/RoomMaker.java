package io.archipelago.placement.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Frees capacity for a replica that found none: moves others elsewhere, and where that is not enough lets replicas of
 * lower priority wait. Shed replicas are tried again at their own turn and reported if they stay out.
 */
final class RoomMaker {
    private static final int SITES_TRIED = 16;

    private record Undo(int group, int from, int to) {}

    private final PlanState state;
    private final PlacementProblem problem;
    private final MoveRules rules;
    private final Candidates targets;

    RoomMaker(PlanState state, MoveRules rules, Candidates targets) {
        this.targets = targets;
        this.state = state;
        this.rules = rules;
        problem = state.problem;
    }

    /** A site that has room for one more replica of the group now; -1 when none can be made. */
    int makeRoom(int group) {
        var candidates = candidates(group);
        for (boolean mayShed : new boolean[] {false, true})
            for (int site : candidates) if (makeRoom(group, site, mayShed)) return site;
        return -1;
    }

    /** Eligible sites that lack nothing but room, cheapest first. */
    private List<Integer> candidates(int group) {
        record Candidate(int site, long delta) {}
        var found = new ArrayList<Candidate>();
        var spec = problem.groups[group];
        for (int s = 0; s < problem.siteCount(); s++) {
            boolean onlyRoom = spec.exclusion(s) == 0
                    && state.counts[group][s] < problem.limitPerSite(group)
                    && !state.fits(group, s)
                    && couldEverFit(spec, s)
                    && rules.overBudget(group, -1, s) <= 0;
            if (onlyRoom) found.add(new Candidate(s, state.delta(group, -1, s)));
        }
        found.sort(Comparator.comparingLong(Candidate::delta));
        return found.stream().limit(SITES_TRIED).map(Candidate::site).toList();
    }

    private boolean couldEverFit(GroupSpec spec, int site) {
        for (int r = 0; r < spec.perReplica.length; r++)
            if (problem.sites[site].usedByOthers()[r] + spec.perReplica[r] > problem.limit(site, r)) return false;
        return true;
    }

    private boolean makeRoom(int group, int site, boolean mayShed) {
        var undo = new ArrayDeque<Undo>();
        for (int victim : victims(group, site)) {
            while (!state.fits(group, site) && state.counts[victim][site] > 0 && relieves(group, victim, site)) {
                int target = cheapestTarget(victim, site);
                boolean lower = problem.groups[victim].priority < problem.groups[group].priority;
                if (target < 0 && !(mayShed && lower && rules.overBudget(victim, site, -1) <= 0)) break;
                state.change(victim, site, target);
                undo.push(new Undo(victim, site, target));
            }
            if (state.fits(group, site)) break;
        }
        if (rules.allows(group, -1, site)) return true; // the others' moves may have made its own calls dearer
        for (var step : undo) state.change(step.group(), step.to(), step.from());
        return false;
    }

    /** Others with replicas here: lowest priority first, then index. */
    private List<Integer> victims(int group, int site) {
        var found = new ArrayList<Integer>();
        for (int g = 0; g < problem.groupCount(); g++) if (g != group && state.counts[g][site] > 0) found.add(g);
        found.sort(Comparator.comparingInt(g -> problem.groups[g].priority));
        return found;
    }

    private boolean relieves(int group, int victim, int site) {
        int missing = state.missingResource(group, site);
        return missing >= 0 && problem.groups[victim].perReplica[missing] > 0;
    }

    private int cheapestTarget(int victim, int from) {
        int best = -1;
        long bestDelta = Long.MAX_VALUE;
        var among = targets.of(victim);
        for (int i = 0; i < among.count(); i++) {
            int t = among.site(i);
            if (t == from || !rules.allows(victim, from, t)) continue;
            long delta = state.delta(victim, from, t);
            if (delta < bestDelta) {
                bestDelta = delta;
                best = t;
            }
        }
        return best;
    }
}
