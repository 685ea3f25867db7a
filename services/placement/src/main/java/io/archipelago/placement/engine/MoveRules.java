package io.archipelago.placement.engine;

/** The hard rules a single-replica change must respect. */
final class MoveRules {
    private final PlacementProblem problem;
    private final PlanState state;
    private final int[] regionCount;

    MoveRules(PlanState state) {
        this.state = state;
        problem = state.problem;
        regionCount = new int[problem.regions];
    }

    /** What forbids one replica of the group moving from (-1: newly started) to the site. */
    Alternatives.Blocker blocker(int group, int from, int to) {
        var spec = problem.groups[group];
        if (spec.exclusion(to) != 0) return new Alternatives.Blocker.Excluded(spec.exclusion(to));
        if (state.counts[group][to] >= spec.limitPerSite())
            return new Alternatives.Blocker.PerSiteLimit(spec.limitPerSite());
        int missing = state.missingResource(group, to);
        if (missing >= 0) return new Alternatives.Blocker.Capacity(missing, state.shortBy(group, to, missing));
        if (from >= 0 && !keepsSpread(group, from, to)) return new Alternatives.Blocker.SpreadKept();
        return ceiling(group, from, to);
    }

    boolean allows(int group, int from, int to) {
        var spec = problem.groups[group];
        return spec.exclusion(to) == 0
                && state.counts[group][to] < spec.limitPerSite()
                && state.fits(group, to)
                && (from < 0 || keepsSpread(group, from, to))
                && overBudget(group, from, to) <= 0;
    }

    /** Stands for the exclusion where a resource index is expected. */
    static final int LAW = -1;

    /** Whether a change would be allowed if one obstacle were gone: an exclusion, or the shortage of one resource. */
    boolean allowsOtherwise(int group, int from, int to, int without) {
        var spec = problem.groups[group];
        if (without != LAW && spec.exclusion(to) != 0) return false;
        for (int r = 0; r < spec.perReplica.length; r++) if (r != without && state.isShort(group, to, r)) return false;
        return state.counts[group][to] < spec.limitPerSite()
                && (from < 0 || keepsSpread(group, from, to))
                && overBudget(group, from, to) <= 0;
    }

    boolean allowsRemoval(int group, int from) {
        return keepsSpread(group, from, -1) && overBudget(group, from, -1) <= 0;
    }

    /**
     * How far a change would lift the group, or one that calls it, above its ceiling; what lowers an excessive spend is
     * welcome.
     */
    long overBudget(int group, int from, int to) {
        long over = overBudget(group, group, from, to);
        for (int e : state.touching(group)) {
            int caller = problem.affinities[e].caller();
            if (caller != group) over = Math.max(over, overBudget(caller, group, from, to));
        }
        return over;
    }

    /** Whether a change would be allowed if this payer's ceiling were higher: no other payer's stands in the way. */
    boolean allowsWithout(int payer, int group, int from, int to) {
        if (payer != group && overBudget(group, group, from, to) > 0) return false;
        for (int e : state.touching(group)) {
            int caller = problem.affinities[e].caller();
            if (caller != payer && overBudget(caller, group, from, to) > 0) return false;
        }
        return true;
    }

    private Alternatives.Blocker ceiling(int group, int from, int to) {
        int dearest = group;
        long over = overBudget(group, group, from, to);
        for (int e : state.touching(group)) {
            int caller = problem.affinities[e].caller();
            long callers = overBudget(caller, group, from, to);
            if (callers > over) {
                over = callers;
                dearest = caller;
            }
        }
        return over > 0 ? new Alternatives.Blocker.BudgetCeiling(dearest, over) : new Alternatives.Blocker.Open();
    }

    private long overBudget(int payer, int group, int from, int to) {
        long ceiling = problem.groups[payer].budgetPerHour;
        if (ceiling == Long.MAX_VALUE) return 0;
        long after = state.spendAfter(payer, group, from, to);
        if (after <= ceiling) return 0;
        boolean improves = from >= 0 && after < state.costOf(payer).spend();
        return improves ? 0 : after - ceiling;
    }

    /** Never fewer sites or regions than wanted, unless there were fewer already. */
    private boolean keepsSpread(int group, int from, int to) {
        var spread = problem.groups[group].spread;
        if (spread.minSites() <= 1 && spread.minRegions() <= 1) return true;
        int[] row = state.counts[group];
        if (row[from] > 1) return true;
        int sites = distinctSites(group);
        int sitesAfter = sites - 1 + (to >= 0 && row[to] == 0 ? 1 : 0);
        if (sitesAfter < Math.min(spread.minSites(), sites)) return false;
        int regions = distinctRegions(group);
        boolean leavesRegion = regionCount[problem.regionOf[from]] == 1;
        boolean entersRegion = to >= 0
                && (regionCount[problem.regionOf[to]] == 0
                        || leavesRegion && problem.regionOf[to] == problem.regionOf[from]);
        int regionsAfter = regions - (leavesRegion ? 1 : 0) + (entersRegion ? 1 : 0);
        return regionsAfter >= Math.min(spread.minRegions(), regions);
    }

    int distinctSites(int group) {
        int n = 0;
        for (int c : state.counts[group]) if (c > 0) n++;
        return n;
    }

    /** Counts distinct regions; leaves the number of used sites per region in {@link #regionCount}. */
    int distinctRegions(int group) {
        java.util.Arrays.fill(regionCount, 0);
        int n = 0;
        int[] row = state.counts[group];
        for (int s = 0; s < row.length; s++) if (row[s] > 0 && regionCount[problem.regionOf[s]]++ == 0) n++;
        return n;
    }

    /** Whether a replica at this site would bring a wanted spread closer. */
    boolean widensSpread(int group, int to) {
        var spread = problem.groups[group].spread;
        if (distinctRegions(group) < spread.minRegions()) return regionCount[problem.regionOf[to]] == 0;
        return distinctSites(group) < spread.minSites() && state.counts[group][to] == 0;
    }

    /** How much of the wanted spread there is; sites and regions beyond it do not count. */
    int spreadReached(int group) {
        var spread = problem.groups[group].spread;
        return Math.min(distinctSites(group), spread.minSites())
                + Math.min(distinctRegions(group), spread.minRegions());
    }

    boolean wantsSpread(int group) {
        var spread = problem.groups[group].spread;
        return distinctRegions(group) < spread.minRegions() || distinctSites(group) < spread.minSites();
    }
}
