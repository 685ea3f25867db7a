package io.archipelago.placement.engine;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * What room is worth at every site, and so what a replica of each group costs there: the prices at which the groups, each
 * choosing for itself, would just about share the room. Found by subgradient ascent of the Lagrangean dual, whose value is a
 * lower bound of every plan's cost. Prices are searched in floating point; the bound they prove is reckoned in integers.
 */
final class Appraisal {
    private static final int SWEEPS = 28;
    private static final int ROUNDS = 4; // of requests' worth, per group and sweep
    private static final int FEW = 32; // sites that such a round looks at, and those chosen
    private static final int STEPS_PER_AREA = 8; // of the group's linear program
    private static final int LAST_STEPS = 10; // and these
    private static final int HALVINGS = 2; // of the way between two worths
    private static final double FIRST_REACH = 0.03; // how far above the bound the cost is first thought to be
    private static final double FIRST_STEP = 0.02; // the same, of all groups together, for the prices of room
    private static final double SHRINK = 0.6; // of the step, where it did not help
    private static final double MOST_CROWDED = 3; // what more than that wants the same room counts no more
    private static final int PRICE_BITS = 20;
    private static final long DEAREST = 1L << 42; // micro-USD per hour for all the room of a site
    private static final long OUT = 1L << 61; // as SiteScan: a site that is out of the question

    private final PlacementProblem problem;
    private final int resources;
    private final int[] grain; // per resource: bits cut off so that amounts fit 31 bits
    private final long[] room; // [site * resources + resource] in grains, rounded up
    private final double[] rooms; // per resource, all sites together
    private final long[] price; // micro-USD per hour for all of that room
    private final double[] crowding; // smoothed: wanted over room, less one
    private final long[][] worth; // per group and area of the group
    private final double[] reach; // per group: how far above its bound its cost is thought to be
    /** Per group and site: micro-USD per hour for one replica, what it earns by being near its users taken off. */
    final long[][] rows;
    /** Per group: for each of its areas the sites where a busy replica would answer it cheapest. */
    final int[][] near;

    private long bound = Long.MIN_VALUE;

    private Appraisal(PlacementProblem problem) {
        this.problem = problem;
        resources = problem.resourceCount();
        grain = new int[resources];
        rooms = new double[resources];
        int cells = problem.siteCount() * resources;
        room = new long[cells];
        price = new long[cells];
        crowding = new double[cells];
        for (int r = 0; r < resources; r++) {
            long most = 0;
            for (int s = 0; s < problem.siteCount(); s++) most = Math.max(most, problem.limit(s, r));
            while (most >> grain[r] >= 1L << 31) grain[r]++;
            for (int s = 0; s < problem.siteCount(); s++) {
                long left = Math.max(0, problem.limit(s, r) - problem.sites[s].usedByOthers()[r]);
                room[s * resources + r] = left + (1L << grain[r]) - 1 >> grain[r];
                rooms[r] += room[s * resources + r];
            }
        }
        worth = new long[problem.groupCount()][];
        rows = new long[problem.groupCount()][];
        near = new int[problem.groupCount()][];
        reach = new double[problem.groupCount()];
        Arrays.fill(reach, FIRST_REACH);
    }

    static Appraisal of(PlacementProblem problem, Threads threads) {
        var appraisal = new Appraisal(problem);
        appraisal.ascend(threads.forGroups(problem.groupCount()));
        return appraisal;
    }

    /**
     * Prices of room stay, groups that changed are looked at anew; nothing is proven of the changed problem.
     *
     * @param before per group of the changed problem: its index here, -1 where it is not the same
     */
    Appraisal under(PlacementProblem changed, int[] before) {
        var next = new Appraisal(changed);
        System.arraycopy(price, 0, next.price, 0, price.length);
        Scratch scratch = null;
        for (int g = 0; g < before.length; g++)
            if (before[g] < 0) {
                if (scratch == null) scratch = new Scratch(changed);
                next.appraise(g, scratch);
            } else {
                next.worth[g] = worth[before[g]];
                next.rows[g] = rows[before[g]];
                next.near[g] = near[before[g]];
            }
        return next;
    }

    /** No plan in which every group runs what it needs, spread as it wishes, costs less: micro-USD per hour. */
    long bound() {
        return bound;
    }

    /** What the room for one replica is worth at a site. */
    long charge(int group, int site) {
        long sum = 0;
        long[] need = problem.groups[group].perReplica;
        for (int r = 0; r < resources; r++) {
            long grains = need[r] >> grain[r];
            int cell = site * resources + r;
            if (grains > 0 && price[cell] > 0 && grains <= room[cell])
                sum += grains * ((price[cell] << PRICE_BITS) / room[cell]) >> PRICE_BITS;
        }
        return sum;
    }

