package io.archipelago.actuator;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The entry of {@code ./archipelago actuate}. */
@Command(
        name = "archipelago actuate",
        mixinStandardHelpOptions = true,
        description = "Turn admitted replicas into what a cluster runs, or into files for what does.",
        synopsisSubcommandLabel = "VERB",
        subcommands = {RunCommand.class, RenderCommand.class})
public final class Actuator {

    /** As everywhere on the command line, see docs/cli.md. */
    private static final int USAGE = 64;

    private Actuator() {}

    public static void main(String[] args) {
        System.exit(line().execute(args.length == 0 ? new String[] {"--help"} : args));
    }

    /** Its verbs with their options. */
    public static CommandLine line() {
        var line = new CommandLine(new Actuator());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.getSubcommands().values().forEach(sub -> {
            sub.getCommandSpec().mixinStandardHelpOptions(true);
            sub.getCommandSpec().exitCodeOnInvalidInput(USAGE);
        });
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            var words = failure instanceof Failure ? failure.getMessage() : failure.toString();
            System.err.println("error: " + words);
            if (System.getenv("ARCHIPELAGO_DEBUG") != null) failure.printStackTrace();
            return 1;
        });
        return line;
    }
}
