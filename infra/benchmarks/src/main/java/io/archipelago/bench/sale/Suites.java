package io.archipelago.bench.sale;

import io.archipelago.bench.Catalogues;
import io.archipelago.bench.Result;
import java.nio.file.Path;

/** What {@code ./archipelago bench placement} offers of this package. */
public final class Suites {
    private static final int DAY = 24 * 60;
    private static final int WORKLOADS = 1_000;

    private Suites() {}

    /** A flash sale: latency on the real service, then a simulated day. */
    public static void sale(Path project, long seed, Result result) {
        var catalogues = Catalogues.read(project);
        Latency.measure(project, catalogues, result);
        SaleSuite.live(catalogues, 0, DAY, seed, result);
    }

    /** A lost region: 1,000 workloads, planned by the survivors who take them over and by one survivor; then the drill. */
    public static void loss(Path project, long seed, Result result) {
        var catalogues = Catalogues.read(project);
        LossSuite.evacuate("taken_over_", catalogues, WORKLOADS, LossStory.LOST, seed, result);
        LossSuite.evacuate("one_planner_", catalogues, WORKLOADS, "eu-central", seed, result);
        Drill.run(catalogues, result);
    }

    /** @return the digest that every replay arrived at */
    public static String replay(Path project, long seed, Result result) {
        return ReplaySuite.run(project, Catalogues.read(project), seed, result);
    }
}