    /** One thread's space. */
    private static final class Scratch {
        final GroupDual all;
        final GroupDual few;
        final GroupProgram.Space space;
        final long[] rent;
        final long[] fewRent;
        final long[] row;
        final long[] use;

        Scratch(PlacementProblem problem) {
            all = new GroupDual(problem);
            few = new GroupDual(problem);
            space = new GroupProgram.Space(problem);
            rent = new long[problem.siteCount()];
            fewRent = new long[problem.siteCount()];
            row = new long[problem.siteCount()];
            use = new long[problem.siteCount() * problem.resourceCount()];
        }
    }

    private void ascend(int threads) {
        var scratch =
                IntStream.range(0, threads).mapToObj(t -> new Scratch(problem)).toArray(Scratch[]::new);
        var parts = new long[problem.groupCount()];
        double step = FIRST_STEP;
        for (int sweep = 0; sweep <= SWEEPS; sweep++) {
            boolean last = sweep == SWEEPS;
            Threads.share(threads, t -> {
                Arrays.fill(scratch[t].use, 0);
                for (int g = t; g < parts.length; g += threads) parts[g] = visit(g, scratch[t], last);
            });
            long sum = Arrays.stream(parts).sum() - Arrays.stream(price).sum();
            if (sum <= bound) step *= SHRINK;
            bound = Math.max(bound, sum);
            if (!last) reprice(scratch, step * Math.max(1, sum), sweep == 0);
        }
    }

    private void appraise(int g, Scratch scratch) {
        for (int i = 0; i < 3; i++) visit(g, scratch, i == 2);
    }

    /** A group's part of the bound at the present prices; then its requests' worth is bettered. */
    private long visit(int g, Scratch scratch, boolean last) {
        var dual = scratch.all;
        dual.load(g, openSites(g, scratch));
        if (worth[g] == null) {
            worth[g] = new long[problem.demandOf(g).areas().length];
            dual.guess(scratch.rent, worth[g]);
        }
        long cost = dual.solve(scratch.rent, worth[g]);
        for (int i = 0; i < dual.sites; i++)
            if (dual.picks[i] > 0)
                for (int r = 0; r < resources; r++)
                    scratch.use[dual.site[i] * resources + r] +=
                            dual.picks[i] * (problem.groups[g].perReplica[r] >> grain[r]);
        if (last) {
            cost = sharpen(g, scratch, cost);
            rows[g] = new long[problem.siteCount()];
            Arrays.fill(rows[g], OUT);
            dual.firsts(scratch.rent, worth[g], scratch.row);
            for (int i = 0; i < dual.sites; i++)
                if (scratch.row[i] < GroupDual.NEVER)
                    rows[g][dual.site[i]] = Math.floorDiv(scratch.row[i], GroupDual.UNIT);
            near[g] = dual.nearest(scratch.rent, scratch.row);
        } else if (worth[g].length > 0) better(g, scratch, cost);
        // every flow of a plan is rounded down: at most one per area or site, and once more where replicas are overrun
        return Math.floorDiv(cost, GroupDual.UNIT) - 2L * worth[g].length - problem.siteCount();
    }

    /** Writes the rents of the sites where a replica may run and would fit into an empty one. */
    private int openSites(int g, Scratch scratch) {
        var spec = problem.groups[g];
        long most = (1L << 60) / GroupDual.UNIT / Math.max(1, spec.maxReplicas);
        int n = 0;
        for (int s = 0; s < problem.siteCount(); s++) {
            if (spec.exclusion(s) != 0 || !fitsEmpty(spec, s)) continue;
            scratch.all.site[n] = s;
            scratch.rent[n++] = Math.min(most, spec.price(s) + spec.carbon(s) + charge(g, s)) * GroupDual.UNIT;
        }
        return n;
    }

    private boolean fitsEmpty(GroupSpec spec, int site) {
        for (int r = 0; r < resources; r++)
            if (spec.perReplica[r] >> grain[r] > room[site * resources + r]) return false;
        return true;
    }

