package io.archipelago.cli.local;

import io.archipelago.cli.ExitCode;
import io.archipelago.cli.client.CloudFile;
import io.archipelago.local.Installation;
import io.archipelago.local.LocalRegion;
import io.archipelago.local.containers.Carriers;
import io.archipelago.local.containers.Handout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What docker-compose.yml runs beside the parts. */
@Command(
        name = "containers",
        description = "The jobs of docker-compose.yml; they run in its containers.",
        subcommands = {ContainersCommand.HandOut.class, ContainersCommand.Carry.class})
public final class ContainersCommand {

    @Command(
            name = "hand-out",
            description = "Make authorities, certificates, keys and settings, and hand each part its own.")
    static final class HandOut implements Callable<Integer> {
        @Option(names = "--regions", description = "1 to 3 (default: ${DEFAULT-VALUE})", defaultValue = "3")
        private int regions;

        @Option(
                names = "--otlp",
                paramLabel = "URL",
                description = "where the services send traces; nowhere if left out")
        private @Nullable String otlp;

        @Option(names = "--to", paramLabel = "DIR", required = true, description = "a folder for each part's folder")
        private Path to = Path.of("");

        @Override
        public Integer call() {
            new Handout(Installation.of(Local.project()), LocalRegion.first(regions), Optional.ofNullable(otlp), to)
                    .write();
            return ExitCode.OK;
        }
    }

    @Command(name = "carry", description = "Register a region's connectors, and start again what fails, for good.")
    static final class Carry implements Callable<Integer> {
        @Option(names = "--region", paramLabel = "REGION", required = true, description = "as in cloud.json")
        private String region = "";

        @Override
        public Integer call() throws IOException, InterruptedException {
            new Carriers(
                            CloudFile.read().region(region).connect(),
                            CloudFile.stateFolder().resolve("data/" + region + "/connectors.json"))
                    .tend();
            return ExitCode.OK;
        }
    }
}
