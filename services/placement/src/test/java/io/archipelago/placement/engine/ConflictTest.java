package io.archipelago.placement.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.archipelago.placement.engine.Wish.Constraint;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.statistics.Statistics;
import org.junit.jupiter.api.Test;

/** A conflict is a proof: all of it is impossible, and nothing of it is superfluous. Checked by trying every placement. */
class ConflictTest {
    private static final int MOST_PER_SITE = 3;

    @Property(tries = 400)
    void the_set_is_infeasible_and_every_proper_subset_is_feasible(@ForAll long seed) {
        var wish = random(new Random(seed));
        var conflicts = Conflict.in(wish);
        Statistics.label("constraints in conflict")
                .collect(conflicts.stream()
                        .map(conflict -> conflict.constraints().size())
                        .toList());
        var left = new HashSet<>(Feasibility.constraints(wish));
        for (var conflict : conflicts) {
            assertThat(conflict.minimal()).isTrue();
            var constraints = conflict.constraints();
            assertThat(feasible(wish, Set.copyOf(constraints)))
                    .as("%s of wish %d", constraints, seed)
                    .isFalse();
            for (var subset : properSubsets(constraints))
                assertThat(feasible(wish, subset))
                        .as("%s, part of %s, of wish %d", subset, constraints, seed)
                        .isTrue();
            assertThat(left).as("no constraint is named twice").containsAll(constraints);
            left.removeAll(constraints);
        }
        assertThat(feasible(wish, left)).as("what is left of wish %d", seed).isTrue();
    }

    @Test
    void what_asks_for_nothing_impossible_has_no_conflict() {
        assertThat(Conflict.in(wish(List.of(), new int[] {1, 1}, 2))).isEmpty();
    }

    @Test
    void law_and_pin_together_leave_no_site_though_each_alone_would() {
        var law = new boolean[] {true, false};
        var pin = new boolean[] {false, true};
        assertThat(Conflict.in(wish(List.of(law, pin), new int[] {9, 9}, 1)))
                .singleElement()
                .satisfies(conflict -> assertThat(conflict.constraints())
                        .containsExactlyInAnyOrder(new Constraint.Barrier(0), new Constraint.Barrier(1)));
    }

    @Test
    void where_there_is_no_site_at_all_nothing_can_be_given_up() {
        assertThat(Conflict.in(wish(List.of(), new int[] {}, 1)))
                .singleElement()
                .satisfies(conflict -> assertThat(conflict.constraints()).isEmpty());
    }

    private static Wish wish(List<boolean[]> barriers, int[] room, int replicas) {
        return new Wish(
                barriers,
                room,
                Integer.MAX_VALUE,
                List.of(),
                replicas,
                replicas,
                new long[room.length],
                Long.MAX_VALUE,
                new boolean[0][],
                new long[0],
                0,
                0);
    }

    private static Wish random(Random random) {
        int sites = 1 + random.nextInt(4);
        int areas = random.nextInt(4);
        var barriers = new ArrayList<boolean[]>();
        for (int b = random.nextInt(3); b > 0; b--) {
            var closed = new boolean[sites];
            for (int s = 0; s < sites; s++) closed[s] = random.nextInt(2) == 0;
            barriers.add(closed);
        }
        var room = new int[sites];
        var itself = new int[sites];
        var region = new int[sites];
        var corridor = new int[sites];
        var price = new long[sites];
        for (int s = 0; s < sites; s++) {
            room[s] = random.nextInt(MOST_PER_SITE + 1);
            itself[s] = s;
            region[s] = random.nextInt(3);
            corridor[s] = random.nextInt(3);
            price[s] = 1 + random.nextInt(20);
        }
        var near = new boolean[areas][sites];
        var demand = new long[areas];
        for (int a = 0; a < areas; a++) {
            demand[a] = random.nextInt(200);
            for (int s = 0; s < sites; s++) near[a][s] = random.nextInt(2) == 0;
        }
        int least = random.nextInt(4);
        return new Wish(
                barriers,
                room,
                random.nextBoolean() ? Integer.MAX_VALUE : 1 + random.nextInt(3),
                List.of(
                        new Wish.Apart(Scope.SITE, 1 + random.nextInt(3), itself),
                        new Wish.Apart(Scope.REGION, 1 + random.nextInt(3), region),
                        new Wish.Apart(Scope.CORRIDOR, 1 + random.nextInt(3), corridor)),
                least,
                Math.max(1, least - 1 + random.nextInt(3)),
                price,
                random.nextBoolean() ? Long.MAX_VALUE : random.nextInt(60),
                near,
                demand,
                random.nextBoolean() ? 0 : 200 + random.nextInt(200),
                500 + random.nextInt(501));
    }

