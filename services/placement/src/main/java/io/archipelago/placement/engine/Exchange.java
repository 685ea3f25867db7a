package io.archipelago.placement.engine;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Trades room between groups that are being placed for the first time: where a site near a group's users is full, another
 * group's replica leaves it for where it minds least, if both together gain. Single moves cannot find that.
 */
final class Exchange {
    private static final int SITES_TRIED = 2;
    private static final int GROUPS_ASKED = 8;
    private static final int WORTH_ASKING = 5; // a wish is, that saves a fifth of what a replica costs;

    private final PlanState state;
    private final PlacementProblem problem;
    private final Appraisal appraisal;
    private final MoveRules rules;
    private final Candidates candidates;
    private final BitSet traders;
    private final int[][] occupants; // per site: traders that ran there when this began

    /** @param traders groups whose replicas may be moved */
    Exchange(PlanState state, Appraisal appraisal, MoveRules rules, Candidates candidates, BitSet traders) {
        this.state = state;
        this.appraisal = appraisal;
        this.rules = rules;
        this.candidates = candidates;
        this.traders = traders;
        problem = state.problem;
        occupants = new int[problem.siteCount()][];
        for (int s = 0; s < occupants.length; s++) occupants[s] = occupants(s);
    }

    private int[] occupants(int site) {
        return traders.stream().filter(g -> state.counts[g][site] > 0).toArray();
    }

    private record Wish(int from, int to, long delta) {}

    /** @return true when a group got room that another one gave */
    boolean improve(int group) {
        var wishes = wishes(group);
        for (int i = 0; i < Math.min(SITES_TRIED, wishes.length); i++) if (grant(group, wishes[i])) return true;
        return false;
    }

    /** The group's best move to each full site near its users, best first. */
    private Wish[] wishes(int group) {
        var near = Arrays.stream(appraisal.near[group])
                .distinct()
                .filter(s -> state.counts[group][s] < problem.limitPerSite(group) && !state.fits(group, s))
                .toArray();
        var replicas = state.replicas[group];
        var wishes = new Wish[near.length];
        for (int i = 0; i < near.length; i++) {
            wishes[i] = new Wish(-1, near[i], 0);
            for (int u = 0; u < replicas.sites(); u++) {
                int from = replicas.site(u);
                long delta = from == near[i] ? 0 : state.delta(group, from, near[i]);
                if (delta < wishes[i].delta()) wishes[i] = new Wish(from, near[i], delta);
            }
        }
        return Arrays.stream(wishes)
                .filter(wish -> -wish.delta() > problem.groups[group].price(wish.to()) / WORTH_ASKING)
                .sorted((a, b) -> Long.compare(a.delta(), b.delta()))
                .toArray(Wish[]::new);
    }

    private boolean grant(int group, Wish wish) {
        int site = wish.to();
        int[] asked = occupants[site];
        int giver = -1;
        int target = -1;
        long least = -wish.delta();
        for (int i = 0, n = 0; i < asked.length && n < GROUPS_ASKED; i++) {
            int other = asked[(group + i) % asked.length]; // each group asks others first
            if (other == group || state.counts[other][site] == 0 || !makesRoom(group, other, site)) continue;
            n++;
            var among = candidates.of(other);
            for (int k = 0; k < among.count(); k++) {
                int to = among.site(k);
                if (to == site || !rules.allows(other, site, to)) continue;
                long delta = state.delta(other, site, to);
                if (delta >= least) continue;
                least = delta;
                giver = other;
                target = to;
            }
        }
        return giver >= 0 && trade(group, wish, giver, target);
    }

    private boolean makesRoom(int group, int other, int site) {
        long[] need = problem.groups[group].perReplica;
        long[] given = problem.groups[other].perReplica;
        for (int r = 0; r < need.length; r++) if (need[r] > 0 && state.free[r][site] + given[r] < need[r]) return false;
        return true;
    }

    /** Both moves, if they are allowed and pay together; calls between the two may spoil what each promised. */
    private boolean trade(int group, Wish wish, int giver, int target) {
        long before = state.total();
        state.change(giver, wish.to(), target);
        if (rules.allows(group, wish.from(), wish.to())) {
            state.change(group, wish.from(), wish.to());
            if (state.total() < before) return true;
            state.change(group, wish.to(), wish.from());
        }
        state.change(giver, target, wish.to());
        return false;
    }
}
