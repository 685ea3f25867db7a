package io.archipelago.cli.migrate;

import io.archipelago.cli.ExitCode;
import io.archipelago.cli.Failure;
import io.archipelago.cli.resource.Documents;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Turns the declarations of other schedulers into ours. Asks no region and changes nothing. */
@Command(
        name = "import",
        description =
                "Turn declarations of Karmada or Nomad into Archipelago's. What has no counterpart is told with its"
                        + " path; what a person must decide stands in the output as a comment.",
        synopsisSubcommandLabel = "karmada|nomad",
        subcommands = {ImportCommand.Karmada.class, ImportCommand.Nomad.class})
public final class ImportCommand {

    /** What both have in common. */
    abstract static class Importing implements Callable<Integer> {
        @Parameters(arity = "1..*", paramLabel = "FILE", description = "files, folders, or - for standard input")
        private List<String> sources = List.of();

        @Option(names = "--out", paramLabel = "FILE", description = "where to write; standard output when left out")
        private @Nullable Path out;

        @Option(
                names = "--site",
                paramLabel = "NAME=SITE",
                description = "the site that stands for a cluster or a datacenter; may be given several times")
        private Map<String, String> sites = Map.of();

        @Override
        public Integer call() throws IOException {
            var findings = new Findings();
            var drafts = drafts(sources, new Sites(sites), findings);
            if (drafts.isEmpty()) {
                findings.lines().forEach(System.err::println);
                throw new Failure("nothing among the files becomes a workload");
            }
            var yaml = drafts.stream().map(Draft::yaml).collect(Collectors.joining("---\n"));
            if (out == null) System.out.print(yaml);
            else Files.writeString(out, yaml, StandardCharsets.UTF_8);
            findings.lines().forEach(line -> System.err.println("warning: " + line));
            System.err.println("workloads: " + drafts.size() + (out == null ? "" : ", in " + out) + "; warnings: "
                    + findings.lines().size() + ". Look at every \"# decide\", then: archipelago apply --dry-run");
            return ExitCode.OK;
        }

        abstract List<Draft> drafts(List<String> sources, Sites sites, Findings findings);
    }

    @Command(
            name = "karmada",
            description =
                    "PropagationPolicies, OverridePolicies and autoscalers, with the Deployments that they place.")
    static final class Karmada extends Importing {
        @Override
        List<Draft> drafts(List<String> sources, Sites sites, Findings findings) {
            var karmada = new KarmadaImport(sites, findings);
            for (var document : Documents.read(sources)) {
                if (!document.tree().isObject())
                    throw new Failure(document.file() + ":" + document.line() + " is not YAML with a kind");
                karmada.read(document.file(), Part.of(document.tree()));
            }
            return karmada.drafts();
        }
    }

    @Command(name = "nomad", description = "Jobs, in HCL or as nomad job run -output prints them.")
    static final class Nomad extends Importing {
        @Option(
                names = "--mhz-per-core",
                paramLabel = "N",
                description = "what a core of the old machines ran at (default: ${DEFAULT-VALUE})",
                defaultValue = "2500")
        private int megahertzPerCore;

        @Option(names = "--var", paramLabel = "NAME=VALUE", description = "the value of one of HCL's variables")
        private Map<String, String> variables = Map.of();

        @Override
        List<Draft> drafts(List<String> sources, Sites sites, Findings findings) {
            if (megahertzPerCore < 1) throw new Failure(ExitCode.USAGE, "--mhz-per-core must be at least 1");
            var nomad = new NomadImport(sites, megahertzPerCore, findings);
            for (var source : sources)
                NomadFile.jobs(source, read(source), variables).forEach((name, job) -> nomad.read(source, name, job));
            return nomad.drafts();
        }

        private static String read(String source) {
            try {
                return source.equals("-")
                        ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
                        : Files.readString(Path.of(source));
            } catch (IOException e) {
                throw new Failure(source + " cannot be read: " + e.getMessage());
            }
        }
    }
}
