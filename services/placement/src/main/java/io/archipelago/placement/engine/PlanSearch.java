package io.archipelago.placement.engine;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Builds a plan: keep what may stay, add what is missing in order of priority, make room where it is short, then improve
 * group by group until no single change pays or the budget ends. On many sites an {@link Appraisal} tells where to look, and
 * what is placed for the first time pays for room, so that it goes to those who gain most by it.
 */
final class PlanSearch {
    private static final int FILL_PASSES = 4;
    private static final int BATCHES = 32; // in which what is placed for the first time chooses

    /** By round: of a replica's price, at a site twice too full. */
    private static final int[] CROWD_PERMILLE = {200, 500, 1000};

    private final PlacementProblem problem;
    private final PlanState state;
    private final @Nullable Appraisal appraisal;
    private final Threads threads;
    private final MoveRules rules;
    private final Candidates candidates;
    private final RoomMaker room;
    private final int[] order;
    private int changesLeft;
    private int crowdPermille; // what a replica pays beside the price of room where everybody wants to be
    private boolean displaced; // replicas lost their place: they get one first and a better one later
    private long steps;

    PlanSearch(PlanState state, @Nullable Appraisal appraisal, Threads threads) {
        this.state = state;
        this.threads = threads;
        this.appraisal = appraisal;
        problem = state.problem;
        rules = new MoveRules(state);
        candidates = new Candidates(state, appraisal);
        room = new RoomMaker(state, rules, candidates);
        order = IntStream.range(0, problem.groupCount())
                .boxed()
                .sorted(Comparator.comparingInt((Integer g) -> -problem.groups[g].priority))
                .mapToInt(Integer::intValue)
                .toArray();
        changesLeft = problem.changeBudget;
    }

    MoveRules rules() {
        return rules;
    }

    /** Plans all groups. @return steps taken */
    long run(Budget budget) {
        var all = new BitSet();
        all.set(0, problem.groupCount());
        for (int g : order) keepCurrent(g);
        complete(all, g -> {}, budget);
        return steps;
    }

    /**
     * Plans these groups, then looks at those that call them, are called by them or find room that was not there; the others
     * stay as they are.
     *
     * @param anew those of them that start from what runs now
     * @param room per resource and site: what was free before
     * @param placed told of each group once its replicas have a place, which a later step may better
     * @return steps taken
     */
    long rerun(BitSet changed, BitSet anew, long[][] room, IntConsumer placed, Budget budget) {
        for (int g : order) if (anew.get(g)) keepCurrent(g);
        displaced = true;
        complete(changed, placed, budget);
        if (steps >= budget.maxSteps()) return steps;
        var followers = followers(changed, room);
        while (pass(followers, budget)) {}
        return steps;
    }

    private BitSet followers(BitSet changed, long[][] room) {
        var followers = new BitSet();
        changed.stream().forEach(g -> {
            for (int e : state.touching(g)) {
                followers.set(problem.affinities[e].caller());
                followers.set(problem.affinities[e].callee());
            }
        });
        int[] roomier = IntStream.range(0, problem.siteCount())
                .filter(s -> IntStream.range(0, room.length).anyMatch(r -> state.free[r][s] > room[r][s]))
                .toArray();
        for (int g : order) if (attracted(g, roomier)) followers.set(g);
        followers.andNot(changed);
        return followers;
    }

    private boolean attracted(int g, int[] sites) {
        var replicas = state.replicas[g];
        for (int to : sites)
            for (int u = 0; u < replicas.sites(); u++) {
                int from = replicas.site(u);
                if (to != from && rules.allows(g, from, to) && state.delta(g, from, to) < 0) return true;
            }
        return false;
    }

    private void complete(BitSet groups, IntConsumer placed, Budget budget) {
        if (appraisal != null && !displaced) overbook(groups, appraisal);
        keepCeilings();
        for (int g : order)
            if (groups.get(g)) {
                fill(g);
                placed.accept(g);
            }
        for (int g : order) if (groups.get(g)) spreadOut(g);
        while (pass(groups, budget)) {}
        fillAgain();
    }

