package io.archipelago.cli.local;

import io.archipelago.cli.ExitCode;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "backup",
        description = "Copy all that a region knows: database, topics, certificates, keys. It is down meanwhile.")
public final class BackupCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "REGION", description = "as in status")
    private String region = "";

    @Option(names = "--to", required = true, paramLabel = "DIR", description = "a new or empty folder; it holds keys")
    private Path to = Path.of("");

    @Override
    public Integer call() {
        var takenAt = Local.cloud().backup(region, to.toAbsolutePath(), new ProgressLines(System.out));
        System.out.println(
                "backup of " + region + " of " + takenAt + " in " + to + "; it holds keys: keep it as you keep them");
        return ExitCode.OK;
    }
}
