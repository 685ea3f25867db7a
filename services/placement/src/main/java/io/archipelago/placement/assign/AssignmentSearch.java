package io.archipelago.placement.assign;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/**
 * Improves today's assignment. Several chains anneal independently in rounds: the first from high temperature, the later
 * ones from the best of all, less hot. Which thread runs a chain changes nothing, so that with a budget of steps the
 * result depends on the model and the settings only.
 */
public final class AssignmentSearch {
    private static final double[] ROUND_ENDS = {1};
    private static final double HOT = 0.3; // of what an item of average size costs when all of it is above safety
    private static final double COLD = 0.005;
    private static final double REHEAT = 0.1; // of HOT, in later rounds

    private final AssignmentModel model;
    private final int threads;
    private final List<Chain> chains;
    private final double unit;

    /**
     * @param chains walks, two or so; with a budget of time no more than threads
     * @param seed for another result of the same kind
     */
    public AssignmentSearch(AssignmentModel model, int chains, int threads, long seed) {
        this.model = model;
        this.threads = Math.min(chains, threads);
        this.chains = IntStream.range(0, chains)
                .mapToObj(i -> new Chain(model, seed * chains + i))
                .toList();
        unit = averageItem(model);
    }

    /** The best assignment found before the budget was spent; today's if none is better. Call once. */
    public Solution improve(Budget budget) {
        if (model.items == 0) return new Solution(new int[0], 0, 0);
        try (var executor = Executors.newFixedThreadPool(threads)) {
            double start = 0;
            for (double end : ROUND_ENDS) {
                double hot = HOT * unit * (start == 0 ? 1 : REHEAT);
                anneal(executor, new Schedule(hot, COLD * unit), start, end, budget);
                start = end;
            }
        }
        var best = best();
        return new Solution(
                best.best(),
                best.bestCost(),
                chains.stream().mapToLong(Chain::steps).sum());
    }

    private void anneal(ExecutorService executor, Schedule schedule, double start, double end, Budget budget) {
        if (start > 0) {
            int[] common = best().best();
            for (var chain : chains) chain.restart(common);
        }
        var walks = new ArrayList<Callable<Void>>();
        for (var chain : chains)
            walks.add(() -> {
                chain.anneal(schedule, start, end, budget);
                return null;
            });
        try {
            for (var walk : executor.invokeAll(walks)) walk.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the best so far stands
        } catch (ExecutionException e) {
            throw new IllegalStateException("a search chain failed", e.getCause());
        }
    }

    private Chain best() {
        var best = chains.getFirst();
        for (var chain : chains) if (chain.bestCost() < best.bestCost()) best = chain;
        return best;
    }

    /** The natural unit of temperature: what an average item costs where everything is above safety. At least 1. */
    private static double averageItem(AssignmentModel model) {
        double sum = 0;
        for (int i = 0; i < model.need.length; i++)
            sum += (double) model.need[i] * model.loadWeight[i % model.resources];
        for (int p = 0; p < model.items; p++) sum += model.itemMoveCost[p];
        return Math.max(1, sum / Math.max(1, model.items));
    }
}
