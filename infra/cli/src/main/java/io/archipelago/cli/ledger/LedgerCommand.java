package io.archipelago.cli.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.archipelago.cli.ExitCode;
import io.archipelago.cli.Failure;
import io.archipelago.cli.client.Client;
import io.archipelago.cli.client.CloudFile;
import io.archipelago.cli.output.Table;
import io.archipelago.cli.resource.KindView;
import io.archipelago.cli.resource.RegionOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Exports a region's transfer ledger and checks an export. */
@Command(
        name = "ledger",
        description = "Take a region's signed ledger of all that crossed its border, and check it anywhere.",
        synopsisSubcommandLabel = "export|verify|certificate",
        subcommands = {LedgerCommand.Export.class, LedgerCommand.Verify.class, LedgerCommand.Certificate.class})
public final class LedgerCommand {

    private static final String SERVICE = "residency-policy";

    /** Writes entries as they were signed, and the region's seal at the end. */
    @Command(name = "export", description = "Write a region's ledger to a file, one signed entry a line.")
    static final class Export implements Callable<Integer> {

        @Mixin
        private RegionOption region = new RegionOption();

        @Option(names = "--out", paramLabel = "FILE", required = true, description = "where to write it")
        private Path out = Path.of("");

        @Option(
                names = "--from",
                paramLabel = "NUMBER",
                description = "the first entry wanted (default: ${DEFAULT-VALUE})",
                defaultValue = "1")
        private long from = 1;

        @Override
        public Integer call() throws IOException {
            var folder = out.toAbsolutePath().getParent();
            if (folder == null || !Files.isDirectory(folder) || Files.isDirectory(out))
                throw new Failure(ExitCode.USAGE, "--out must name a file in a folder that is there, not " + out);
            var asked = region.client();
            var answering = asked.get(SERVICE, "/ledger/key").path("region").asText();
            var client = new Client(asked.cloud(), answering); // all pages of one region
            long entries = export(client, from, out);
            System.out.println(
                    out + ": " + entries + " entries of " + client.home().name() + ", key "
                            + client.get(SERVICE, "/ledger/key").path("key").asText());
            return ExitCode.OK;
        }
    }

