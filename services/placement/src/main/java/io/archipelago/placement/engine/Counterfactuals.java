package io.archipelago.placement.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * What would change a plan, and what holds it where it is. Nothing is estimated: each answer was found by changing the
 * problem and planning anew from the same current placement.
 */
public final class Counterfactuals {
    private final PlacementEngine engine = new PlacementEngine();
    private final PlacementProblem problem;
    private final Budget budget;
    private final Plan plan;

    /**
     * A change after which a site holds more replicas of a group. Of its kind it is the smallest step that was found: a
     * step less, and it does not.
     */
    public record Flip(int site, Change change) {}

    /**
     * A constraint that shapes the plan: without it the group would run elsewhere.
     *
     * @param without the change that takes it away
     * @param savesPerHour micro-USD of the whole; negative when the group would do more for more
     */
    public record Binding(Change without, long savesPerHour) {}

    /** @param budget of each planning run; by steps, for answers that do not depend on the machine */
    public Counterfactuals(PlacementProblem problem, Budget budget) {
        this.problem = problem;
        this.budget = budget;
        plan = engine.plan(problem, budget);
    }

    /** What the unchanged problem leads to. */
    public Plan plan() {
        return plan;
    }

    /**
     * For each kind of change the smallest after which the site holds more replicas of the group, if there is one: its
     * prices, its distance, its capacity, what excludes the group, a ceiling.
     *
     * @param freed sites the group could use if what keeps it from this one were gone; empty when nothing does, or nothing
     *     could lift it
     */
    public List<Flip> flips(int group, int site, List<Integer> freed) {
        var changes = new ArrayList<Optional<? extends Change>>();
        changes.add(smallest(group, site, 1000, permille -> new Change.Discount(site, permille)));
        changes.add(smallest(group, site, farthest(site), ms -> new Change.Nearer(site, ms)));
        changes.add(smallest(group, site, Math.max(1, problem.neededReplicas(group)), n -> roomFor(group, site, n)));
        if (!freed.isEmpty()) changes.add(smallest(group, site, 1, once -> new Change.Admitted(group, freed)));
        changes.add(ceiling(group, site));
        return changes.stream()
                .flatMap(Optional::stream)
                .map(change -> new Flip(site, change))
                .toList();
    }

    /** What holds the group where it is, dearest first. */
    public List<Binding> binding(int group, List<List<Integer>> freed) {
        var candidates = new ArrayList<Change>();
        for (var sites : freed) candidates.add(new Change.Admitted(group, sites));
        for (int s = 0; s < problem.siteCount(); s++)
            if (isTight(group, s)) candidates.add(roomFor(group, s, Math.max(1, problem.neededReplicas(group))));
        var spec = problem.groups[group];
        if (spec.limitPerSite() < Integer.MAX_VALUE) candidates.add(new Change.NoSiteLimit(group));
        if (spec.spread.isWide()) candidates.add(new Change.NoSpread(group));
        for (int payer : payers(group)) candidates.add(new Change.HigherCeiling(payer, Long.MAX_VALUE));
        var found = new ArrayList<Binding>();
        for (var change : candidates) {
            var without = replanned(change);
            if (!Arrays.equals(without.counts()[group], plan.counts()[group]))
                found.add(new Binding(
                        change, plan.total().total() - without.total().total()));
        }
        found.sort((a, b) -> Long.compare(b.savesPerHour(), a.savesPerHour()));
        return List.copyOf(found);
    }

    private Plan replanned(Change change) {
        return engine.plan(change.in(problem), budget);
    }

    private boolean flips(int group, int site, Change change) {
        return replanned(change).counts()[group][site] > plan.counts()[group][site];
    }

    /** Doubles the amount until it flips, then halves the interval. */
    private <C extends Change> Optional<C> smallest(int group, int site, int most, IntFunction<C> change) {
        int below = 0;
        int above = 1;
        while (above <= most && !flips(group, site, change.apply(above))) {
            below = above;
            above = above == most ? most + 1 : Math.min(most, 2 * above);
        }
        if (above > most) return Optional.empty();
        while (above - below > 1) {
            int middle = (below + above) >>> 1;
            if (flips(group, site, change.apply(middle))) above = middle;
            else below = middle;
        }
        return Optional.of(change.apply(above));
    }

    private int farthest(int site) {
        int areas = Arrays.stream(problem.areaRttMs)
                .mapToInt(row -> row[site])
                .max()
                .orElse(0);
        return IntStream.range(0, problem.siteRttMs.length)
                .map(other -> Math.max(problem.siteRtt(other, site), problem.siteRtt(site, other)))
                .reduce(areas, Math::max);
    }

    /** So much more that this many replicas fit beside what the plan put there. */
    private Change.MoreCapacity roomFor(int group, int site, int replicas) {
        var need = problem.groups[group].perReplica;
        var amounts = new ArrayList<Long>();
        for (int r = 0; r < need.length; r++) {
            long lacking = used(site, r) + replicas * need[r] - problem.limit(site, r);
            boolean helps = need[r] > 0 && lacking > 0 && problem.sites[site].headroomPermille() < 1000;
            amounts.add(helps ? problem.capacityFor(site, lacking) : 0);
        }
        return new Change.MoreCapacity(site, List.copyOf(amounts));
    }

    private long used(int site, int resource) {
        long used = problem.sites[site].usedByOthers()[resource];
        for (int g = 0; g < problem.groupCount(); g++)
            used += plan.counts()[g][site] * problem.groups[g].perReplica[resource];
        return used;
    }

    /** Whether one more replica would lack room here, and nothing else forbids it. */
    private boolean isTight(int group, int site) {
        if (problem.exclusion(group, site) != 0) return false;
        return roomFor(group, site, 1).amounts().stream().anyMatch(amount -> amount > 0);
    }

    /** Ceilings are money: the smallest flip is sought in hundredths of the ceiling. */
    private Optional<Change.HigherCeiling> ceiling(int group, int site) {
        for (int payer : payers(group)) {
            long step = Math.max(1, problem.groups[payer].budgetPerHour / 100);
            var found = smallest(group, site, 1000, n -> new Change.HigherCeiling(payer, n * step));
            if (found.isPresent()) return found;
        }
        return Optional.empty();
    }

    /** Whose ceiling may stand in the way: the group's, and those of its callers, who pay for longer ways. */
    private int[] payers(int group) {
        var callers = Arrays.stream(problem.affinities)
                .filter(affinity -> affinity.callee() == group)
                .mapToInt(Affinity::caller);
        return IntStream.concat(IntStream.of(group), callers)
                .distinct()
                .filter(payer -> problem.groups[payer].budgetPerHour < Long.MAX_VALUE)
                .toArray();
    }
}
