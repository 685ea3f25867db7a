package io.archipelago.placement.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The hard rules a single-replica change must respect. */
final class MoveRules {
    private final PlacementProblem problem;
    private final PlanState state;
    private final int[] seen; // per domain: the last count that met it
    private int round;

    MoveRules(PlanState state) {
        this.state = state;
        problem = state.problem;
        seen = new int[problem.siteCount()];
    }

    /** What forbids one replica of the group moving from (-1: newly started) to the site. */
    Alternatives.Blocker blocker(int group, int from, int to) {
        var spec = problem.groups[group];
        if (spec.exclusion(to) != 0) return new Alternatives.Blocker.Excluded(spec.exclusion(to));
        if (state.counts[group][to] >= problem.limitPerSite(group))
            return new Alternatives.Blocker.PerSiteLimit(problem.limitPerSite(group));
        int missing = state.missingResource(group, to);
        if (missing >= 0) return new Alternatives.Blocker.Capacity(missing, state.shortBy(group, to, missing));
        var narrowed = from < 0 ? null : narrowed(group, from, to);
        return narrowed == null ? ceiling(group, from, to) : new Alternatives.Blocker.SpreadKept(narrowed);
    }

    boolean allows(int group, int from, int to) {
        var spec = problem.groups[group];
        return spec.exclusion(to) == 0
                && state.counts[group][to] < problem.limitPerSite(group)
                && state.fits(group, to)
                && (from < 0 || narrowed(group, from, to) == null)
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
                && (from < 0 || narrowed(group, from, to) == null)
                && overBudget(group, from, to) <= 0;
    }

    boolean allowsRemoval(int group, int from) {
        return narrowed(group, from, -1) == null && overBudget(group, from, -1) <= 0;
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

    /** The scope in which a change would leave fewer domains than wanted, and fewer than there were; null if none. */
    private @Nullable Scope narrowed(int group, int from, int to) {
        var spread = problem.groups[group].spread;
        if (!spread.isWide() || state.counts[group][from] > 1) return null;
        for (var scope : Scope.ALL) {
            int wanted = spread.least(scope);
            if (wanted <= 1) continue;
            int before = distinct(group, scope);
            int after = before - (uses(group, scope, from, from) ? 0 : 1);
            if (to >= 0 && !uses(group, scope, to, from)) after++;
            if (after < Math.min(wanted, before)) return scope;
        }
        return null;
    }

    /** Whether the group has replicas in the domain of a site, those of one site apart. */
    private boolean uses(int group, Scope scope, int site, int but) {
        var replicas = state.replicas[group];
        int[] domainOf = problem.domainOf(scope);
        for (int u = 0; u < replicas.sites(); u++) {
            int s = replicas.site(u);
            if (s != but && domainOf[s] == domainOf[site]) return true;
        }
        return false;
    }

    int distinct(int group, Scope scope) {
        var replicas = state.replicas[group];
        if (scope == Scope.SITE) return replicas.sites();
        int[] domainOf = problem.domainOf(scope);
        round++;
        int n = 0;
        for (int u = 0; u < replicas.sites(); u++) {
            int domain = domainOf[replicas.site(u)];
            if (seen[domain] != round) n++;
            seen[domain] = round;
        }
        return n;
    }

    private boolean isShort(int group, Scope scope) {
        int wanted = problem.groups[group].spread.least(scope);
        return wanted > 1 && distinct(group, scope) < wanted;
    }

    /** The scopes in which the group has not the spread it wants. */
    List<Scope> shortScopes(int group) {
        if (!problem.groups[group].spread.isWide()) return List.of();
        return Scope.ALL.stream().filter(scope -> isShort(group, scope)).toList();
    }

    /** In how many scopes a replica at this site would bring a wanted spread closer. */
    int widens(int group, int to) {
        int scopes = 0;
        for (var scope : Scope.ALL) if (isShort(group, scope) && !uses(group, scope, to, -1)) scopes++;
        return scopes;
    }

    /** By how many domains a move itself brings the wanted spread closer: leaving one site for another does not. */
    int widens(int group, int from, int to) {
        int before = spreadReached(group);
        state.replicas[group].change(from, to);
        int after = spreadReached(group);
        state.replicas[group].change(to, from);
        return after - before;
    }

    /** How much of the wanted spread there is; domains beyond it do not count. */
    private int spreadReached(int group) {
        var spread = problem.groups[group].spread;
        int reached = 0;
        for (var scope : Scope.ALL) reached += Math.min(distinct(group, scope), spread.least(scope));
        return reached;
    }
}
