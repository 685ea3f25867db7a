package io.archipelago.placement.assign;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Improves today's assignment. Several chains anneal in rounds: in the first, each by itself from high temperature; in the
 * later, shorter ones all from the best so far, each at its own heat, and the heat that found more is the middle of the
 * next. So the search learns how rough a model is. Which thread runs a chain changes nothing: with a budget of steps, the
 * result depends on the model, the number of chains and the seed only.
 */
public final class AssignmentSearch {
    private static final double HOT = 0.6; // of what an average item can cost
    private static final double COOLING = 0.01; // from a round's start to its end
    private static final double FIRST_ROUND = 0.6; // of the budget
    private static final int LATER_ROUNDS = 12;
    private static final double REHEAT = 0.01; // of HOT, in the second round
    private static final double[] EVEN = {0.25, 1}; // draws, by chain: rough models need one, smooth ones the other
    private static final double HEAT_STEP = 4; // between chains

    private final AssignmentModel model;
    private final int threads;
    private final List<Chain> chains;
    private final double unit;
    private final boolean movable;

    /**
     * @param chains walks, two or so; with a budget of time no more than threads
     * @param seed for another result of the same kind
     */
    public AssignmentSearch(AssignmentModel model, int chains, int threads, long seed) {
        this.model = model;
        this.threads = Math.min(chains, threads);
        var reach = new Reach(model);
        movable = reach.movable().length > 0;
        this.chains = IntStream.range(0, chains)
                .mapToObj(i -> new Chain(model, reach, seed * chains + i, EVEN[i % EVEN.length]))
                .toList();
        unit = averageItem(model);
    }

    /** The best assignment found before the budget was spent; today's if none is better. Call once. */
    public Solution improve(Budget budget) {
        if (!movable) return new Solution(model.homes(), best().bestCost(), 0);
        try (var executor = Executors.newFixedThreadPool(threads)) {
            round(executor, 0, FIRST_ROUND, budget, chain -> HOT * unit);
            double heat = HOT * REHEAT * unit;
            for (int i = 0; i < LATER_ROUNDS; i++) heat = later(executor, i, heat, budget);
        }
        var best = best();
        return new Solution(
                best.best(),
                best.bestCost(),
                chains.stream().mapToLong(Chain::steps).sum());
    }

    /** One more round from the best of all; tells the heat for the next. */
    private double later(ExecutorService executor, int number, double heat, Budget budget) {
        var common = best();
        long before = common.bestCost();
        int[] bins = common.best();
        for (var chain : chains) chain.restart(bins);
        double length = (1 - FIRST_ROUND) / LATER_ROUNDS;
        double start = FIRST_ROUND + number * length;
        IntToDoubleFunction heats = chain -> heat * StrictMath.pow(HEAT_STEP, (chains.size() - 1) / 2.0 - chain);
        round(executor, start, start + length, budget, heats);
        var best = best();
        return best.bestCost() < before ? heats.applyAsDouble(chains.indexOf(best)) : heat / HEAT_STEP;
    }

    private void round(ExecutorService executor, double start, double end, Budget budget, IntToDoubleFunction heats) {
        var walks = new ArrayList<Callable<Void>>();
        for (int i = 0; i < chains.size(); i++) {
            var chain = chains.get(i);
            var schedule = new Schedule(heats.applyAsDouble(i), heats.applyAsDouble(i) * COOLING, HOT * unit);
            walks.add(() -> {
                chain.anneal(schedule, start, end, budget);
                return null;
            });
        }
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

    /** The natural unit of temperature: what an average item can cost. At least 1. */
    private static double averageItem(AssignmentModel model) {
        double sum = 0;
        for (int p = 0; p < model.items; p++) sum += model.weight(p) + model.itemMoveCost[p];
        return Math.max(1, sum / Math.max(1, model.items));
    }
}
