package io.archipelago.cli.client;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.archipelago.cli.ExitCode;
import io.archipelago.cli.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Where the regions are: {@code cloud.json} in the state folder, written when the cloud starts. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record CloudFile(List<Region> regions) {

    /** @param services base address by service name */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Region(
            String name,
            String jurisdiction,
            String location,
            String kafka,
            String postgres,
            String connect,
            Map<String, String> services) {}

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
