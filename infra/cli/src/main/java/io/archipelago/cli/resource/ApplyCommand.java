package io.archipelago.cli.resource;

import io.archipelago.cli.ExitCode;
import io.archipelago.cli.output.Format;
import io.archipelago.cli.output.Printer;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "apply",
        description = "Declare what the files say: create what is new, change what differs.",
        footer = {"", "Example: archipelago apply -f examples/shop"})
public final class ApplyCommand implements Callable<Integer> {
    @Mixin
    private RegionOption region = new RegionOption();

    @Option(
            names = {"-f", "--filename"},
            required = true,
            paramLabel = "FILE|DIR|-",
            description = "YAML or JSON; a folder's files in order of name; may be given several times")
    private List<String> sources = List.of();

    @Option(names = "--dry-run", description = "check everything, change nothing")
    private boolean dryRun;

    @Option(
            names = {"-o", "--output"},
            description = "table or json",
            defaultValue = "table")
    private Format format = Format.table;

    @Override
    public Integer call() {
        var results = new Declaring(region.client()).apply(sources, dryRun);
        if (format == Format.json) Printer.json(results);
        else
            for (var result : results)
                System.out.println(result.path("kind").asText().toLowerCase(Locale.ROOT) + "/"
                        + result.path("name").asText() + " "
                        + result.path("result").asText()
                        + (dryRun ? " (dry run)" : ""));
        return ExitCode.OK;
    }
}