    private void keepCurrent(int g) {
        var spec = problem.groups[g];
        if (spec.current.length == 0) return;
        for (int s = 0; s < problem.siteCount(); s++)
            for (int i = 0; i < spec.current(s); i++) {
                boolean stays = spec.exclusion(s) == 0 && i < problem.limitPerSite(g) && state.fits(g, s);
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
            if (before == 0) return;
            for (int g : order) fill(g);
            if (waiting() == before) return;
        }
    }

    private long waiting() {
        long sum = 0;
        for (int g : order) sum += Math.max(0, problem.neededReplicas(g) - state.placed[g]);
        return sum;
    }

    private boolean overCeiling(int g) {
        long ceiling = problem.groups[g].budgetPerHour;
        return ceiling < Long.MAX_VALUE && state.costOf(g).spend() > ceiling;
    }

    private void dropDearest(int g) {
        int worst = -1;
        long best = Long.MAX_VALUE;
        var replicas = state.replicas[g];
        for (int pass = 0; pass < 2 && worst < 0; pass++) // spread gives way only when nothing else can
        for (int u = 0; u < replicas.sites(); u++) {
                int s = replicas.site(u);
                if (pass == 0 && !rules.allowsRemoval(g, s)) continue;
                long delta = state.delta(g, s, -1);
                if (delta < best) {
                    best = delta;
                    worst = s;
                }
            }
        state.remove(g, worst);
    }

    private void fill(int g) {
        int needed = problem.neededReplicas(g);
        if (state.placed[g] >= needed) return;
        var near = displaced ? candidates.cheapest(g) : candidates.of(g);
        while (state.placed[g] < needed) {
            int site = cheapestStart(g, near);
            if (site < 0 && appraisal != null) site = cheapestStart(g, near = candidates.all());
            if (site < 0) {
                site = room.makeRoom(g);
                near = candidates.of(g);
            }
            if (site < 0) return;
            state.add(g, site);
        }
    }

    /** The cheapest open site; those that widen a wanted spread in most scopes go first. */
    private int cheapestStart(int g, Candidates among) {
        int best = -1;
        for (int scopes = rules.shortScopes(g).size(); best < 0 && scopes >= 0; scopes--)
            best = cheapestStart(g, among, scopes);
        return best;
    }

    private int cheapestStart(int g, Candidates among, int widening) {
        int best = -1;
        long bestDelta = Long.MAX_VALUE;
        for (int i = 0; i < among.count(); i++) {
            int s = among.site(i);
            if (!rules.allows(g, -1, s) || widening > 0 && rules.widens(g, s) < widening) continue;
            long delta = state.delta(g, -1, s) + charge(g, s, true);
            if (delta < bestDelta) {
                bestDelta = delta;
                best = s;
            }
        }
        return best;
    }

    /** What room costs a replica that comes to a site or that leaves it. */
    private long charge(int g, int site, boolean comes) {
        if (appraisal == null || site < 0) return 0;
        long charge = appraisal.charge(g, site);
        if (crowdPermille == 0) return charge;
        long crowding = Overbooking.crowding(state, g, site, comes);
        return charge + Rates.multiplyDivide(problem.groups[g].price(site), crowding * crowdPermille, 1_000_000);
    }

