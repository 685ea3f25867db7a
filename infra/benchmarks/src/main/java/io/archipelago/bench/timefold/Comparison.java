package io.archipelago.bench.timefold;

import io.archipelago.bench.Result;
import io.archipelago.bench.roadef.Adapter;
import io.archipelago.bench.roadef.Checker;
import io.archipelago.bench.roadef.Instance;
import io.archipelago.bench.roadef.LowerBound;
import io.archipelago.cli.Failure;
import io.archipelago.placement.assign.AssignmentSearch;
import io.archipelago.placement.assign.Budget;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.OptionalDouble;

/**
 * Timefold and the engine on one instance, one after the other in one process, both warmed up. Timefold community searches
 * with one thread; so the engine is measured with one thread, too, beside all the threads it may have.
 *
 * <p>An annealing search spends the time it is given, so its cost halfway says little. How soon it reaches Timefold's cost
 * is therefore the shortest budget, out of doubling ones, whose result costs no more.
 */
public final class Comparison {
    private static final double SECOND = 1e9;
    private static final double WARM_UP = 0.1; // of the time
    private static final double SHORTEST = 1.0 / 800; // of the time

    private final Instance instance;
    private final int[] initial;
    private final double seconds;
    private final long seed;

    /** @param seconds of search, for each of the runs */
    public Comparison(Instance instance, int[] initial, double seconds, long seed) {
        this.instance = instance;
        this.initial = initial;
        this.seconds = seconds;
        this.seed = seed;
    }

    /** What a search found, as the checker counts it. */
    private record Run(long cost, double movesPerSecond, double elapsed) {}

    /**
     * @param prefix of the names of all figures
     * @param threads the engine's, in the run beside the one with one thread
     */
    public void measure(String prefix, int threads, Result result) {
        timefold(seconds * WARM_UP);
        engine(threads, seconds * WARM_UP);
        var peer = timefold(seconds);
        double bound = LowerBound.of(instance).doubleValue();
        result.metric(prefix + "lower_bound", bound)
                .metric(prefix + "timefold_cost", peer.cost)
                .metric(prefix + "timefold_moves_per_s", peer.movesPerSecond);
        compare(prefix, threads, peer, bound, result);
        if (threads > 1) compare(prefix + "one_thread_", 1, peer, bound, result);
    }

    private void compare(String prefix, int threads, Run peer, double bound, Result result) {
        var ours = engine(threads, seconds);
        result.metric(prefix + "cost", ours.cost)
                .metric(prefix + "moves_per_s", ours.movesPerSecond)
                .ratio(prefix + "gap", ours.cost - bound, peer.cost - bound)
                .ratio(prefix + "moves", ours.movesPerSecond, peer.movesPerSecond);
        timeToReach(peer.cost, threads).ifPresent(reached -> result.metric(prefix + "timefold_cost_reached_s", reached)
                .ratio(prefix + "sooner", peer.elapsed, reached));
    }

    /** Empty if not even the whole time is enough. */
    private OptionalDouble timeToReach(long cost, int threads) {
        for (double budget = seconds * SHORTEST; budget <= seconds; budget *= 2) {
            var run = engine(threads, budget);
            if (run.cost <= cost) return OptionalDouble.of(run.elapsed);
        }
        return OptionalDouble.empty();
    }

    /** The best of all settings, each with the whole time. */
    private Run timefold(double seconds) {
        return Arrays.stream(TimefoldSearch.Setting.values())
                .map(setting -> timefold(setting, seconds))
                .min(Comparator.comparingLong(Run::cost))
                .orElseThrow();
    }

    private Run timefold(TimefoldSearch.Setting setting, double seconds) {
        long start = System.nanoTime();
        var found = TimefoldSearch.improve(instance, initial, setting, Duration.ofNanos(nanos(seconds)), seed);
        return judged("Timefold", found.machines(), found.moves(), start);
    }

    private Run engine(int threads, double seconds) {
        long start = System.nanoTime();
        var search = new AssignmentSearch(Adapter.model(instance, initial), threads, threads, seed);
        long left = Math.max(1, nanos(seconds) - (System.nanoTime() - start));
        var solution = search.improve(Budget.nanos(left, System::nanoTime));
        return judged("the engine", solution.bins(), solution.steps(), start);
    }

    private Run judged(String who, int[] machines, long moves, long start) {
        double elapsed = (System.nanoTime() - start) / SECOND;
        var verdict = Checker.check(instance, initial, machines);
        if (!verdict.violations().isEmpty())
            throw new Failure(
                    who + " broke a hard rule: " + verdict.violations().getFirst());
        return new Run(verdict.cost(), moves / elapsed, elapsed);
    }

    private static long nanos(double seconds) {
        return (long) (seconds * SECOND);
    }
}
