package io.archipelago.actuator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The region an actuator belongs to, and how it reaches the region's Kafka. */
final class Connection {

    @Option(
            names = "--region",
            paramLabel = "REGION",
            required = true,
            defaultValue = "${env:ARCHIPELAGO_REGION}",
            description = "whose sites it acts for; ARCHIPELAGO_REGION otherwise")
    String region = "";

    @Option(
            names = "--kafka",
            paramLabel = "FILE",
            description = "settings of a Kafka client; of the local cloud when left out")
    private @Nullable Path file;

    /** @throws Failure when the file cannot be read */
    Map<String, Object> kafka() {
        var from = file == null ? localCloud() : file;
        var settings = new Properties();
        try (var in = Files.newInputStream(from)) {
            settings.load(in);
        } catch (IOException e) {
            throw new Failure("the settings for Kafka in " + from + " cannot be read (" + e.getMessage()
                    + "): ./archipelago up makes them, or name others with --kafka");
        }
        var client = new HashMap<String, Object>();
        settings.stringPropertyNames().forEach(name -> client.put(name, settings.getProperty(name)));
        return client;
    }

    private Path localCloud() {
        var home = System.getenv("ARCHIPELAGO_HOME");
        var state = home == null || home.isBlank()
                ? Path.of(System.getProperty("archipelago.project", "."), ".archipelago")
                : Path.of(home);
        return state.resolve(Path.of("data", region, "trust", "service-actuator.properties"));
    }
}
