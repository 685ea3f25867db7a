package io.archipelago.cli.kafka;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.archipelago.cli.ExitCode;
import io.archipelago.cli.Failure;
import io.archipelago.cli.client.CloudFile;
import io.archipelago.local.backbone.ConnectRest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Gives a Connect worker that nobody supervises its connectors. */
@Command(name = "connectors", description = "Register connectors with a region's Kafka Connect worker.")
final class ConnectorsCommand implements Callable<Integer> {

    private static final TypeReference<TreeMap<String, Map<String, String>>> CONNECTORS = new TypeReference<>() {};

    @Option(names = "--region", required = true, description = "whose worker")
    private String region = "";

    @Parameters(paramLabel = "FILE", description = "JSON: an object with the configuration of each connector by name")
    private Path file = Path.of("");

    @Override
    public Integer call() {
        var rest = ConnectRest.shielded(CloudFile.read().region(region).connect());
        try {
            for (var connector : JsonMapper.builder()
                    .build()
                    .readValue(file.toFile(), CONNECTORS)
                    .entrySet())
                System.out.println(region + "  " + register(rest, connector.getKey(), connector.getValue()));
        } catch (IOException e) {
            throw new Failure("the connectors of " + file + " cannot be registered: " + e.getMessage());
        }
        return ExitCode.OK;
    }

    /** One that is as described goes on undisturbed; what has failed of it starts again. */
    private static String register(ConnectRest rest, String name, Map<String, String> config) throws IOException {
        if (rest.config(name).equals(config)) {
            rest.restartFailed(name);
            return "  " + name;
        }
        rest.put(name, config);
        return "+ " + name;
    }
}
