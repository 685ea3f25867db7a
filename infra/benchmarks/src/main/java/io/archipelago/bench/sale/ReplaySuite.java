package io.archipelago.bench.sale;

import io.archipelago.bench.Catalogues;
import io.archipelago.bench.Result;
import io.archipelago.cli.Failure;
import io.archipelago.events.catalogue.CatalogueSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;

/**
 * The same events lead to the same words: the log of a sale and of a loss is told to fresh cores, and both stories are lived
 * again by a JVM that sees one processor and by one that sees eight. All digests must be equal.
 */
final class ReplaySuite {
    private static final int FROM = 595;
    private static final int TO = 610;
    private static final int WORKLOADS = 40;

    private ReplaySuite() {}

    /** @return the digest they all agree on */
    static String run(Path project, SortedMap<String, CatalogueSpec> catalogues, long seed, Result result) {
        var stories = stories(catalogues, seed);
        var lived = lived(stories);
        var told = told(stories);
        agree(lived, told, "when told again");
        for (int processors : new int[] {1, 8})
            agree(lived, elsewhere(project, processors, seed), "with " + processors + " processors");
        result.metric(
                        "inputs_replayed",
                        stories.stream().mapToLong(cloud -> cloud.log().size()).sum())
                .metric("digests_equal", 4);
        return lived;
    }

    private static List<Cloud> stories(SortedMap<String, CatalogueSpec> catalogues, long seed) {
        var unread = new Result("");
        return List.of(
                SaleSuite.live(catalogues, FROM, TO, seed, unread).cloud(),
                LossSuite.evacuate("", catalogues, WORKLOADS, LossStory.LOST, seed, unread)
                        .cloud());
    }

    private static String lived(List<Cloud> stories) {
        return stories.getFirst().digest() + stories.getLast().digest();
    }

    private static String told(List<Cloud> stories) {
        return Cloud.replay(stories.getFirst().log())
                + Cloud.replay(stories.getLast().log());
    }

    private static void agree(String lived, String other, String how) {
        if (!lived.equals(other)) throw new Failure("the cores said something else " + how);
    }

    /** Another JVM on the class path of this one, which sees so many processors. */
    static String elsewhere(Path project, int processors, long seed) {
        var command = List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:ActiveProcessorCount=" + processors,
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                ReplaySuite.class.getName(),
                project.toString(),
                Long.toString(seed));
        try {
            var process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try (var output = process.inputReader()) {
                return output.readLine();
            }
        } catch (IOException e) {
            throw new Failure("cannot start another JVM: " + e.getMessage());
        }
    }

    /** Lives the stories and prints their digest. */
    public static void main(String[] args) {
        System.out.println(lived(stories(Catalogues.read(Path.of(args[0])), Long.parseLong(args[1]))));
    }
}
