package io.archipelago.placement.engine;

/**
 * Answers placement problems. Stateless and thread-safe; the same problem and step budget give the same plan, bit for
 * bit, on every machine.
 */
public final class PlacementEngine {
    private final Threads threads;

    public PlacementEngine() {
        this(Threads.ofMachine());
    }

    PlacementEngine(Threads threads) {
        this.threads = threads;
    }

    /** Places every group: keeps what runs where it still may, adds what is missing, then improves within the budget. */
    public Plan plan(PlacementProblem problem, Budget budget) {
        return live(problem, budget).plan();
    }

    /** The same, kept ready for the next change of the problem. */
    public LivePlan live(PlacementProblem problem, Budget budget) {
        return new LivePlan(problem, budget, threads);
    }

    /**
     * What given counts mean: their cost, where demand goes, what is missing. Nothing is moved, and counts that break a
     * rule are reckoned as they are.
     */
    public Plan assess(PlacementProblem problem, int[][] counts) {
        var state = PlanState.of(problem, counts);
        return new PlanReport(state, new MoveRules(state)).plan(0);
    }

    /** Tells why groups run where a plan put them; for several of them ask one explainer. Not thread-safe. */
    public Explainer explainer(PlacementProblem problem, Plan plan) {
        return new Explainer(problem, plan);
    }
}
