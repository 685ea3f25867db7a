package io.archipelago.bench.roadef;

import io.archipelago.bench.Result;
import io.archipelago.bench.sale.Suites;
import io.archipelago.bench.timefold.Comparison;
import io.archipelago.bench.world.WorldSuite;
import io.archipelago.cli.ExitCode;
import io.archipelago.cli.Failure;
import io.archipelago.placement.assign.AssignmentSearch;
import io.archipelago.placement.assign.Budget;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Placement on problems of others and under stress; the former judged by a checker that shares nothing with the engine. */
@Command(
        name = "placement",
        description = "Placement on the ROADEF/EURO 2012 machine reassignment problem, and under stress.",
        footer = {
            "",
            "Suites:",
            "  roadef  the assignment engine on a public problem",
            "  sale    four times the demand in one city: latency on the real service, a day minute by minute",
            "  loss    a region is lost: 1,000 workloads evacuated, fifteen applications and room for ten",
            "  replay  the same events again, in other JVMs with other numbers of processors: one digest",
            "  world   the live engine on a made-up fleet at the catalogue's regions, with its own lower bound",
            "",
            "The solution is written in the challenge's own format, so that anyone's checker can judge it.",
            "Without --instance, instances of the challenge's shape are generated.",
            "The suite timefold runs Timefold Solver community beside the engine, each for the given time.",
            "",
            "Examples:",
            "  ./archipelago bench placement --suite loss",
            "  ./archipelago bench placement --instance model_a1_1.txt --assignment assignment_a1_1.txt \\",
            "      --seconds 60 --out solution.txt",
            "  ./archipelago bench placement --suite world --workloads 5000 --replicas 100000"
        })
public final class PlacementCommand implements Callable<Integer> {
    private static final long SECOND = 1_000_000_000;
    private static final Map<String, Generator.Shape> GENERATED = generated();

    enum Suite {
        roadef,
        timefold,
        sale,
        loss,
        replay,
        world
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
            description = "per instance, reading included (default: ${DEFAULT-VALUE})",
            defaultValue = "60")
    private int seconds;

    @Option(names = "--out", description = "where to write the solution", paramLabel = "FILE")
    private @Nullable Path out;

    @Option(names = "--threads", description = "that search (default: ${DEFAULT-VALUE})", defaultValue = "2")
    private int threads;

    @Option(
            names = "--seed",
            description = "of the search and of generated instances (default: ${DEFAULT-VALUE})",
            defaultValue = "1")
    private long seed;

    @Option(names = "--workloads", description = "world: how many (default: ${DEFAULT-VALUE})", defaultValue = "5000")
    private int workloads;

    @Option(names = "--replicas", description = "world: of all (default: ${DEFAULT-VALUE})", defaultValue = "100000")
    private int replicas;

    @Option(
            names = "--sites",
            description = "world: spread over the catalogue's 324 regions (default: ${DEFAULT-VALUE})",
            defaultValue = "324")
    private int sites;

    @Option(names = "--json", description = "nothing but the JSON line")
    private boolean json;

    @Override
    public Integer call() {
        if (seconds < 1) throw new Failure(ExitCode.USAGE, "--seconds must be 1 or more");
        if (threads < 1) throw new Failure(ExitCode.USAGE, "--threads must be 1 or more");
        if ((instance == null) != (assignment == null))
            throw new Failure(ExitCode.USAGE, "--instance and --assignment belong together");
        if (out != null && (instance == null || suite != Suite.roadef))
            throw new Failure(ExitCode.USAGE, "--out needs --instance and one solution to write");
        var result = new Result("placement-" + suite);
        var project = Path.of(System.getProperty("archipelago.project", "."));
        switch (suite) {
            case roadef, timefold -> assignment(result);
            case sale -> Suites.sale(project, seed, result);
            case loss -> Suites.loss(project, seed, result);
            case world -> world(project, result);
            case replay -> result.fact("digest", Suites.replay(project, seed, result));
        }
        result.print(json);
        return ExitCode.OK;
    }

    private void world(Path project, Result result) {
        if (workloads < 1 || replicas < 2 * workloads || sites < 8)
            throw new Failure(
                    ExitCode.USAGE,
                    "--suite world needs a workload, two replicas of each and eight sites, or more of them");
        new WorldSuite(project.resolve("infra/catalogue/data"), workloads, replicas, sites, seed, result).run();
    }

    private void assignment(Result result) {
        if (instance != null && assignment != null) {
            long start = System.nanoTime();
            var read = Instance.read(instance);
            run("", read, Assignments.read(assignment, read), start, result);
        } else {
            GENERATED.forEach((name, shape) -> {
                var made = Generator.generate(shape, seed);
                run(name + "_", made.instance(), made.initial(), System.nanoTime(), result);
            });
        }
    }

    private void run(String prefix, Instance read, int[] initial, long start, Result result) {
        var before = Checker.check(read, initial, initial);
        if (!before.violations().isEmpty())
            throw new Failure("the initial assignment breaks a hard rule: "
                    + before.violations().getFirst());
        switch (suite) {
            case roadef -> solve(prefix, read, initial, before.cost(), start, result);
            case timefold -> new Comparison(read, initial, seconds, seed).measure(prefix, threads, result);
        }
    }

    private void solve(String prefix, Instance read, int[] initial, long before, long start, Result result) {
        var model = Adapter.model(read, initial);
        long left = Math.max(SECOND / 10, seconds * SECOND - (System.nanoTime() - start));
        var solution =
                new AssignmentSearch(model, threads, threads, seed).improve(Budget.nanos(left, System::nanoTime));
        double elapsed = (double) (System.nanoTime() - start) / SECOND;
        if (out != null) Assignments.write(out, solution.bins());

        var after = Checker.check(read, initial, solution.bins());
        if (!after.violations().isEmpty())
            throw new Failure(
                    "the engine broke a hard rule: " + after.violations().getFirst());
        if (after.cost() != solution.cost())
            throw new Failure("the engine counts %d, the checker %d".formatted(solution.cost(), after.cost()));
        double bound = LowerBound.of(read).doubleValue();
        result.metric(prefix + "initial_cost", before)
                .metric(prefix + "cost", after.cost())
                .metric(prefix + "lower_bound", bound)
                .metric(prefix + "gap_pct", bound == 0 ? Double.NaN : 100 * (after.cost() - bound) / bound)
                .metric(prefix + "moves_per_s", solution.steps() / elapsed)
                .metric(prefix + "elapsed_s", elapsed);
        if (!json) System.out.printf(Locale.ROOT, "%s%,d -> %,d%n", prefix, before, after.cost());
    }

    private static Map<String, Generator.Shape> generated() {
        var shapes = new LinkedHashMap<String, Generator.Shape>();
        shapes.put("p1000_m100", new Generator.Shape(1_000, 100, 12, 4, 200, 25, 5, 500));
        shapes.put("p20000_m500", new Generator.Shape(20_000, 500, 6, 2, 8_000, 50, 20, 20_000));
        shapes.put("p50000_m1000", new Generator.Shape(50_000, 1_000, 3, 1, 20_000, 100, 50, 40_000));
        return shapes;
    }
}