    /**
     * Writes the file when all of it is there.
     *
     * @param client of the one region to ask
     * @return how many entries
     */
    static long export(Client client, long from, Path out) throws IOException {
        var draft = Files.createTempFile(out.toAbsolutePath().getParent(), "ledger", ".part");
        try {
            long entries = write(client, from, draft);
            Files.move(draft, out, StandardCopyOption.REPLACE_EXISTING);
            return entries;
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /** @return how many entries, page by page, before the seal */
    private static long write(Client client, long from, Path draft) throws IOException {
        long next = from;
        try (var file = Files.newBufferedWriter(draft, UTF_8)) {
            while (true) {
                var page = client.get(SERVICE, "/ledger/entries?from=" + next);
                for (var line : page.path("lines")) file.write(line.asText() + '\n');
                next += page.path("lines").size();
                var sealed = Client.JSON.readTree(page.path("seal").asText());
                if (sealed.path("number").asLong() >= next) continue;
                file.write(page.path("seal").asText() + '\n');
                return next - from;
            }
        }
    }

    /** Needs nothing but the file. */
    @Command(
            name = "verify",
            description = "Check an exported ledger, or a folder of certificates and ledgers, without any region.",
            footer = {
                "",
                "One changed byte is found. Without --key it is shown that one key signed everything, and which; that it is the region's key",
                "you know only by --key and a copy of the key from elsewhere (archipelago ledger export prints it)."
            })
    static final class Verify implements Callable<Integer> {

        @Parameters(
                index = "0",
                paramLabel = "FILE",
                description = "written by ledger export, or the folder of ledger certificate --out")
        private Path file = Path.of("");

        @Mixin
        private TrustedKeys keys = new TrustedKeys();

        @Option(
                names = "--from",
                paramLabel = "NUMBER",
                description = "the entry the file must begin with (default: ${DEFAULT-VALUE})",
                defaultValue = "1")
        private long from = 1;

        @Override
        public Integer call() throws IOException {
            if (Files.isDirectory(file)) return folder();
            if (!Files.isReadable(file)) throw new Failure(ExitCode.USAGE, file + " cannot be read");
            var verdict = Dossier.verify(file, from, keys.trusted());
            if (!verdict.sound()) throw new Failure("DAMAGED: " + verdict.damage());
            if (verdict.lost() > 0)
                System.out.printf(
                        "%d records crossed that were gone before %s could enter them: it says so itself%n",
                        verdict.lost(), verdict.region());
            System.out.printf(
                    "sound: %d entries of %s, %d records that crossed, signed by %s%s%n",
                    verdict.entries(),
                    verdict.region(),
                    verdict.records(),
                    verdict.key(),
                    keys.trusted().isEmpty() ? " (the file's own word: compare it, or use --key)" : "");
            return ExitCode.OK;
        }

        private int folder() throws IOException {
            if (from != 1) throw new Failure(ExitCode.USAGE, "--from is for one ledger");
            var proof = Dossier.verify(file, keys.trusted());
            proof.ledgers()
                    .forEach((region, verdict) -> System.out.println(region + ": "
                            + (verdict.sound()
                                    ? verdict.entries() + " entries, " + verdict.records()
                                            + " records that crossed, signed by " + verdict.key()
                                    : "DAMAGED: " + verdict.damage())));
            var table = new Table(List.of("FLOW", "PARTITION", "FROM", "TO", "VERDICT", "RECORDS", "CHECKED"));
            for (var flow : proof.flows())
                table.row(
                        flow.flow(),
                        Integer.toString(flow.partition()),
                        flow.source(),
                        flow.to(),
                        flow.verdict(),
                        Long.toString(flow.records()),
                        checked(flow));
            table.print(System.out);
            return proof.sound() && !proof.broken() ? ExitCode.OK : ExitCode.ERROR;
        }

        private static String checked(Dossier.Flow flow) {
            if (flow.verdict().equals(Dossier.UNCERTIFIED)) return "no certificate";
            return flow.contradiction().isEmpty() ? "agrees with the ledger" : flow.contradiction();
        }
    }

    /** Every destination answers for what arrived there. */
    @Command(
            name = "certificate",
            description = "What arrived in every region, compared with the ledger of its source.")
    static final class Certificate implements Callable<Integer> {

        @Option(names = "--flow", paramLabel = "TOPIC", description = "only this one")
        private @Nullable String flow;

        @Option(
                names = "--out",
                paramLabel = "FOLDER",
                description = "write them there, signed, with every region's ledger: ledger verify FOLDER checks both")
        private @Nullable Path out;

        @Override
        public Integer call() throws IOException {
            var cloud = CloudFile.read();
            if (out != null) return write(cloud, out);
            var certificates = new ArrayList<JsonNode>();
            boolean complete = true;
            for (var region : cloud.regions()) {
                try {
                    for (var item : new Client(cloud, region.name())
                            .get(SERVICE, "/certificates")
                            .path("items"))
                        if (flow == null || item.path("flow").asText().equals(flow)) certificates.add(item);
                } catch (Failure unreachable) {
                    complete = false;
                    System.err.println(region.name() + " does not answer: what arrived there is missing here");
                }
            }
            KindView.named("certificates").table(certificates, true).print(System.out);
            if (certificates.stream()
                    .anyMatch(
                            certificate -> certificate.path("verdict").asText().equals("BROKEN")))
                return ExitCode.ERROR;
            return complete ? ExitCode.OK : ExitCode.UNREACHABLE;
        }

        private static int write(CloudFile cloud, Path folder) throws IOException {
            var silent = Dossier.write(cloud, folder);
            silent.forEach(name ->
                    System.err.println(name + " does not answer: its ledger and certificates are missing there"));
            System.out.println(folder + ": check it anywhere with archipelago ledger verify " + folder);
            return silent.isEmpty() ? ExitCode.OK : ExitCode.UNREACHABLE;
        }
    }

    private LedgerCommand() {}
}
