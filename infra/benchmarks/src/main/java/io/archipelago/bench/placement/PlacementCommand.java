package io.archipelago.bench.placement;

import io.archipelago.bench.Catalogues;
import io.archipelago.bench.Result;
import io.archipelago.bench.roadef.Given;
import io.archipelago.bench.roadef.Interruption;
import io.archipelago.bench.roadef.RoadefSuite;
import io.archipelago.bench.sale.Suites;
import io.archipelago.bench.timefold.Comparison;
import io.archipelago.bench.world.WorldSuite;
import io.archipelago.cli.ExitCode;
import io.archipelago.cli.Failure;
import io.archipelago.events.catalogue.World;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The engines that place, each judged by something that shares nothing with it. */
@Command(
        name = "placement",
        description = {
            "roadef: the assignment engine on the ROADEF/EURO 2012 machine reassignment problem.",
            "timefold: the same beside Timefold Solver community, each for the given time.",
            "world: the live engine on a made-up fleet at the catalogue's regions, with its own lower bound.",
            "sale, loss: the placement service in a flash sale, and when a region is lost.",
            "replay: what both said, told again, must be the same bit for bit."
        },
        footer = {
            "",
            "The solution is written in the challenge's own format, so that anyone's checker can judge it.",
            "Without --instance, instances of the challenge's shape are generated.",
            "",
            "Examples:",
            "  ./archipelago bench placement --suite loss",
            "  ./archipelago bench placement --suite world --workloads 5000 --replicas 100000",
            "  ./archipelago bench placement --instance model_a1_1.txt --assignment assignment_a1_1.txt \\",
            "      --seconds 60 --out solution.txt"
        })
public final class PlacementCommand implements Callable<Integer> {

    enum Suite {
        roadef,
        timefold,
        world,
        sale,
        loss,
        replay
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
            description = {
                "roadef: per instance, from the start of the process to the written solution",
                "timefold: per run (default: ${DEFAULT-VALUE})"
            },
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
            description = "of the search and of what is generated (default: ${DEFAULT-VALUE})",
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
        check();
        var result = new Result("placement-" + suite);
        try (var interruption = new Interruption()) {
            run(result, interruption);
            result.print(json);
        }
        return ExitCode.OK;
    }

    private void run(Result result, Interruption interruption) {
        var project = Path.of(System.getProperty("archipelago.project", "."));
        switch (suite) {
            case roadef -> roadef(result, interruption);
            case timefold ->
                instances(given -> new Comparison(given.instance(), given.initial(), seconds, seed)
                        .measure(given.prefix(), threads, result));
            case world ->
                new WorldSuite(World.of(Catalogues.read(project).values()), workloads, replicas, sites, seed, result)
                        .run();
            case sale -> Suites.sale(project, seed, result);
            case loss -> Suites.loss(project, seed, result);
            case replay -> result.fact("digest", Suites.replay(project, seed, result));
        }
    }

    private void check() {
        if (seconds < 1) throw new Failure(ExitCode.USAGE, "--seconds must be 1 or more");
        if (threads < 1) throw new Failure(ExitCode.USAGE, "--threads must be 1 or more");
        if (workloads < 1 || replicas < 2 * workloads || sites < 8)
            throw new Failure(
                    ExitCode.USAGE,
                    "--suite world needs a workload, two replicas of each and eight sites, or more of them");
        if ((instance == null) != (assignment == null))
            throw new Failure(ExitCode.USAGE, "--instance and --assignment belong together");
        if (instance != null && suite != Suite.roadef && suite != Suite.timefold)
            throw new Failure(ExitCode.USAGE, "--instance is for --suite roadef and timefold");
        if (out != null && (instance == null || suite != Suite.roadef))
            throw new Failure(ExitCode.USAGE, "--out needs --suite roadef and --instance: one solution to write");
        if (write != null && (instance != null || suite != Suite.roadef))
            throw new Failure(ExitCode.USAGE, "--write is for the instances that --suite roadef generates");
    }

    private void roadef(Result result, Interruption interruption) {
        var roadef = new RoadefSuite(seconds, threads, seed, result);
        var folder = write;
        if (folder != null) instances(given -> roadef.write(given, folder));
        else instances(given -> roadef.solve(given, out, interruption));
    }

    private void instances(Consumer<Given> use) {
        if (instance != null && assignment != null) use.accept(Given.read(instance, assignment));
        else Given.generate(seed, use);
    }
}
