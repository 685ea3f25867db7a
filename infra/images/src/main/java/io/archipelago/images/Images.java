package io.archipelago.images;

import io.archipelago.cli.Archipelago;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The entry of {@code ./archipelago images}. */
@Command(
        name = "archipelago images",
        mixinStandardHelpOptions = true,
        description = "Container images of the services, Connect and the command line.",
        synopsisSubcommandLabel = "VERB",
        subcommands = BuildCommand.class)
public final class Images {
    private Images() {}

    public static void main(String[] args) {
        System.exit(Archipelago.run(line(), args));
    }

    /** Its verbs. */
    public static CommandLine line() {
        return Archipelago.mannered(new CommandLine(new Images()));
    }
}
