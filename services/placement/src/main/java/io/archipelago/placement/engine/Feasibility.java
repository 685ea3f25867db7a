package io.archipelago.placement.engine;

import io.archipelago.placement.engine.Wish.Apart;
import io.archipelago.placement.engine.Wish.Constraint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Whether one group could have what it wishes, by itself. The answer is a formula unless there is a latency objective or
 * domains that cross are wanted, regions and corridors: then it is a depth-first search over the sites that serve from near,
 * or over all, cut wherever even the best case fails.
 */
final class Feasibility {
    enum Answer {
        YES,
        NO,
        /** The search was given up: neither a placement nor a proof was found. */
        UNKNOWN
    }

    private final Wish wish;
    private final int most;
    private final int[] limit;
    private final int minSites;
    private final List<Apart> apart; // wider than a site, each of which holds sites of its own
    private final int least;
    private final long ceiling;
    private final boolean latency;
    private final int[] byPrice;
    private final int[] order;
    private int looks;

    /** @param active the constraints that hold; the others are lifted */
    Feasibility(Wish wish, Set<Constraint> active, int looks) {
        this.wish = wish;
        this.looks = looks;
        var wanted = wish.apart().stream()
                .filter(its -> active.contains(new Constraint.Distinct(its.scope())))
                .toList();
        minSites = wanted.stream()
                .filter(its -> its.scope() == Scope.SITE)
                .mapToInt(Apart::least)
                .sum();
        apart = wanted.stream().filter(its -> its.scope() != Scope.SITE).toList();
        most = active.contains(new Constraint.MaxReplicas()) ? wish.maxReplicas() : Integer.MAX_VALUE;
        ceiling = active.contains(new Constraint.Ceiling()) ? wish.ceiling() : Long.MAX_VALUE;
        latency = active.contains(new Constraint.Latency()) && wish.near().length > 0;
        least = wanted.stream().mapToInt(Apart::least).reduce(wish.minReplicas(), Math::max);
        limit = new int[wish.sites()];
        // More replicas at one site than are wanted in all, or than serve all of the demand, help nobody.
        long serving = wish.serviceMilliRps() > 0 ? Math.ceilDiv(demand(), wish.serviceMilliRps()) : 1;
        int useful = (int) Math.clamp(serving, Math.max(1, least), Integer.MAX_VALUE);
        for (int s = 0; s < limit.length; s++) {
            int room = active.contains(new Constraint.Room()) ? wish.room()[s] : useful;
            int share = active.contains(new Constraint.SiteLimit()) ? wish.maxPerSite() : useful;
            limit[s] = Math.min(useful, Math.min(room, share));
        }
        for (int b = 0; b < wish.barriers().size(); b++)
            if (active.contains(new Constraint.Barrier(b)))
                for (int s = 0; s < limit.length; s++) if (wish.barriers().get(b)[s]) limit[s] = 0;
        byPrice = IntStream.range(0, limit.length)
                .filter(s -> limit[s] > 0)
                .boxed()
                .sorted(Comparator.comparingLong(s -> wish.price()[s]))
                .mapToInt(Integer::intValue)
                .toArray();
        order = Arrays.stream(byPrice)
                .filter(s -> latency && nearDemand(s) > 0 || apart.size() > 1)
                .boxed()
                .sorted(Comparator.comparingLong(s -> -nearDemand(s)))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    Answer answer() {
        return search(new int[limit.length], 0);
    }

    /**
     * Sets aside replicas that serve from near or widen the spread, site after site; what else is wanted may be added anywhere.
     *
     * @param counts set aside so far
     */
    private Answer search(int[] counts, int next) {
        var others = withOthers(counts);
        if (others == Answer.NO) return Answer.NO;
        if (others == Answer.YES && nearEnough(counts, order.length)) return Answer.YES;
        if (next == order.length || !nearEnough(counts, next)) return Answer.NO;
        if (--looks < 0) return Answer.UNKNOWN;
        var answer = Answer.NO;
        int s = order[next];
        for (int n = useful(s); n >= 0; n--) {
            counts[s] = n;
            var found = search(counts, next + 1);
            if (found == Answer.YES) return found;
            if (found == Answer.UNKNOWN) answer = found;
        }
        return answer;
    }

    private int useful(int site) {
        long service = wish.serviceMilliRps();
        long serving = latency && service > 0 ? Math.ceilDiv(nearDemand(site), service) : 1;
        return (int) Math.min(limit[site], Math.max(1, serving));
    }

    /**
     * Whether replicas can be added until there are enough of them, on enough sites and in enough domains, below the ceiling.
     * Exact but where domains cross: NO when there are not enough of one scope, YES when the cheapest way to enough of one
     * scope leads to enough of all.
     */
    private Answer withOthers(int[] counts) {
        if (apart.isEmpty()) return holds(cheapest(counts, null)) ? Answer.YES : Answer.NO;
        var answer = Answer.UNKNOWN;
        for (var its : apart) {
            int[] plan = cheapest(counts, its);
            if (!isReached(its, plan) || !holds(plan)) return Answer.NO;
            if (apart.stream().allMatch(other -> isReached(other, plan))) answer = Answer.YES;
        }
        return answer;
    }

    /**
     * The cheapest that can be added: a replica in each domain still wanted, then at each site still wanted, then the cheapest
     * that are left.
     */
    private int[] cheapest(int[] counts, @Nullable Apart wanted) {
        var plan = counts.clone();
        if (wanted != null) {
            var used = used(wanted, plan);
            for (int s : byPrice) {
                if (used.cardinality() >= wanted.least() || used.get(wanted.domainOf()[s])) continue;
                used.set(wanted.domainOf()[s]);
                plan[s] = 1;
            }
        }
        int sites = (int) Arrays.stream(plan).filter(n -> n > 0).count();
        for (int s : byPrice) {
            if (sites >= minSites || plan[s] > 0) continue;
            plan[s] = 1;
            sites++;
        }
        int placed = Arrays.stream(plan).sum();
        for (int s : byPrice) {
            int more = Math.min(Math.max(0, least - placed), limit[s] - plan[s]);
            plan[s] += more;
            placed += more;
        }
        return plan;
    }

    private static BitSet used(Apart its, int[] plan) {
        var used = new BitSet();
        for (int s = 0; s < plan.length; s++) if (plan[s] > 0) used.set(its.domainOf()[s]);
        return used;
    }

    private static boolean isReached(Apart its, int[] plan) {
        return used(its, plan).cardinality() >= its.least();
    }

    private boolean holds(int[] plan) {
        int placed = 0;
        int sites = 0;
        long cost = 0;
        for (int s = 0; s < plan.length; s++) {
            placed += plan[s];
            cost += plan[s] * wish.price()[s];
            if (plan[s] > 0) sites++;
        }
        return sites >= minSites && placed >= least && placed <= most && cost <= ceiling;
    }

    /** Whether the share is reached by what is set aside and, at best, by all that fits at the sites that come next. */
    private boolean nearEnough(int[] counts, int next) {
        if (!latency) return true;
        var replicas = counts.clone();
        for (int i = next; i < order.length; i++) replicas[order[i]] = limit[order[i]];
        return new NearDemand(wish, replicas).most() * 1000 >= demand() * wish.sharePermille();
    }

    private long demand() {
        return Arrays.stream(wish.demandMilliRps()).sum();
    }

    private long nearDemand(int site) {
        long sum = 0;
        for (int a = 0; a < wish.near().length; a++) if (wish.near()[a][site]) sum += wish.demandMilliRps()[a];
        return sum;
    }

    /** All constraints of a wish, those first that one would rather give up. */
    static List<Constraint> constraints(Wish wish) {
        var all = new ArrayList<Constraint>();
        all.add(new Constraint.Room());
        all.add(new Constraint.MaxReplicas());
        all.add(new Constraint.SiteLimit());
        for (var its : wish.apart().reversed()) all.add(new Constraint.Distinct(its.scope()));
        all.add(new Constraint.Ceiling());
        all.add(new Constraint.Latency());
        for (int b = 0; b < wish.barriers().size(); b++) all.add(new Constraint.Barrier(b));
        return all;
    }
}
