package io.archipelago.placement.engine;

/** The hard rules a single-replica change must respect. */
final class MoveRules {
    private final PlacementProblem problem;
    private final PlanState state;
    private final int[] seen; // per region: the last count that met it
    private int round;

    MoveRules(PlanState state) {
        this.state = state;
        problem = state.problem;
        seen = new int[problem.regions];
    }

    /** What forbids one replica of the group moving from (-1: newly started) to the site. */
    Alternatives.Blocker blocker(int group, int from, int to) {
        var spec = problem.groups[group];
        if (spec.exclusion(to) != 0) return new Alternatives.Blocker.Excluded(spec.exclusion(to));
        if (state.counts[group][to] >= problem.limitPerSite(group))
            return new Alternatives.Blocker.PerSiteLimit(problem.limitPerSite(group));
        int missing = state.missingResource(group, to);
        if (missing >= 0) return new Alternatives.Blocker.Capacity(missing, state.shortBy(group, to, missing));
        if (from >= 0 && !keepsSpread(group, from, to)) return new Alternatives.Blocker.SpreadKept();
        return ceiling(group, from, to);
    }

    boolean allows(int group, int from, int to) {
        var spec = problem.groups[group];
        return spec.exclusion(to) == 0
                && state.counts[group][to] < problem.limitPerSite(group)
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
        return state.counts[group][to] < problem.limitPerSite(group)
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
        boolean improves = from >= 0 && after < state.spendAfter(payer, payer, -1, -1);
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
        if (spread.minRegions() <= 1) return true;
        int regions = distinctRegions(group);
        boolean leavesRegion = !usesRegion(group, problem.regionOf[from], from);
        boolean entersRegion = to >= 0 && !usesRegion(group, problem.regionOf[to], from);
        int regionsAfter = regions - (leavesRegion ? 1 : 0) + (entersRegion ? 1 : 0);
        return regionsAfter >= Math.min(spread.minRegions(), regions);
    }

    /** Whether the group has replicas in a region, one site apart. */
    private boolean usesRegion(int group, int region, int but) {
        var replicas = state.replicas[group];
        for (int u = 0; u < replicas.sites(); u++) {
            int s = replicas.site(u);
            if (s != but && problem.regionOf[s] == region) return true;
        }
        return false;
    }

    int distinctSites(int group) {
        return state.replicas[group].sites();
    }

    int distinctRegions(int group) {
        var replicas = state.replicas[group];
        round++;
        int n = 0;
        for (int u = 0; u < replicas.sites(); u++) {
            int region = problem.regionOf[replicas.site(u)];
            if (seen[region] != round) n++;
            seen[region] = round;
        }
        return n;
    }

    /** Whether a replica at this site would bring a wanted spread closer. */
    boolean widensSpread(int group, int to) {
        var spread = problem.groups[group].spread;
        if (distinctRegions(group) < spread.minRegions()) return !usesRegion(group, problem.regionOf[to], -1);
        return distinctSites(group) < spread.minSites() && state.counts[group][to] == 0;
    }

    /** How much of the wanted spread there is; sites and regions beyond it do not count. */
    private int spreadReached(int group) {
        var spread = problem.groups[group].spread;
        return Math.min(distinctSites(group), spread.minSites())
                + Math.min(distinctRegions(group), spread.minRegions());
    }

    /** Whether a move itself brings the wanted spread closer: leaving one site for another does not. */
    boolean widens(int group, int from, int to) {
        int before = spreadReached(group);
        state.replicas[group].change(from, to);
        boolean wider = spreadReached(group) > before;
        state.replicas[group].change(to, from);
        return wider;
    }

    boolean wantsSpread(int group) {
        var spread = problem.groups[group].spread;
        if (spread.minRegions() <= 1 && distinctSites(group) >= spread.minSites()) return false;
        return distinctRegions(group) < spread.minRegions() || distinctSites(group) < spread.minSites();
    }
}
