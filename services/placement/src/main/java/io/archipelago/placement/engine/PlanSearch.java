package io.archipelago.placement.engine;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Builds a plan: keep what may stay, add what is missing in order of priority, make room where it is short, then improve
 * by the best single change per group until nothing pays or the budget ends.
 */
final class PlanSearch {
    private static final int FILL_PASSES = 4;

    private final PlacementProblem problem;
    private final PlanState state;
    private final MoveRules rules;
    private final RoomMaker room;
    private final int[] order;
    private int changesLeft;
    private long steps;

    PlanSearch(PlacementProblem problem) {
        this.problem = problem;
        state = new PlanState(problem);
        rules = new MoveRules(state);
        room = new RoomMaker(state, rules);
        order = IntStream.range(0, problem.groupCount())
                .boxed()
                .sorted(Comparator.comparingInt((Integer g) -> -problem.groups[g].priority))
                .mapToInt(Integer::intValue)
                .toArray();
        changesLeft = problem.changeBudget;
    }

    Plan run(Budget budget) {
        for (int g : order) keepCurrent(g);
        keepCeilings();
        for (int g : order) fill(g);
        for (int g : order) spreadOut(g);
        improve(budget);
        fillAgain();
        return new PlanReport(state, rules).plan(steps);
    }

    private void keepCurrent(int g) {
        var spec = problem.groups[g];
        if (spec.current.length == 0) return;
        for (int s = 0; s < problem.siteCount(); s++)
            for (int i = 0; i < spec.current(s); i++) {
                boolean stays = spec.exclusion(s) == 0 && i < spec.limitPerSite() && state.fits(g, s);
                if (stays) state.add(g, s);
            }
        while (state.placed[g] > spec.maxReplicas) dropDearest(g);
    }

    /** What runs may have become too dear: then less of it stays. Dropping a callee can make its callers dearer, so again. */
    private void keepCeilings() {
        for (boolean dropped = true; dropped; ) {
            dropped = false;
            for (int g : order)
                while (state.placed[g] > 0 && overCeiling(g)) {
                    dropDearest(g);
                    dropped = true;
                }
        }
    }

    /** Improvement, or room made for another group, may have freed what was missing. */
    private void fillAgain() {
        for (int pass = 0; pass < FILL_PASSES; pass++) {
            long before = waiting();
            for (int g : order) fill(g);
            if (waiting() == before) return;
        }
    }

    private long waiting() {
        long sum = 0;
        for (int g : order) sum += Math.max(0, problem.groups[g].neededReplicas() - state.placed[g]);
        return sum;
    }

    private boolean overCeiling(int g) {
        return state.costOf(g).spend() > problem.groups[g].budgetPerHour;
    }

    private void dropDearest(int g) {
        int worst = -1;
        long best = Long.MAX_VALUE;
        for (int pass = 0; pass < 2 && worst < 0; pass++) // spread gives way only when nothing else can
        for (int s = 0; s < problem.siteCount(); s++) {
                if (state.counts[g][s] == 0 || pass == 0 && !rules.allowsRemoval(g, s)) continue;
                long delta = state.delta(g, s, -1);
                if (delta < best) {
                    best = delta;
                    worst = s;
                }
            }
        state.remove(g, worst);
    }

    private void fill(int g) {
        int needed = problem.groups[g].neededReplicas();
        while (state.placed[g] < needed) {
            int site = cheapestStart(g, needed - state.placed[g]);
            if (site < 0) site = room.makeRoom(g);
            if (site < 0) return;
            state.add(g, site);
        }
    }

    /** The cheapest open site; one that widens a wanted spread goes first. */
    private int cheapestStart(int g, int remaining) {
        boolean wide = rules.wantsSpread(g);
        int best = cheapestStart(g, wide, remaining);
        return best < 0 && wide ? cheapestStart(g, false, remaining) : best;
    }

    private int cheapestStart(int g, boolean widening, int remaining) {
        int best = -1;
        long bestDelta = Long.MAX_VALUE;
        for (int s = 0; s < problem.siteCount() && remaining > 0; s++) {
            if (!rules.allows(g, -1, s) || widening && !rules.widensSpread(g, s)) continue;
            long delta = state.delta(g, -1, s);
            if (delta < bestDelta) {
                bestDelta = delta;
                best = s;
            }
        }
        return best;
    }

    /** Kept replicas may sit too close together: the cheapest moves that widen them, whatever they cost. */
    private void spreadOut(int g) {
        while (rules.wantsSpread(g) && state.placed[g] > 1) {
            int bestFrom = -1;
            int bestTo = -1;
            long bestDelta = Long.MAX_VALUE;
            for (int t = 0; t < problem.siteCount(); t++) {
                if (!rules.widensSpread(g, t)) continue;
                for (int s = 0; s < problem.siteCount(); s++) {
                    if (s == t || state.counts[g][s] == 0 || !rules.allows(g, s, t) || !widens(g, s, t)) continue;
                    long delta = state.delta(g, s, t);
                    if (delta < bestDelta) {
                        bestDelta = delta;
                        bestFrom = s;
                        bestTo = t;
                    }
                }
            }
            if (bestTo < 0) return;
            state.move(g, bestFrom, bestTo);
        }
    }

    /** Whether the move itself brings the wanted spread closer: leaving one site for another does not. */
    private boolean widens(int g, int from, int to) {
        int before = rules.spreadReached(g);
        state.move(g, from, to);
        boolean wider = rules.spreadReached(g) > before;
        state.move(g, to, from);
        return wider;
    }

    private void improve(Budget budget) {
        long deadline = budget.maxNanos() == Long.MAX_VALUE ? Long.MAX_VALUE : System.nanoTime() + budget.maxNanos();
        for (boolean improved = true; improved; ) {
            improved = false;
            for (int g : order) {
                if (steps >= budget.maxSteps()) return;
                if (deadline != Long.MAX_VALUE && System.nanoTime() > deadline) return;
                steps++;
                while (improve(g)) improved = true;
            }
        }
    }

    /** Applies the group's best single change if it pays: a move, a replica more, a replica less. */
    private boolean improve(int g) {
        var spec = problem.groups[g];
        long best = 0;
        int bestFrom = -1;
        int bestTo = -1;
        for (int from = -1; from < problem.siteCount(); from++) {
            boolean start = from < 0 && state.placed[g] < spec.maxReplicas;
            if (from >= 0 ? state.counts[g][from] == 0 : !start) continue;
            for (int to = -1; to < problem.siteCount(); to++) {
                if (to == from || !mayChange(g, from, to)) continue;
                long delta = state.delta(g, from, to);
                if (delta < best && (to < 0 || rules.allows(g, from, to)) && withinChangeBudget(g, from, to)) {
                    best = delta;
                    bestFrom = from;
                    bestTo = to;
                }
            }
        }
        if (best == 0) return false;
        int before = state.moves(g);
        state.change(g, bestFrom, bestTo);
        changesLeft -= Math.max(0, state.moves(g) - before);
        return true;
    }

    private boolean mayChange(int g, int from, int to) {
        var spec = problem.groups[g];
        if (to < 0) return state.placed[g] > spec.neededReplicas() && rules.allowsRemoval(g, from);
        return spec.exclusion(to) == 0;
    }

    private boolean withinChangeBudget(int g, int from, int to) {
        if (changesLeft > 0) return true;
        var spec = problem.groups[g];
        boolean leavesKept = from >= 0 && state.counts[g][from] <= spec.current(from);
        return !leavesKept || to >= 0 && state.counts[g][to] < spec.current(to);
    }
}
