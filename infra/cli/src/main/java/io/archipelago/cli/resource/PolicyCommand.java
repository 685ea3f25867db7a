package io.archipelago.cli.resource;

import io.archipelago.cli.ExitCode;
import io.archipelago.cli.Failure;
import io.archipelago.cli.output.Format;
import io.archipelago.cli.output.Printer;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a law would do before it does. */
@Command(
        name = "policy",
        description = "See what a law would change before it is in force.",
        synopsisSubcommandLabel = "preview",
        subcommands = PolicyCommand.Preview.class)
public final class PolicyCommand {

    /** Every region decides again on its own ledger. */
    @Command(
            name = "preview",
            description =
                    "Decide again, by a draft, on what has crossed and where everything runs. Nothing is changed.",
            footer = {
                "",
                "Each region goes through its own ledger; what stayed home is in no ledger, so a wider law shows in the",
                "rulings only. A region that does not answer is named, and the exit code is 69.",
                "Example: archipelago policy preview examples/law/later/gdpr-strict.yaml --since 90d"
            })
    static final class Preview implements Callable<Integer> {
        private static final Pattern SPAN = Pattern.compile("([0-9]{1,6})([smhd])");

        @Mixin
        private RegionOption region = new RegionOption();

        @Parameters(arity = "1..*", paramLabel = "FILE|DIR|-", description = "the drafts, as for apply")
        private List<String> sources = List.of();

        @Option(
                names = "--since",
                paramLabel = "TIME",
                description = "how far back: a span such as 90d, 12h, or a time (default: ${DEFAULT-VALUE})",
                defaultValue = "90d")
        private String since = "";

        @Option(
                names = "--at",
                paramLabel = "TIME",
                description =
                        "decide by the law of that time; the first at which all drafts are in force when left out")
        private @Nullable String at;

        @Option(
                names = {"-o", "--output"},
                description = "table or json",
                defaultValue = "table")
        private Format format = Format.table;

        @Override
        public Integer call() {
            var preview = PolicyPreview.of(region.client(), sources, since(since, Instant.now()), at);
            if (format == Format.json) Printer.json(preview.json());
            else preview.print();
            preview.silent()
                    .forEach(name -> System.err.println(
                            name + " does not answer: what left " + name + " and what it plans is missing here"));
            return preview.silent().isEmpty() ? ExitCode.OK : ExitCode.UNREACHABLE;
        }

        static Instant since(String text, Instant now) {
            var span = SPAN.matcher(text);
            if (span.matches()) {
                long count = Long.parseLong(span.group(1));
                return now.minus(
                        switch (span.group(2)) {
                            case "s" -> Duration.ofSeconds(count);
                            case "m" -> Duration.ofMinutes(count);
                            case "h" -> Duration.ofHours(count);
                            default -> Duration.ofDays(count);
                        });
            }
            try {
                return Instant.parse(text);
            } catch (DateTimeParseException e) {
                throw new Failure(
                        ExitCode.USAGE,
                        "--since is '" + text + "': a span such as 90d, 12h, 30m or 45s, or a time in UTC such as"
                                + " 2027-01-31T00:00:00Z");
            }
        }
    }

    private PolicyCommand() {}
}
