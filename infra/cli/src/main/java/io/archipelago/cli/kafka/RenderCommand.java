package io.archipelago.cli.kafka;

import io.archipelago.cli.ExitCode;
import io.archipelago.cli.Failure;
import io.archipelago.topology.Topology;
import io.archipelago.topology.strimzi.Place;
import io.archipelago.topology.strimzi.Strimzi;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The description as files for another system to carry out. */
@Command(
        name = "render",
        description = "Write topics, permissions and connectors of a region as custom resources of Strimzi.")
final class RenderCommand implements Callable<Integer> {

    private enum Format {
        STRIMZI
    }

    @Option(names = "--format", defaultValue = "strimzi", description = "strimzi")
    private Format format = Format.STRIMZI;

    @Option(names = "--region", required = true, description = "whose broker it is for")
    private String region = "";

    @Option(
            names = "--peers",
            split = ",",
            description = "the other regions, each NAME or NAME=HOST:PORT; a NAME alone is kafka.NAME.example.org:9094")
    private List<String> peers = List.of();

    @Option(names = "--profile", defaultValue = "production", description = "the size of it: production or local")
    private String profile = "";

    @Option(names = "--out", description = "the folder to write to; without it to the screen")
    private @Nullable Path out;

    @Override
    public Integer call() throws IOException {
        var bootstraps = new TreeMap<String, String>();
        for (var peer : peers) {
            var parts = peer.split("=", 2);
            bootstraps.put(parts[0], parts.length == 2 ? parts[1] : "kafka." + parts[0] + ".example.org:9094");
        }
        try {
            var place = new Place(region, bootstraps, profile);
            var files =
                    switch (format) {
                        case STRIMZI -> Strimzi.render(Topology.load(), place);
                    };
            for (var file : files.entrySet()) {
                if (out == null) System.out.print(file.getValue());
                else {
                    Files.createDirectories(out);
                    System.out.println(Files.writeString(out.resolve(file.getKey()), file.getValue()));
                }
            }
        } catch (IllegalArgumentException e) {
            throw new Failure(ExitCode.USAGE, String.valueOf(e.getMessage()));
        }
        return ExitCode.OK;
    }
}