    /** Kept replicas may sit too close together: the moves that widen them most, the cheapest first, whatever they cost. */
    private void spreadOut(int g) {
        while (state.placed[g] > 1 && !rules.shortScopes(g).isEmpty()) {
            int bestFrom = -1;
            int bestTo = -1;
            int widest = 1;
            long bestDelta = Long.MAX_VALUE;
            var replicas = state.replicas[g];
            for (int t = 0; t < problem.siteCount(); t++) {
                if (rules.widens(g, t) == 0) continue;
                for (int u = 0; u < replicas.sites(); u++) {
                    int s = replicas.site(u);
                    if (s == t || !rules.allows(g, s, t)) continue;
                    int wider = rules.widens(g, s, t);
                    if (wider < widest) continue;
                    long delta = state.delta(g, s, t);
                    if (wider > widest || delta < bestDelta) {
                        widest = wider;
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

    /** Groups that are placed for the first time choose at the prices of room; where that was too much, some leave again. */
    private void overbook(BitSet groups, Appraisal prices) {
        var fresh = new BitSet();
        groups.stream().filter(g -> state.placed[g] == 0).forEach(fresh::set);
        var overbooking = new Overbooking(state, prices, rules, candidates, fresh);
        overbooking.open();
        negotiate(fresh, prices);
        overbooking.close();
    }

    /**
     * In rounds, where too many want the same room it gets dearer, and more so each time. Batch after batch sees what those
     * before it have chosen; within one, clusters choose beside each other and do not, so that threads make no difference.
     */
    private void negotiate(BitSet fresh, Appraisal prices) {
        var clusters = Clusters.of(problem, order, fresh);
        var forks = new PlanState[threads.forGroups(fresh.cardinality())];
        Arrays.setAll(forks, t -> state.fork());
        var searches = Arrays.stream(forks)
                .map(fork -> new PlanSearch(fork, prices, threads))
                .toArray(PlanSearch[]::new);
        int batch = Math.max(1, Math.ceilDiv(clusters.size(), BATCHES));
        for (int round = 0; round < CROWD_PERMILLE.length; round++) {
            int crowd = CROWD_PERMILLE[round];
            for (int from = 0; from < clusters.size(); from += batch) {
                var some = clusters.subList(from, Math.min(from + batch, clusters.size()));
                Threads.share(forks.length, t -> {
                    for (int i = t; i < some.size(); i += forks.length) {
                        searches[t].choose(some.get(i), crowd, changesLeft);
                        forks[t].release();
                    }
                });
                state.join(forks);
            }
        }
    }

    /** @param changes that may be made; who runs nowhere has to move and uses none of them up */
    private void choose(List<Integer> cluster, int crowd, int changes) {
        crowdPermille = crowd;
        changesLeft = changes;
        for (int g : cluster) fill(g);
        for (int g : cluster) improve(g, true);
    }

    /** @return true when anything improved and the budget has not ended */
    private boolean pass(BitSet groups, Budget budget) {
        boolean improved = false;
        for (int g : order) {
            if (!groups.get(g)) continue;
            if (steps >= budget.maxSteps()) return false;
            steps++;
            improved |= improve(g, false);
        }
        return improved;
    }

    /** Takes each site's best change in turn, a move, a replica more or less, as long as any pays. */
    private boolean improve(int g, boolean priced) {
        var among = candidates.of(g);
        boolean ever = false;
        for (boolean improved = true; improved; ) {
            improved = false;
            if (state.placed[g] < problem.groups[g].maxReplicas) improved = improve(g, -1, among, priced);
            for (int i = 0; i < among.count(); i++)
                if (state.counts[g][among.site(i)] > 0) improved |= improve(g, among.site(i), among, priced);
            ever |= improved;
        }
        return ever;
    }

    private boolean improve(int g, int from, Candidates among, boolean priced) {
        long best = 0;
        int bestTo = -2;
        long saved = priced ? charge(g, from, false) : 0;
        for (int i = from < 0 ? 0 : -1; i < among.count(); i++) {
            int to = i < 0 ? -1 : among.site(i);
            if (to == from || !mayChange(g, from, to)) continue;
            long delta = state.delta(g, from, to) + (priced ? charge(g, to, true) - saved : 0);
            if (delta < best && (to < 0 || rules.allows(g, from, to)) && withinChangeBudget(g, from, to)) {
                best = delta;
                bestTo = to;
            }
        }
        if (bestTo == -2) return false;
        int before = state.moves(g);
        state.change(g, from, bestTo);
        changesLeft -= Math.max(0, state.moves(g) - before);
        return true;
    }

    private boolean mayChange(int g, int from, int to) {
        var spec = problem.groups[g];
        if (to < 0) return state.placed[g] > problem.neededReplicas(g) && rules.allowsRemoval(g, from);
        return spec.exclusion(to) == 0 && state.fits(g, to);
    }

    private boolean withinChangeBudget(int g, int from, int to) {
        if (changesLeft > 0) return true;
        var spec = problem.groups[g];
        boolean leavesKept = from >= 0 && state.counts[g][from] <= spec.current(from);
        return !leavesKept || to >= 0 && state.counts[g][to] < spec.current(to);
    }
}
