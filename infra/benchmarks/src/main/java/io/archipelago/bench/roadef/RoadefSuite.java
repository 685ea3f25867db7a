package io.archipelago.bench.roadef;

import io.archipelago.bench.Result;
import io.archipelago.cli.Failure;
import io.archipelago.placement.assign.AssignmentSearch;
import io.archipelago.placement.assign.Budget;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The assignment engine on the public machine reassignment problem, judged by a checker that shares nothing with it. */
public final class RoadefSuite {
    private static final long SECOND = 1_000_000_000;
    private static final long ENDING = SECOND / 2; // what writing the solution and ending the process may take

    private final int seconds;
    private final int threads;
    private final long seed;
    private final Result result;

    /** @param seconds per instance, from its beginning to the written solution */
    public RoadefSuite(int seconds, int threads, long seed, Result result) {
        this.seconds = seconds;
        this.threads = threads;
        this.seed = seed;
        this.result = result;
    }

    /**
     * @param out where the solution goes; the initial assignment is there at once, for whoever does not wait
     * @throws Failure when the engine breaks a hard rule or counts otherwise than the checker
     */
    public void solve(Given given, @Nullable Path out, Interruption interruption) {
        double bound = LowerBound.of(given.instance()).doubleValue();
        if (out != null) Assignments.write(out, given.initial());
        var model = Adapter.model(given.instance(), given.initial());
        long end = given.startNanos() + seconds * SECOND - given.judgingNanos() - ENDING;
        var budget = Budget.nanos(Math.max(SECOND / 10, end - System.nanoTime()), System::nanoTime);
        var solution = new AssignmentSearch(model, threads, threads, seed).improve(interruption.orSpent(budget));

        var verdict = Checker.check(given.instance(), given.initial(), solution.bins());
        if (!verdict.violations().isEmpty())
            throw new Failure(
                    "the engine broke a hard rule: " + verdict.violations().getFirst());
        if (verdict.cost() != solution.cost())
            throw new Failure("the engine counts %d, the checker %d".formatted(solution.cost(), verdict.cost()));
        if (out != null) Assignments.write(out, solution.bins());

        double elapsed = (double) (System.nanoTime() - given.startNanos()) / SECOND;
        result.metric(given.prefix() + "initial_cost", given.cost())
                .metric(given.prefix() + "cost", verdict.cost())
                .metric(given.prefix() + "lower_bound", bound)
                .metric(given.prefix() + "gap_pct", bound == 0 ? Double.NaN : 100 * (verdict.cost() - bound) / bound)
                .metric(given.prefix() + "moves_per_s", solution.steps() / elapsed)
                .metric(given.prefix() + "elapsed_s", elapsed);
    }

    /** Writes an instance in the challenge's format, as {@code model_NAME.txt} and {@code assignment_NAME.txt}. */
    public void write(Given given, Path folder) {
        given.instance().write(folder.resolve("model_" + given.name() + ".txt"));
        Assignments.write(folder.resolve("assignment_" + given.name() + ".txt"), given.initial());
        result.metric(given.prefix() + "initial_cost", given.cost())
                .metric(
                        given.prefix() + "lower_bound",
                        LowerBound.of(given.instance()).doubleValue());
    }
}