    private static List<Set<Constraint>> properSubsets(List<Constraint> constraints) {
        var subsets = new ArrayList<Set<Constraint>>();
        for (int mask = 0; mask < (1 << constraints.size()) - 1; mask++) {
            var subset = new HashSet<Constraint>();
            for (int i = 0; i < constraints.size(); i++) if ((mask & 1 << i) != 0) subset.add(constraints.get(i));
            subsets.add(subset);
        }
        return subsets;
    }

    /** Tries every count at every site; more than {@code MOST_PER_SITE + 2} of a site never helps in these models. */
    private static boolean feasible(Wish wish, Set<Constraint> active) {
        return tries(wish, active, new int[wish.room().length], 0);
    }

    private static boolean tries(Wish wish, Set<Constraint> active, int[] counts, int site) {
        if (site == counts.length) return holds(wish, active, counts);
        for (int n = 0; n <= MOST_PER_SITE + 2; n++) {
            counts[site] = n;
            if (tries(wish, active, counts, site + 1)) return true;
        }
        return false;
    }

    private static boolean holds(Wish wish, Set<Constraint> active, int[] counts) {
        int placed = 0;
        long cost = 0;
        for (int s = 0; s < counts.length; s++) {
            placed += counts[s];
            cost += counts[s] * wish.price()[s];
            if (counts[s] == 0) continue;
            for (int b = 0; b < wish.barriers().size(); b++)
                if (active.contains(new Constraint.Barrier(b))
                        && wish.barriers().get(b)[s]) return false;
            if (active.contains(new Constraint.Room()) && counts[s] > wish.room()[s]) return false;
            if (active.contains(new Constraint.SiteLimit()) && counts[s] > wish.maxPerSite()) return false;
        }
        return placed >= wish.minReplicas()
                && !(active.contains(new Constraint.MaxReplicas()) && placed > wish.maxReplicas())
                && wish.apart().stream()
                        .filter(its -> active.contains(new Constraint.Distinct(its.scope())))
                        .allMatch(its -> domains(its, counts) >= its.least())
                && !(active.contains(new Constraint.Ceiling()) && cost > wish.ceiling())
                && !(active.contains(new Constraint.Latency()) && !nearEnough(wish, counts));
    }

    private static long domains(Wish.Apart its, int[] counts) {
        return IntStream.range(0, counts.length)
                .filter(s -> counts[s] > 0)
                .map(s -> its.domainOf()[s])
                .distinct()
                .count();
    }

    /** By the smallest cut: of every set of areas, what the others ask for and what its near sites can serve. */
    private static boolean nearEnough(Wish wish, int[] counts) {
        int areas = wish.demandMilliRps().length;
        long demand = 0;
        for (long d : wish.demandMilliRps()) demand += d;
        long most = Long.MAX_VALUE;
        for (int set = 0; set < 1 << areas; set++) {
            long cut = 0;
            for (int a = 0; a < areas; a++) if ((set & 1 << a) == 0) cut += wish.demandMilliRps()[a];
            for (int s = 0; s < counts.length; s++) {
                boolean near = false;
                for (int a = 0; a < areas; a++) near |= (set & 1 << a) != 0 && wish.near()[a][s];
                if (near && counts[s] > 0)
                    cut += wish.serviceMilliRps() == 0 ? demand : counts[s] * wish.serviceMilliRps();
            }
            most = Math.min(most, cut);
        }
        return most * 1000 >= demand * wish.sharePermille();
    }
}
