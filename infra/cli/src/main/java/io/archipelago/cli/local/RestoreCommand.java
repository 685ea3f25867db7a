package io.archipelago.cli.local;

import io.archipelago.cli.ExitCode;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "restore",
        description = "Put a region back to what it knew at a backup. What it had is kept in data/REGION.replaced.")
public final class RestoreCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "REGION", description = "whose backup it is")
    private String region = "";

    @Option(names = "--from", required = true, paramLabel = "DIR", description = "as backup wrote it")
    private Path from = Path.of("");

    @Override
    public Integer call() {
        var takenAt = Local.cloud().restore(region, from.toAbsolutePath(), new ProgressLines(System.out));
        System.out.println(region + " is as it was at " + takenAt
                + ". What it decided since is lost here; see docs/operate.md#after-a-restore");
        return ExitCode.OK;
    }
}
