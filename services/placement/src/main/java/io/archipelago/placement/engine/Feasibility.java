package io.archipelago.placement.engine;

import io.archipelago.placement.engine.Wish.Constraint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Whether one group could have what it wishes, by itself. Without a latency objective the answer is a formula; with one it
 * is a depth-first search over the sites that serve from near, cut wherever even
 * the best case fails.
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
    private final int minRegions;
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
        minSites = active.contains(new Constraint.DistinctSites()) ? wish.minSites() : 0;
        minRegions = active.contains(new Constraint.DistinctRegions()) ? wish.minRegions() : 0;
        most = active.contains(new Constraint.MaxReplicas()) ? wish.maxReplicas() : Integer.MAX_VALUE;
        ceiling = active.contains(new Constraint.Ceiling()) ? wish.ceiling() : Long.MAX_VALUE;
        latency = active.contains(new Constraint.Latency()) && wish.near().length > 0;
        least = Math.max(wish.minReplicas(), Math.max(minSites, minRegions));
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
                .filter(s -> nearDemand(s) > 0)
                .boxed()
                .sorted(Comparator.comparingLong(s -> -nearDemand(s)))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    Answer answer() {
        var none = new int[limit.length];
        if (!possible(none)) return Answer.NO;
        return latency ? search(none, 0) : Answer.YES;
    }

    /**
     * Sets aside replicas that serve from near, site after site; what else is wanted may be added anywhere.
     *
     * @param counts set aside so far
     */
    private Answer search(int[] counts, int next) {
        if (!possible(counts)) return Answer.NO;
        if (nearEnough(counts, order.length)) return Answer.YES;
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
        long wanted = service > 0 ? Math.ceilDiv(nearDemand(site), service) : 1;
        return (int) Math.min(limit[site], wanted);
    }

    /**
     * Whether replicas can be added until there are enough of them, on enough sites and regions, below the ceiling. Exact:
     * the cheapest way takes the cheapest replica of each region still wanted, then of each site still wanted, then the
     * cheapest that are left.
     */
    private boolean possible(int[] counts) {
        var plan = counts.clone();
        var regions = new boolean[Arrays.stream(wish.regionOf()).max().orElse(-1) + 1];
        int sites = 0;
        int reached = 0;
        for (int s : byPrice) {
            if (plan[s] == 0) continue;
            sites++;
            if (!regions[wish.regionOf()[s]]) reached++;
            regions[wish.regionOf()[s]] = true;
        }
        for (int s : byPrice) {
            if (reached >= minRegions || regions[wish.regionOf()[s]]) continue;
            regions[wish.regionOf()[s]] = true;
            plan[s] = 1;
            sites++;
            reached++;
        }
        for (int s : byPrice) {
            if (sites >= minSites || plan[s] > 0) continue;
            plan[s] = 1;
            sites++;
        }
        if (reached < minRegions || sites < minSites) return false;
        int placed = Arrays.stream(plan).sum();
        for (int s : byPrice) {
            int more = Math.min(Math.max(0, least - placed), limit[s] - plan[s]);
            plan[s] += more;
            placed += more;
        }
        long cost = 0;
        for (int s : byPrice) cost += plan[s] * wish.price()[s];
        return placed >= least && placed <= most && cost <= ceiling;
    }

    /** Whether the share is reached by what is set aside and, at best, by all that fits at the sites that come next. */
    private boolean nearEnough(int[] counts, int next) {
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
        all.add(new Constraint.DistinctRegions());
        all.add(new Constraint.DistinctSites());
        all.add(new Constraint.Ceiling());
        all.add(new Constraint.Latency());
        for (int b = 0; b < wish.barriers().size(); b++) all.add(new Constraint.Barrier(b));
        return all;
    }
}
