package io.archipelago.cli.client;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.archipelago.cli.ExitCode;
import io.archipelago.cli.Failure;
import io.archipelago.topology.access.Identity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;

/** Where the regions are: {@code cloud.json} in the state folder, written when the cloud starts. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record CloudFile(List<Region> regions) {

    /**
     * @param trust the folder of the region's certificates; relative to the state folder where that may be moved
     * @param services base address by service name
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Region(
            String name,
            String jurisdiction,
            String location,
            String kafka,
            String postgres,
            String connect,
            String trust,
            Map<String, String> services) {

        /** How the operator reaches the region's Kafka, as the settings of any client. */
        public Map<String, Object> kafkaAsOperator() {
            return kafkaAs(Identity.operator(name));
        }

        /**
         * How a program of users does.
         *
         * @param program as the topology calls it
         */
        public Map<String, Object> kafkaAsProgram(String program) {
            return kafkaAs(Identity.program(name, program));
        }

        private Map<String, Object> kafkaAs(Identity who) {
            var folder = stateFolder().resolve(trust);
            var file = folder.resolve(who.fileName() + ".properties");
            var settings = new Properties();
            try (var in = Files.newInputStream(file)) {
                settings.load(in);
            } catch (IOException e) {
                throw new Failure(file + " cannot be read (" + e.getMessage() + "): only who started the cloud may");
            }
            var client = new HashMap<String, Object>();
            for (var key : settings.stringPropertyNames()) {
                var value = settings.getProperty(key);
                client.put(
                        key, key.endsWith(".location") ? folder.resolve(value).toString() : value);
            }
            return client;
        }
    }

    /** The state folder: {@code ARCHIPELAGO_HOME}, else {@code .archipelago} in the project's folder. */
    public static Path stateFolder() {
        var home = System.getenv("ARCHIPELAGO_HOME");
        if (home != null && !home.isBlank()) return Path.of(home);
        return Path.of(System.getProperty("archipelago.project", "."), ".archipelago");
    }

    /** @throws Failure when no cloud was started here */
    public static CloudFile read() {
        var file = stateFolder().resolve("cloud.json");
        if (!Files.exists(file))
            throw new Failure(
                    ExitCode.UNREACHABLE, "no cloud is running here (" + file + " is not there): ./archipelago up");
        try {
            return JsonMapper.builder().build().readValue(file.toFile(), CloudFile.class);
        } catch (IOException e) {
            throw new Failure(file + " cannot be read (" + e.getMessage() + "): ./archipelago down, then up");
        }
    }

    public Optional<Region> find(String name) {
        return regions.stream().filter(r -> r.name().equals(name)).findFirst();
    }

    /** @throws Failure when there is no such region */
    public Region region(String name) {
        return find(name)
                .orElseThrow(() -> new Failure(
                        ExitCode.USAGE,
                        "no region '" + name + "'; there are "
                                + regions.stream().map(Region::name).collect(Collectors.joining(", "))));
    }
}
