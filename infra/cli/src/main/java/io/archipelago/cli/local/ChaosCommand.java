package io.archipelago.cli.local;

import io.archipelago.cli.ExitCode;
import io.archipelago.local.LocalCloud.Chaos;
import io.archipelago.local.PartName;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "chaos",
        description = "Take a region, or one part of it, down and up again.",
        footer = {
            "",
            "kill  kill -9 of every process at once, as a loss of power",
            "stop  in an orderly way",
            "start from the data it left",
            "Example: archipelago chaos kill us-east        archipelago chaos stop eu-central/postgres"
        })
public final class ChaosCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "kill|stop|start", description = "what to do")
    private Chaos action = Chaos.KILL;

    @Parameters(
            index = "1",
            paramLabel = "REGION[/PART]",
            description = "parts: postgres, kafka, connect, or a service")
    private String target = "";

    @Override
    public Integer call() {
        int slash = target.indexOf('/');
        var region = slash < 0 ? target : target.substring(0, slash);
        var part = slash < 0 ? null : PartName.of(target.substring(slash + 1));
        Local.cloud().chaos(action, region, part, new ProgressLines(System.out));
        return ExitCode.OK;
    }
}
