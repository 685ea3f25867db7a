package io.archipelago.placement.engine;

import java.util.BitSet;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.stream.IntStream;

/**
 * Lets groups choose as if there were room for all, and then has those leave a site that is too full who mind least: who
 * comes first would otherwise keep what others need more. Prices of room see to it that not many must leave.
 */
final class Overbooking {
    private static final long LOAN = 1L << 60;
    private static final double NOWHERE = 1e30; // dearer than any place
    private static final double MOST_CROWDED = 3_000; // permille of what a site may hold; more counts no more

    private final PlanState state;
    private final PlacementProblem problem;
    private final Appraisal appraisal;
    private final MoveRules rules;
    private final Candidates candidates;
    private final BitSet guests;

    /** @param guests groups that may be asked to leave */
    Overbooking(PlanState state, Appraisal appraisal, MoveRules rules, Candidates candidates, BitSet guests) {
        this.state = state;
        this.appraisal = appraisal;
        this.rules = rules;
        this.candidates = candidates;
        this.guests = guests;
        problem = state.problem;
    }

    /** From now on everything fits. */
    void open() {
        lend(LOAN);
    }

    /**
     * While everything fits: by how much a site is too full for a group, in permille of what it may hold, of all resources
     * together.
     *
     * @param enters whether a replica would come, or one that is there is asked about
     */
    static long crowding(PlanState state, int group, int site, boolean enters) {
        long sum = 0;
        long[] need = state.problem.groups[group].perReplica;
        for (int r = 0; r < need.length; r++) {
            if (need[r] == 0) continue;
            long over = (enters ? need[r] : 0) - (state.free[r][site] - LOAN);
            if (over > 0)
                sum += (long) Math.min(MOST_CROWDED, 1_000.0 * over / Math.max(1, state.problem.limit(site, r)));
        }
        return sum;
    }

    /** From now on only what fits does, and no guest is where there is no room; some may be nowhere. */
    void close() {
        lend(-LOAN);
        IntStream.range(0, problem.siteCount())
                .filter(s -> excess(s) > 0)
                .boxed()
                .sorted(Comparator.comparingDouble(s -> -excess(s)))
                .forEach(s -> {
                    for (int r = 0; r < state.free.length; r++) relieve(s, r);
                });
    }

    private void lend(long amount) {
        for (long[] row : state.free) for (int s = 0; s < row.length; s++) row[s] += amount;
    }

    /** By which share of what it may hold a site is too full. */
    private double excess(int site) {
        double most = 0;
        for (int r = 0; r < state.free.length; r++)
            most = Math.max(most, -(double) state.free[r][site] / Math.max(1, problem.limit(site, r)));
        return most;
    }

    /** @param to where the group's replica goes; -1 if it finds no other place */
    private record Offer(int group, int to, double cost) {}

    private void relieve(int site, int resource) {
        if (state.free[resource][site] >= 0) return;
        var offers = new PriorityQueue<>(Comparator.comparingDouble(Offer::cost).thenComparingInt(Offer::group));
        guests.stream()
                .filter(g -> state.counts[g][site] > 0 && problem.groups[g].perReplica[resource] > 0)
                .forEach(g -> offers.add(offer(g, site, resource)));
        while (state.free[resource][site] < 0 && !offers.isEmpty()) {
            int g = offers.remove().group();
            var now = offer(g, site, resource); // others have taken room meanwhile
            var next = offers.peek();
            if (next == null || now.cost() <= next.cost()) state.change(g, site, now.to());
            if (state.counts[g][site] > 0) offers.add(now);
        }
    }

    /** What a group asks for leaving, per unit of what is short. Who finds no place leaves last, the least important first. */
    private Offer offer(int group, int site, int resource) {
        var among = candidates.of(group);
        long saved = appraisal.charge(group, site);
        long least = Long.MAX_VALUE;
        int best = -1;
        for (int i = 0; i < among.count(); i++) {
            int to = among.site(i);
            if (to == site || !state.fits(group, to)) continue;
            long cost = state.delta(group, site, to) + appraisal.charge(group, to) - saved;
            if (cost < least && rules.allows(group, site, to)) {
                least = cost;
                best = to;
            }
        }
        if (best < 0) return new Offer(group, -1, NOWHERE * (1.0 + problem.groups[group].priority));
        return new Offer(group, best, (double) least / problem.groups[group].perReplica[resource]);
    }
}