    /**
     * What requests are worth by the group's linear program, or part of the way there, if that proves more.
     *
     * @return the group's cost
     */
    private long sharpen(int g, Scratch scratch, long cost) {
        if (worth[g].length == 0 || scratch.all.sites == 0) return cost;
        var space = scratch.space;
        space.sites = scratch.all.sites;
        for (int i = 0; i < space.sites; i++) {
            space.site[i] = scratch.all.site[i];
            space.rent[i] = (double) scratch.rent[i] / GroupDual.UNIT;
        }
        long[] from = worth[g];
        long[] to = new long[from.length];
        new GroupProgram(problem, g).worth(space, STEPS_PER_AREA * to.length + LAST_STEPS, to);
        scratch.all.cap(to);
        long there = scratch.all.solve(scratch.rent, to);
        if (there > cost) worth[g] = to;
        return between(g, scratch, from, cost, to, there);
    }

    /** What is proven is concave in the worth: the most on the way from one to another, nearly. */
    private long between(int g, Scratch scratch, long[] from, long proven, long[] to, long there) {
        long most = Math.max(proven, there);
        for (int i = 0; i < HALVINGS; i++) {
            long[] half = new long[from.length];
            for (int a = 0; a < half.length; a++) half[a] = from[a] + (to[a] - from[a]) / 2;
            long now = scratch.all.solve(scratch.rent, half);
            if (now > most) worth[g] = half;
            most = Math.max(most, now);
            if (proven < there) {
                from = half;
                proven = now;
            } else {
                to = half;
                there = now;
            }
        }
        return most;
    }

    /** A few rounds of subgradient ascent on the sites that matter. */
    private void better(int g, Scratch scratch, long cost) {
        var few = scratch.few;
        int n = choose(scratch);
        few.load(g, n);
        long[] best = worth[g].clone();
        long[] trial = worth[g];
        long most = cost;
        int idle = 0;
        step(g, scratch.all, trial, reach[g] * cost);
        for (int round = 0; round < ROUNDS; round++) {
            few.cap(trial);
            long now = few.solve(scratch.fewRent, trial);
            if (now > most) {
                most = now;
                System.arraycopy(trial, 0, best, 0, best.length);
                idle = 0;
            } else if (++idle == 3) {
                reach[g] *= 0.6;
                idle = 0;
                System.arraycopy(best, 0, trial, 0, best.length);
                now = few.solve(scratch.fewRent, trial);
            }
            if (round < ROUNDS - 1) step(g, few, trial, reach[g] * now);
        }
        worth[g] = best;
    }

    /** The sites that were chosen, and the next cheapest ones. */
    private int choose(Scratch scratch) {
        var all = scratch.all;
        int n = 0;
        boolean everything = all.sites <= FEW;
        if (!everything) all.keys(scratch.row);
        for (int i = 0; i < all.sites; i++)
            if (everything || all.picks[i] > 0) {
                if (!everything) scratch.row[i] = Long.MAX_VALUE;
                scratch.few.site[n] = all.site[i];
                scratch.fewRent[n++] = scratch.rent[i];
            }
        while (!everything && n < all.sites && n < FEW) {
            int i = SiteScan.least(scratch.row, all.sites);
            if (scratch.row[i] == Long.MAX_VALUE) break;
            scratch.row[i] = Long.MAX_VALUE;
            scratch.few.site[n] = all.site[i];
            scratch.fewRent[n++] = scratch.rent[i];
        }
        return n;
    }

    /** Requests that went unanswered are worth more than was thought, those answered twice less. */
    private void step(int g, GroupDual dual, long[] worth, double gap) {
        long[] amounts = problem.demandOf(g).milliRps();
        double norm = 0;
        for (int a = 0; a < worth.length; a++) {
            double missed = amounts[a] - dual.served[a];
            norm += missed * missed / amounts[a];
        }
        if (norm == 0) return;
        for (int a = 0; a < worth.length; a++) {
            double missed = amounts[a] - dual.served[a];
            worth[a] = Math.max(0, worth[a] + (long) (gap / norm * missed / amounts[a]));
        }
    }

    /** Rooms that more want than they hold become dearer, in proportion to their size. */
    private void reprice(Scratch[] scratch, double gap, boolean first) {
        double norm = 0;
        for (int cell = 0; cell < price.length; cell++) {
            long use = 0;
            for (var each : scratch) use += each.use[cell];
            double over = room[cell] == 0 ? 0 : Math.min(MOST_CROWDED, (double) use / room[cell] - 1);
            crowding[cell] = first ? over : (crowding[cell] + over) / 2;
            if (price[cell] > 0 || crowding[cell] > 0) norm += size(cell) * crowding[cell] * crowding[cell];
        }
        if (norm == 0) return;
        for (int cell = 0; cell < price.length; cell++)
            price[cell] = Math.clamp(price[cell] + (long) (gap / norm * size(cell) * crowding[cell]), 0, DEAREST);
    }

    private double size(int cell) {
        return room[cell] / rooms[cell % resources];
    }
}
