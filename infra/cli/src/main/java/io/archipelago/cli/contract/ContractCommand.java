package io.archipelago.cli.contract;

import io.archipelago.cli.ExitCode;
import io.archipelago.cli.Failure;
import io.archipelago.cli.resource.Documents;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks what programs rely on against the published events. Asks no region. */
@Command(
        name = "contract",
        description = "What a program relies on in the events it reads, held against their schemas.",
        synopsisSubcommandLabel = "check",
        subcommands = ContractCommand.Check.class)
public final class ContractCommand {

    @Command(
            name = "check",
            description =
                    "Exit code 1 when an event does not keep what a contract relies on; for CI, no region needed.",
            footer = {"", "Example: archipelago contract check examples/integrate/contract.yaml"})
    static final class Check implements Callable<Integer> {
        @Parameters(arity = "1..*", paramLabel = "FILE", description = "YAML, one document a topic")
        private List<String> sources = List.of();

        @Option(
                names = "--schemas",
                paramLabel = "DIR",
                description = "a folder of schemas, such as those of another release; the published ones when left out")
        private @Nullable Path schemas;

        @Override
        public Integer call() {
            var against = new Schemas(schemas);
            var breaks = new ArrayList<String>();
            var documents = Documents.read(sources);
            for (var document : documents)
                try {
                    Contract.of(document.tree())
                            .breaks(against)
                            .forEach(one -> breaks.add(document.file() + ": " + one));
                } catch (IllegalArgumentException e) {
                    throw new Failure(document.file() + ":" + document.line() + ": " + e.getMessage());
                }
            breaks.forEach(System.out::println);
            if (breaks.isEmpty()) System.out.println("kept: " + documents.size() + " contracts");
            return breaks.isEmpty() ? ExitCode.OK : ExitCode.ERROR;
        }
    }
}
