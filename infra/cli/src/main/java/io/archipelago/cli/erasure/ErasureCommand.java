package io.archipelago.cli.erasure;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.archipelago.cli.ExitCode;
import io.archipelago.cli.Failure;
import io.archipelago.cli.client.ApiProblem;
import io.archipelago.cli.client.Client;
import io.archipelago.cli.client.CloudFile;
import io.archipelago.cli.ledger.TrustedKeys;
import io.archipelago.events.erasure.ErasureFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The proof that a person was erased. */
@Command(
        name = "erasure",
        description = "Take the certificate of an erasure, and check it anywhere.",
        synopsisSubcommandLabel = "certificate|verify",
        subcommands = {ErasureCommand.Certificate.class, ErasureCommand.Verify.class})
public final class ErasureCommand {

    private static final String SERVICE = "residency-policy";

    private ErasureCommand() {}

    /** Refused while a region is missing. */
    @Command(
            name = "certificate",
            description = "Write the certificate, when every region that ever received of the dataset has attested.")
    static final class Certificate implements Callable<Integer> {

        @Parameters(index = "0", paramLabel = "ID", description = "of the erasure, as get erasures has it")
        private String id = "";

        @Option(names = "--out", paramLabel = "FILE", required = true, description = "where to write it")
        private Path out = Path.of("");

        @Override
        public Integer call() throws IOException {
            var cloud = CloudFile.read();
            var silent = new ArrayList<String>();
            for (var region : cloud.regions()) {
                try {
                    var found = new Client(cloud, region.name())
                            .get(SERVICE, "/erasures/" + Client.encode(id) + "/certificate");
                    var text = new StringBuilder();
                    found.path("lines")
                            .forEach(line -> text.append(line.asText()).append('\n'));
                    Files.writeString(out, text);
                    System.out.println(out + ": check it anywhere with archipelago erasure verify " + out);
                    return ExitCode.OK;
                } catch (ApiProblem problem) {
                    if (problem.status() != 404) throw problem;
                } catch (Failure unreachable) {
                    silent.add(region.name());
                }
            }
            if (silent.isEmpty()) throw new Failure("no region knows an erasure " + id);
            throw new Failure(
                    ExitCode.UNREACHABLE, String.join(", ", silent) + " does not answer, and no other knows " + id);
        }
    }

    /** Needs nothing but the file. */
    @Command(
            name = "verify",
            description = "Check a certificate of erasure without any region.",
            footer = {"", "One changed byte is found, and so is a line that is missing. Exit code 1: not proven."})
    static final class Verify implements Callable<Integer> {

        @Parameters(index = "0", paramLabel = "FILE", description = "written by erasure certificate")
        private Path file = Path.of("");

        @Mixin
        private TrustedKeys keys = new TrustedKeys();

        @Override
        public Integer call() throws IOException {
            if (!Files.isReadable(file)) throw new Failure(ExitCode.USAGE, file + " cannot be read");
            var trusted = keys.trusted();
            var verdict = ErasureFile.verify(Files.readAllLines(file, UTF_8), trusted);
            var order = verdict.order();
            if (!verdict.sound() || order == null) throw new Failure("NOT PROVEN: " + verdict.damage());
            System.out.printf(
                    "proven: person %s erased from %s, ordered by %s at %s%n",
                    order.subject(), order.dataset(), order.home(), order.orderedAt());
            for (var attested : verdict.attested())
                System.out.printf(
                        "  %s at %s: %d tombstones, %d encrypted values that wait for compaction%n",
                        attested.region(), attested.at(), attested.tombstones(), attested.encrypted());
            verdict.keys().forEach((region, key) -> System.out.printf("  signed by %s with %s%n", region, key));
            if (trusted.isEmpty()) System.out.println("  (the file's own keys: compare them, or use --key)");
            return ExitCode.OK;
        }
    }
}
