package io.archipelago.cli.ledger;

import io.archipelago.cli.ExitCode;
import io.archipelago.cli.Failure;
import io.archipelago.cli.client.Client;
import io.archipelago.cli.client.CloudFile;
import io.archipelago.residency.audit.Replay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asks every region what crossed, checks each proof itself, and decides each record again. */
@Command(
        name = "audit",
        description = "What crossed a border about one subject or of one workload's data, why, and the proof of it.",
        synopsisSubcommandLabel = "[replay]",
        subcommands = AuditCommand.ReplayCommand.class,
        footer = {
            "",
            "Each region answers for what left it, and signs that. A region that does not answer is named, and the exit",
            "code is 69; it is 1 when something is not proven, or decided again comes out differently.",
            "Example: archipelago audit --subject c-1 --at 2027-01-31T00:00:00Z",
            "Keep and replay it: archipelago audit --subject c-1 --json >audit.jsonl; archipelago audit replay audit.jsonl"
        })
public final class AuditCommand implements Callable<Integer> {

    private static final String SERVICE = "residency-policy";

    @Option(names = "--subject", paramLabel = "KEY", description = "the key of the records about it")
    private @Nullable String subject;

    @Option(names = "--workload", paramLabel = "NAME", description = "all that crossed of the data it uses")
    private @Nullable String workload;

    @Option(
            names = "--at",
            paramLabel = "TIME",
            description = "leave out what crossed later, such as 2027-01-31T00:00:00Z")
    private @Nullable String at;

    @Option(names = "--since", paramLabel = "TIME", description = "leave out what crossed earlier")
    private @Nullable String since;

    @Option(
            names = "--records",
            paramLabel = "COUNT",
            description = "how many records to prove of each region, at most, 1 to 1000; 1000 of a subject, 100 of a"
                    + " workload's data unless said")
    private @Nullable Integer records;

    @Mixin
    private TrustedKeys keys = new TrustedKeys();

    @Option(
            names = "--json",
            description = "the regions' signed answers as they are, one a line, to be kept and replayed")
    private boolean json;

    @Override
    public Integer call() {
        if ((subject == null) == (workload == null))
            throw new Failure(ExitCode.USAGE, "either --subject or --workload is needed");
        var trusted = keys.trusted();
        var cloud = CloudFile.read();
        var answers = new LinkedHashMap<String, Replay.Result>();
        var silent = new TreeSet<String>();
        for (var region : cloud.regions()) {
            try {
                var line = new Client(cloud, region.name()).text(SERVICE, path());
                if (json) System.out.println(line);
                answers.put(region.name(), Replay.of(line, trusted));
            } catch (Failure unreachable) {
                silent.add(region.name());
            }
        }
        if (!json) answers.forEach((region, answer) -> AuditView.print(answer, region));
        else answers.forEach((region, answer) -> AuditView.faults(answer, region, System.err));
        if (!json && !trusted.isEmpty()) System.out.println("all keys are among those given");
        return verdict(List.copyOf(answers.values()), silent);
    }

    private String path() {
        return "/audit?" + (subject == null ? "" : "subject=" + Client.encode(subject))
                + (workload == null ? "" : "workload=" + Client.encode(workload))
                + (since == null ? "" : "&since=" + Client.encode(since))
                + (at == null ? "" : "&at=" + Client.encode(at))
                + (records == null ? "" : "&records=" + records);
    }

    private static int verdict(List<Replay.Result> answers, Set<String> missing) {
        missing.forEach(region ->
                System.err.println(region + " does not answer: what left " + region + " is missing from this audit"));
        if (!answers.stream().allMatch(Replay.Result::sound)) return ExitCode.ERROR;
        return missing.isEmpty() ? ExitCode.OK : ExitCode.UNREACHABLE;
    }

    /** Needs nothing but the file. */
    @Command(
            name = "replay",
            description =
                    "Check a kept audit and decide each record again, by the law's text in it, without any region.",
            footer = {
                "",
                "Signatures, chain, inclusion and the law's text are checked, and every record is judged anew with the",
                "inputs its signed entry has. One changed byte is found. Exit code 1: it is damaged, or comes out",
                "differently; 69: the answer of a region is not in it."
            })
    static final class ReplayCommand implements Callable<Integer> {

        @Parameters(index = "0", paramLabel = "FILE", description = "written by audit --json")
        private Path file = Path.of("");

        @Mixin
        private TrustedKeys keys = new TrustedKeys();

        @Override
        public Integer call() throws IOException {
            if (!Files.isReadable(file)) throw new Failure(ExitCode.USAGE, file + " cannot be read");
            return replay(Files.readString(file), keys.trusted());
        }

        static int replay(String text, Set<String> trusted) {
            var answers = new ArrayList<Replay.Result>();
            var answered = new TreeSet<String>();
            var cloud = new TreeSet<String>();
            boolean repeated = false;
            for (var line : text.split("\n", -1)) {
                if (line.isEmpty()) continue;
                var answer = Replay.of(line, trusted);
                var audit = answer.audit();
                answers.add(answer);
                if (audit != null) {
                    cloud.addAll(audit.regions().keySet());
                    repeated |= !answered.add(audit.region());
                }
                AuditView.print(answer, audit == null ? "line " + answers.size() : audit.region());
            }
            if (answers.isEmpty()) throw new Failure("there is no answer in it");
            if (repeated) throw new Failure("a region answers twice: it cannot be told which answer was meant");
            cloud.removeAll(answered);
            return verdict(answers, cloud);
        }
    }
}
