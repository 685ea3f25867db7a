package io.archipelago.cli.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import io.archipelago.cli.ExitCode;
import io.archipelago.cli.Failure;
import io.archipelago.cli.client.Client;
import io.archipelago.cli.client.CloudFile;
import io.archipelago.cli.output.Printer;
import io.archipelago.events.ledger.LedgerKey;
import io.archipelago.events.ledger.MerkleTree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Asks every region what crossed, and checks each proof itself. */
@Command(
        name = "audit",
        description = "What crossed a border about one subject or of one workload's data, why, and the proof of it.",
        footer = {
            "",
            "Each region answers for what left it. A region that does not answer is named, and the exit code is 69.",
            "Example: archipelago audit --subject c-1 --at 2027-01-31T00:00:00Z"
        })
public final class AuditCommand implements Callable<Integer> {

    private static final String SERVICE = "residency-policy";
    private static final String SIGNATURE = ",\"signature\":\"";

    @Option(names = "--subject", paramLabel = "KEY", description = "the key of the records about it")
    private @Nullable String subject;

    @Option(names = "--workload", paramLabel = "NAME", description = "all that crossed of the data it uses")
    private @Nullable String workload;

    @Option(
            names = "--at",
            paramLabel = "TIME",
            description = "leave out what crossed later, such as 2027-01-31T00:00:00Z")
    private @Nullable String at;

    @Option(names = "--json", description = "the regions' whole answers, laws and signed entries included")
    private boolean json;

    record Answer(String region, JsonNode body, String key) {}

    @Override
    public Integer call() {
        if ((subject == null) == (workload == null))
            throw new Failure(ExitCode.USAGE, "either --subject or --workload is needed");
        var path = "/audit?" + (subject != null ? "subject=" + Client.encode(subject) : "workload=" + encoded(workload))
                + (at == null ? "" : "&at=" + Client.encode(at));
        var cloud = CloudFile.read();
        var answers = new ArrayList<Answer>();
        var silent = new ArrayList<String>();
        for (var region : cloud.regions()) {
            try {
                var client = new Client(cloud, region.name());
                answers.add(new Answer(
                        region.name(),
                        client.get(SERVICE, path),
                        client.get(SERVICE, "/ledger/key").path("key").asText()));
            } catch (Failure unreachable) {
                silent.add(region.name());
            }
        }
        if (json) Printer.json(answers.stream().map(Answer::body).toList());
        else answers.forEach(AuditCommand::print);
        silent.forEach(region ->
                System.err.println(region + " does not answer: what left " + region + " is missing from this audit"));
        return silent.isEmpty() ? ExitCode.OK : ExitCode.UNREACHABLE;
    }

    private static String encoded(@Nullable String name) {
        return name == null ? "" : Client.encode(name);
    }

    static void print(Answer answer) {
        var body = answer.body();
        System.out.printf(
                "%s: %d copies, %d entries, %d laws%s%n",
                answer.region(),
                body.path("copies").size(),
                body.path("entries").size(),
                body.path("laws").size(),
                body.path("notEntered").asInt() == 0
                        ? ""
                        : ", " + body.path("notEntered").asInt() + " copies not entered yet or later than asked for");
        for (var copy : body.path("copies")) {
            var decision = copy.path("decision");
            System.out.printf(
                    "  %s#%d of %s to %s (%s)%n",
                    copy.path("flow").asText(),
                    copy.path("offset").asLong(),
                    copy.path("writtenAt").asText(),
                    copy.path("to").asText(),
                    decision.path("place").asText());
            System.out.printf(
                    "    %s data of %s crossed by %s; decided again: %s%n",
                    decision.path("dataClass").asText(),
                    decision.path("jurisdiction").asText(),
                    decision.path("ruling").asText(),
                    decision.path("again").asText());
            System.out.println("    " + proof(copy, body.path("entries"), answer.key()));
        }
        if (body.path("copies").isEmpty()) body.path("entries").forEach(text -> slice(text.asText(), answer.key()));
    }

    private static void slice(String text, String key) {
        var entry = tree(text);
        for (var crossing : entry.path("crossings"))
            System.out.printf(
                    "  entry %d  %s to %s: %d records, %d bytes, by %s%n",
                    entry.path("number").asLong(),
                    crossing.path("flow").asText(),
                    crossing.path("to").asText(),
                    crossing.path("count").asLong(),
                    crossing.path("bytes").asLong(),
                    crossing.path("rulings"));
        if (!signed(text, entry, key))
            System.out.printf(
                    "  entry %d is NOT PROVEN: its signature does not fit%n",
                    entry.path("number").asLong());
    }

    /** What was signed is the text up to its last field, the signature. */
    private static boolean signed(String text, JsonNode entry, String key) {
        int end = text.lastIndexOf(SIGNATURE);
        return end >= 0
                && LedgerKey.isSigned(
                        text.substring(0, end) + '}', entry.path("signature").asText(), key);
    }

    /** Nothing is taken from the region but its key: path, root and signature are checked here. */
    private static String proof(JsonNode copy, JsonNode entries, String key) {
        var proof = copy.path("proof");
        if (proof.isMissingNode()) return "NOT PROVEN: the copy is not what the ledger has";
        var text = entries.path(proof.path("entry").asText()).asText();
        var entry = tree(text);
        boolean named = false;
        for (var crossing : entry.path("crossings"))
            named |= crossing.path("root").asText().equals(proof.path("root").asText())
                    && crossing.path("flow").equals(copy.path("flow"))
                    && crossing.path("to").equals(copy.path("to"));
        var path = new ArrayList<byte[]>();
        proof.path("path").forEach(hash -> path.add(HexFormat.of().parseHex(hash.asText())));
        boolean included = MerkleTree.includes(
                HexFormat.of().parseHex(proof.path("root").asText()),
                proof.path("size").asLong(),
                proof.path("index").asLong(),
                HexFormat.of().parseHex(proof.path("leaf").asText()),
                List.copyOf(path));
        return signed(text, entry, key) && named && included
                ? "proven: record " + (proof.path("index").asLong() + 1) + " of "
                        + proof.path("size").asLong() + " in entry "
                        + proof.path("entry").asLong() + ", whose signature fits"
                : "NOT PROVEN: the proof of entry " + proof.path("entry").asLong() + " does not fit";
    }

    private static JsonNode tree(String text) {
        try {
            return Client.JSON.readTree(text);
        } catch (IOException e) {
            throw new Failure("a region answered with an entry that is not JSON");
        }
    }
}
