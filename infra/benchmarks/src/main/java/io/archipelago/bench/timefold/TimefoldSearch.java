package io.archipelago.bench.timefold;

import ai.timefold.solver.core.api.solver.SolverManager;
import ai.timefold.solver.core.config.heuristic.selector.move.composite.UnionMoveSelectorConfig;
import ai.timefold.solver.core.config.heuristic.selector.move.generic.ChangeMoveSelectorConfig;
import ai.timefold.solver.core.config.heuristic.selector.move.generic.SwapMoveSelectorConfig;
import ai.timefold.solver.core.config.localsearch.LocalSearchPhaseConfig;
import ai.timefold.solver.core.config.localsearch.decider.acceptor.LocalSearchAcceptorConfig;
import ai.timefold.solver.core.config.localsearch.decider.forager.LocalSearchForagerConfig;
import ai.timefold.solver.core.config.score.director.ScoreDirectorFactoryConfig;
import ai.timefold.solver.core.config.solver.EnvironmentMode;
import ai.timefold.solver.core.config.solver.SolverConfig;
import ai.timefold.solver.core.config.solver.SolverManagerConfig;
import io.archipelago.bench.roadef.Instance;
import java.time.Duration;
import java.util.concurrent.ExecutionException;

/**
 * Timefold's local search from today's assignment: late acceptance over changes and swaps, all assertions off. One thread
 * moves; several threads for one problem, nearby selection and multistage moves are not in the community edition.
 */
final class TimefoldSearch {
    /** Two, for neither was the better one on all instances it was tried on. */
    enum Setting {
        /** Timefold's own defaults. */
        STANDARD(400, 1),
        /** Each step takes the best of many moves: fewer steps, and fewer copies where there are many processes. */
        GREEDY(50, 100);

        private final int lateAcceptanceSize;
        private final int acceptedPerStep;

        Setting(int lateAcceptanceSize, int acceptedPerStep) {
            this.lateAcceptanceSize = lateAcceptanceSize;
            this.acceptedPerStep = acceptedPerStep;
        }
    }

    private TimefoldSearch() {}

    /**
     * @param machines of each process
     * @param moves evaluated
     */
    record Found(int[] machines, long moves) {}

    static Found improve(Instance instance, int[] initial, Setting setting, Duration time, long seed) {
        try (var manager = SolverManager.<Reassignment>create(config(setting, time, seed), new SolverManagerConfig())) {
            var job = manager.solve("reassignment", Reassignment.today(instance, initial));
            var best = job.getFinalBestSolution();
            return new Found(best.assignment(), job.getMoveEvaluationCount());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while Timefold was searching", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("Timefold failed", e.getCause());
        }
    }

    private static SolverConfig config(Setting setting, Duration time, long seed) {
        var search = new LocalSearchPhaseConfig()
                .withMoveSelectorConfig(new UnionMoveSelectorConfig()
                        .withMoveSelectors(new ChangeMoveSelectorConfig(), new SwapMoveSelectorConfig()))
                .withAcceptorConfig(new LocalSearchAcceptorConfig().withLateAcceptanceSize(setting.lateAcceptanceSize))
                .withForagerConfig(new LocalSearchForagerConfig().withAcceptedCountLimit(setting.acceptedPerStep));
        return new SolverConfig()
                .withSolutionClass(Reassignment.class)
                .withEntityClasses(Process.class)
                .withScoreDirectorFactory(
                        new ScoreDirectorFactoryConfig().withIncrementalScoreCalculatorClass(ReassignmentScore.class))
                .withEnvironmentMode(EnvironmentMode.NO_ASSERT)
                .withRandomSeed(seed)
                .withPhases(search)
                .withTerminationSpentLimit(time);
    }
}
