package io.archipelago.cli;

import io.archipelago.cli.client.ApiProblem;
import io.archipelago.cli.contract.ContractCommand;
import io.archipelago.cli.demo.DemoCommand;
import io.archipelago.cli.erasure.DecryptCommand;
import io.archipelago.cli.erasure.EraseCommand;
import io.archipelago.cli.erasure.ErasureCommand;
import io.archipelago.cli.kafka.EventsCommand;
import io.archipelago.cli.kafka.TopologyCommand;
import io.archipelago.cli.kubernetes.RegionCommand;
import io.archipelago.cli.ledger.AuditCommand;
import io.archipelago.cli.ledger.LedgerCommand;
import io.archipelago.cli.local.BackupCommand;
import io.archipelago.cli.local.ChaosCommand;
import io.archipelago.cli.local.ConsoleCommand;
import io.archipelago.cli.local.DownCommand;
import io.archipelago.cli.local.LogsCommand;
import io.archipelago.cli.local.RestoreCommand;
import io.archipelago.cli.local.StatusCommand;
import io.archipelago.cli.local.TokenCommand;
import io.archipelago.cli.local.TrustCommand;
import io.archipelago.cli.local.UpCommand;
import io.archipelago.cli.migrate.ImportCommand;
import io.archipelago.cli.resource.ApplyCommand;
import io.archipelago.cli.resource.DeleteCommand;
import io.archipelago.cli.resource.DescribeCommand;
import io.archipelago.cli.resource.ExplainCommand;
import io.archipelago.cli.resource.GetCommand;
import io.archipelago.cli.resource.PlanCommand;
import io.archipelago.cli.resource.PolicyCommand;
import io.archipelago.cli.resource.WhyNotCommand;
import io.archipelago.local.LocalCloudException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line's entry. */
@Command(
        name = "archipelago",
        description = "Runs many clouds, regions and edge sites as one cloud.",
        mixinStandardHelpOptions = true,
        version = "archipelago 0.1.0",
        synopsisSubcommandLabel = "VERB",
        subcommands = {
            DemoCommand.class,
            UpCommand.class,
            DownCommand.class,
            StatusCommand.class,
            LogsCommand.class,
            ChaosCommand.class,
            TrustCommand.class,
            TokenCommand.class,
            ConsoleCommand.class,
            BackupCommand.class,
            RestoreCommand.class,
            ApplyCommand.class,
            GetCommand.class,
            DescribeCommand.class,
            DeleteCommand.class,
            PlanCommand.class,
            PolicyCommand.class,
            ExplainCommand.class,
            WhyNotCommand.class,
            EventsCommand.class,
            TopologyCommand.class,
            RegionCommand.class,
            LedgerCommand.class,
            AuditCommand.class,
            EraseCommand.class,
            ErasureCommand.class,
            DecryptCommand.class,
            ImportCommand.class,
            ContractCommand.class
        })
public final class Archipelago {

    private Archipelago() {}

    public static void main(String[] args) {
        System.exit(run(args));
    }

    /** Runs one command and returns its exit code. */
    public static int run(String... args) {
        return run(line(), args);
    }

    /** All verbs with their options, as {@link #run} reads them. */
    public static CommandLine line() {
        return mannered(new CommandLine(new Archipelago()));
    }

    /** Gives another set of verbs the same help, exit codes and way to fail. */
    public static CommandLine mannered(CommandLine line) {
        line.getCommandSpec().exitCodeOnInvalidInput(ExitCode.USAGE);
        for (var sub : line.getSubcommands().values()) standardHelp(sub);
        line.setExecutionExceptionHandler((e, command, parsed) -> {
            System.err.println("error: " + message(e));
            if (System.getenv("ARCHIPELAGO_DEBUG") != null) e.printStackTrace();
            return e instanceof Failure failure ? failure.exitCode() : ExitCode.ERROR;
        });
        return line.setCaseInsensitiveEnumValuesAllowed(true);
    }

    /** Runs one command of a mannered line and returns its exit code. */
    public static int run(CommandLine line, String... args) {
        if (args.length == 0) {
            line.usage(System.out);
            return ExitCode.USAGE;
        }
        return line.execute(args);
    }

    private static void standardHelp(CommandLine command) {
        command.getCommandSpec().mixinStandardHelpOptions(true);
        command.getCommandSpec().exitCodeOnInvalidInput(ExitCode.USAGE);
        command.getSubcommands().values().forEach(Archipelago::standardHelp);
    }

    private static String message(Exception e) {
        if (e instanceof ApiProblem problem) return problem.getMessage();
        if (e instanceof Failure failure) return failure.getMessage();
        if (e instanceof LocalCloudException local) return String.valueOf(local.getMessage());
        return e + " (set ARCHIPELAGO_DEBUG=1 for the stack trace)";
    }
}
