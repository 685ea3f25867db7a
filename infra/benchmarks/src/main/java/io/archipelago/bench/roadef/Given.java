package io.archipelago.bench.roadef;

import io.archipelago.cli.Failure;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * An instance to solve.
 *
 * @param name empty for the one that was read
 * @param initial the machine of each process; it keeps every hard rule
 * @param cost of the initial assignment
 * @param startNanos on the clock of {@link System#nanoTime}: when its time began
 * @param judgingNanos what it took to judge the initial assignment
 */
public record Given(String name, Instance instance, int[] initial, long cost, long startNanos, long judgingNanos) {
    private static final Map<String, Generator.Shape> SHAPES = shapes();

    /** One of the challenge's, or of its format; its time began with the process: whoever set a limit counts that, too. */
    public static Given read(Path model, Path assignment) {
        long start = System.nanoTime()
                - TimeUnit.MILLISECONDS.toNanos(
                        ManagementFactory.getRuntimeMXBean().getUptime());
        var instance = Instance.read(model);
        return judged("", instance, Assignments.read(assignment, instance), start);
    }

    /** Seeded ones of the challenge's shape, each made when its turn comes. */
    public static void generate(long seed, Consumer<Given> use) {
        SHAPES.forEach((name, shape) -> {
            long start = System.nanoTime();
            var made = Generator.generate(shape, seed);
            use.accept(judged(name, made.instance(), made.initial(), start));
        });
    }

    /** What the names of its figures begin with. */
    public String prefix() {
        return name.isEmpty() ? "" : name + '_';
    }

    private static Given judged(String name, Instance instance, int[] initial, long start) {
        long began = System.nanoTime();
        var verdict = Checker.check(instance, initial, initial);
        if (!verdict.violations().isEmpty())
            throw new Failure("the initial assignment breaks a hard rule: "
                    + verdict.violations().getFirst());
        return new Given(name, instance, initial, verdict.cost(), start, System.nanoTime() - began);
    }

    private static Map<String, Generator.Shape> shapes() {
        var shapes = new LinkedHashMap<String, Generator.Shape>();
        shapes.put("p1000_m100", new Generator.Shape(1_000, 100, 12, 4, 200, 25, 5, 500));
        shapes.put("p20000_m500", new Generator.Shape(20_000, 500, 6, 2, 8_000, 50, 5, 20_000));
        shapes.put("p50000_m1000", new Generator.Shape(50_000, 1_000, 3, 1, 20_000, 100, 5, 40_000));
        return shapes;
    }
}
