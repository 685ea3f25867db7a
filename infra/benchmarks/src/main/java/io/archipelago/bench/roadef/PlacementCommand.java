package io.archipelago.bench.roadef;

import io.archipelago.bench.Result;
import io.archipelago.cli.ExitCode;
import io.archipelago.cli.Failure;
import io.archipelago.placement.assign.AssignmentSearch;
import io.archipelago.placement.assign.Budget;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The assignment engine on the public machine reassignment problem, judged by a checker that shares nothing with it. */
@Command(
        name = "placement",
        description = "The assignment engine on the ROADEF/EURO 2012 machine reassignment problem.",
        footer = {
            "",
            "The solution is written in the challenge's own format, so that anyone's checker can judge it.",
            "Without --instance, instances of the challenge's shape are generated.",
            "",
            "Example:",
            "  ./archipelago bench placement --instance model_a1_1.txt --assignment assignment_a1_1.txt \\",
            "      --seconds 60 --out solution.txt"
        })
public final class PlacementCommand implements Callable<Integer> {
    private static final long SECOND = 1_000_000_000;
    private static final long ENDING = SECOND / 2; // what writing the solution and ending the process may take
    private static final Map<String, Generator.Shape> GENERATED = generated();

    enum Suite {
        roadef
    }

    @Option(
            names = "--suite",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})",
            defaultValue = "roadef")
    private Suite suite = Suite.roadef;

    @Option(names = "--instance", description = "the challenge's model file", paramLabel = "MODEL")
    private @Nullable Path instance;

    @Option(names = "--assignment", description = "the initial assignment of that model", paramLabel = "INITIAL")
    private @Nullable Path assignment;

    @Option(
            names = "--seconds",
            description =
                    "per instance, from the start of the process to the written solution (default: ${DEFAULT-VALUE})",
            defaultValue = "60")
    private int seconds;

    @Option(names = "--out", description = "where to write the solution", paramLabel = "FILE")
    private @Nullable Path out;

    @Option(
            names = "--write",
            description = "where to write the generated instances instead of solving them",
            paramLabel = "DIR")
    private @Nullable Path write;

    @Option(names = "--threads", description = "that search (default: ${DEFAULT-VALUE})", defaultValue = "2")
    private int threads;

    @Option(
            names = "--seed",
            description = "of the search and of generated instances (default: ${DEFAULT-VALUE})",
            defaultValue = "1")
    private long seed;

    @Option(names = "--json", description = "nothing but the JSON line")
    private boolean json;

    @Override
    public Integer call() {
        if (seconds < 1) throw new Failure(ExitCode.USAGE, "--seconds must be 1 or more");
        if (threads < 1) throw new Failure(ExitCode.USAGE, "--threads must be 1 or more");
        if ((instance == null) != (assignment == null))
            throw new Failure(ExitCode.USAGE, "--instance and --assignment belong together");
        if (instance == null && out != null) throw new Failure(ExitCode.USAGE, "--out needs --instance");
        if (instance != null && write != null)
            throw new Failure(ExitCode.USAGE, "--write is for generated instances, not for --instance");
        var result = new Result("placement-" + suite);
        try (var interruption = new Interruption()) {
            if (instance != null && assignment != null) {
                var read = Instance.read(instance);
                solve("", read, Assignments.read(assignment, read), processStart(), interruption, result);
            } else {
                GENERATED.forEach((name, shape) -> {
                    long start = System.nanoTime();
                    var made = Generator.generate(shape, seed);
                    if (write != null) write(write, name, made, result);
                    else solve(name + "_", made.instance(), made.initial(), start, interruption, result);
                });
            }
            result.print(json);
        }
        return ExitCode.OK;
    }

    private void solve(
            String prefix, Instance read, int[] initial, long start, Interruption interruption, Result result) {
        long judged = System.nanoTime();
        var before = Checker.check(read, initial, initial);
        if (!before.violations().isEmpty())
            throw new Failure("the initial assignment breaks a hard rule: "
                    + before.violations().getFirst());
        double bound = LowerBound.of(read).doubleValue();
        long judging = System.nanoTime() - judged; // what it takes once more at the end
        if (out != null) Assignments.write(out, initial); // for whoever does not wait
        var model = Adapter.model(read, initial);
        long left = Math.max(SECOND / 10, start + seconds * SECOND - judging - ENDING - System.nanoTime());
        var budget = interruption.orSpent(Budget.nanos(left, System::nanoTime));
        var solution = new AssignmentSearch(model, threads, threads, seed).improve(budget);

        var after = Checker.check(read, initial, solution.bins());
        if (!after.violations().isEmpty())
            throw new Failure(
                    "the engine broke a hard rule: " + after.violations().getFirst());
        if (after.cost() != solution.cost())
            throw new Failure("the engine counts %d, the checker %d".formatted(solution.cost(), after.cost()));
        if (out != null) Assignments.write(out, solution.bins());
        double elapsed = (double) (System.nanoTime() - start) / SECOND;
        result.metric(prefix + "initial_cost", before.cost())
                .metric(prefix + "cost", after.cost())
                .metric(prefix + "lower_bound", bound)
                .metric(prefix + "gap_pct", bound == 0 ? Double.NaN : 100 * (after.cost() - bound) / bound)
                .metric(prefix + "moves_per_s", solution.steps() / elapsed)
                .metric(prefix + "elapsed_s", elapsed);
        if (!json) System.out.printf(Locale.ROOT, "%s%,d -> %,d%n", prefix, before.cost(), after.cost());
    }

    private static void write(Path folder, String name, Generator.Generated made, Result result) {
        made.instance().write(folder.resolve("model_" + name + ".txt"));
        Assignments.write(folder.resolve("assignment_" + name + ".txt"), made.initial());
        result.metric(
                        name + "_initial_cost",
                        Checker.check(made.instance(), made.initial(), made.initial())
                                .cost())
                .metric(name + "_lower_bound", LowerBound.of(made.instance()).doubleValue());
    }

    /** On the clock of {@link System#nanoTime}: whoever gave the time limit counts the start of the JVM, too. */
    private static long processStart() {
        return System.nanoTime()
                - TimeUnit.MILLISECONDS.toNanos(
                        ManagementFactory.getRuntimeMXBean().getUptime());
    }

    private static Map<String, Generator.Shape> generated() {
        var shapes = new LinkedHashMap<String, Generator.Shape>();
        shapes.put("p1000_m100", new Generator.Shape(1_000, 100, 12, 4, 200, 25, 5, 500));
        shapes.put("p20000_m500", new Generator.Shape(20_000, 500, 6, 2, 8_000, 50, 5, 20_000));
        shapes.put("p50000_m1000", new Generator.Shape(50_000, 1_000, 3, 1, 20_000, 100, 5, 40_000));
        return shapes;
    }
}
