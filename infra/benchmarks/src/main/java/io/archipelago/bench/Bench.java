package io.archipelago.bench;

import io.archipelago.bench.backbone.BackboneCommand;
import io.archipelago.bench.gate.GateCommand;
import io.archipelago.bench.placement.PlacementCommand;
import io.archipelago.bench.preview.PreviewCommand;
import io.archipelago.bench.residency.ResidencyCommand;
import io.archipelago.cli.Archipelago;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The entry of {@code ./archipelago bench}. */
@Command(
        name = "archipelago bench",
        mixinStandardHelpOptions = true,
        description = "Measure, as ratios side by side in one run. The last line is one JSON object.",
        synopsisSubcommandLabel = "NAME",
        subcommands = {
            BackboneCommand.class,
            GateCommand.class,
            PlacementCommand.class,
            PreviewCommand.class,
            ResidencyCommand.class
        })
public final class Bench {
    private Bench() {}

    public static void main(String[] args) {
        System.exit(Archipelago.run(line(), args));
    }

    static CommandLine line() {
        return Archipelago.mannered(new CommandLine(new Bench()));
    }
}
