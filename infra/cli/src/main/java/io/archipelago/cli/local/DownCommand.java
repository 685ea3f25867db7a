package io.archipelago.cli.local;

import io.archipelago.cli.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "down", description = "Stop the cloud on this machine; what it knows is kept unless --wipe.")
public final class DownCommand implements Callable<Integer> {
    @Option(names = "--wipe", description = "delete all databases, topics and logs too")
    private boolean wipe;

    @Override
    public Integer call() {
        Local.cloud().down(wipe, new ProgressLines(System.out));
        return ExitCode.OK;
    }
}
