package io.archipelago.cli.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.archipelago.cli.Failure;
import io.archipelago.cli.client.Client;
import io.archipelago.cli.client.CloudFile;
import io.archipelago.events.ledger.Crossing;
import io.archipelago.events.ledger.LedgerFile;
import io.archipelago.events.ledger.SignedText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A folder that proves a cloud's crossings without it: the ledger of every region as {@code ledger export} writes it, and
 * beside it what each destination says of every flow that leads there, a line each, signed with that region's key.
 */
public final class Dossier {

    private static final String SERVICE = "residency-policy";
    private static final String LEDGER = ".ledger.jsonl";
    private static final String CERTIFICATES = ".certificates.jsonl";

    /** The verdict on a flow that only a ledger names. */
    public static final String UNCERTIFIED = "NONE";

    private static final String BROKEN = "BROKEN";

    private Dossier() {}

    /**
     * Certificates are asked for before the ledgers: then every entry they name is in the export.
     *
     * @return regions that do not answer; their files are missing
     */
    public static List<String> write(CloudFile cloud, Path folder) throws IOException {
        Files.createDirectories(folder);
        var silent = new ArrayList<String>();
        for (var region : cloud.regions())
            try {
                var lines = new Client(cloud, region.name()).get(SERVICE, "/certificates/signed");
                var text = new StringBuilder();
                lines.path("lines").forEach(line -> text.append(line.asText()).append('\n'));
                Files.writeString(folder.resolve(region.name() + CERTIFICATES), text);
            } catch (Failure unreachable) {
                silent.add(region.name());
            }
        for (var region : cloud.regions())
            if (!silent.contains(region.name()))
                LedgerCommand.export(new Client(cloud, region.name()), 1, folder.resolve(region.name() + LEDGER));
        return silent;
    }

    /**
     * What the folder proves.
     *
     * @param ledgers by region
     * @param flows one for each certificate, and one for each sequence that only a ledger names
     */
    public record Proof(SortedMap<String, LedgerFile.Verdict> ledgers, List<Flow> flows) {

        /** True when nothing in the folder is damaged and no two files contradict each other. */
        public boolean sound() {
            return ledgers.values().stream().allMatch(LedgerFile.Verdict::sound)
                    && flows.stream().allMatch(flow -> flow.contradiction().isEmpty());
        }

        /** True when a destination says of some flow that something is missing or should not be there. */
        public boolean broken() {
            return flows.stream().anyMatch(flow -> flow.verdict().equals(BROKEN));
        }
    }

    /**
     * @param records that the source's ledger has entered for this sequence, up to the entry the certificate names
     * @param contradiction why certificate and ledger cannot both be right; empty when they agree
     */
    public record Flow(
            String flow, int partition, String source, String to, String verdict, long records, String contradiction) {}

    /**
     * Needs nothing but the folder. A ledger is that of the region that signed it, whatever its file is called.
     *
     * @param trusted the public keys that must have signed the ledgers; empty believes the files' own
     */
    public static Proof verify(Path folder, Set<String> trusted) throws IOException {
        var ledgers = new TreeMap<String, LedgerFile.Verdict>();
        var entered = new TreeMap<String, Map<Long, Long>>();
        for (var file : files(folder, LEDGER)) {
            var verdict = verify(file, 1, trusted);
            var region = verdict.region().isEmpty() ? name(file, LEDGER) : verdict.region();
            if (ledgers.containsKey(region)) throw new Failure("two ledgers in " + folder + " are of " + region);
            ledgers.put(region, verdict);
            if (verdict.sound()) read(file, region, entered);
        }
        var flows = new ArrayList<Flow>();
        for (var file : files(folder, CERTIFICATES))
            for (var line : Files.readAllLines(file, UTF_8))
                flows.add(flow(line, name(file, CERTIFICATES), ledgers, entered));
        if (ledgers.isEmpty()) throw new Failure("there is no ledger in " + folder);
        for (var flow : flows) entered.remove(key(flow));
        entered.keySet().forEach(sequence -> flows.add(uncertified(sequence)));
        return new Proof(ledgers, flows);
    }

    /** @param trusted as for a folder */
    static LedgerFile.Verdict verify(Path ledger, long from, Set<String> trusted) throws IOException {
        var verdict = LedgerFile.verify(() -> Files.newInputStream(ledger), from, null);
        if (!verdict.sound() || trusted.isEmpty() || trusted.contains(verdict.key())) return verdict;
        return new LedgerFile.Verdict(
                "signed with another key: " + verdict.key(),
                verdict.region(),
                verdict.key(),
                verdict.entries(),
                verdict.records(),
                verdict.lost());
    }

    private static List<Path> files(Path folder, String ending) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }

    private static String name(Path file, String ending) {
        var name = file.getFileName().toString();
        return name.substring(0, name.length() - ending.length());
    }

    /** Of each sequence, how many records were entered up to the one of a number. */
    private static void read(Path file, String region, Map<String, Map<Long, Long>> entered) throws IOException {
        var sums = new HashMap<String, Long>();
        try (var lines = Files.lines(file, UTF_8)) {
            for (var line : (Iterable<String>) lines::iterator)
                for (var crossing : Client.JSON.readTree(line).path("crossings")) {
                    var sequence = sequence(region, crossing);
                    long sum = sums.merge(sequence, crossing.path("count").asLong(), Long::sum);
                    entered.computeIfAbsent(sequence, first -> new HashMap<>())
                            .put(crossing.path("last").asLong(), sum);
                }
        }
    }

    private static String key(Flow flow) {
        return flow.source + '|' + Crossing.sequence(flow.flow, flow.partition, flow.to);
    }

    /** The ledger names a crossing and its destination says nothing of it: its files are missing, or it came just now. */
    private static Flow uncertified(String sequence) {
        var parts = sequence.split("\\|", -1);
        return new Flow(parts[1], Integer.parseInt(parts[2]), parts[0], parts[3], UNCERTIFIED, 0, "");
    }

    private static String sequence(String source, JsonNode one) {
        return source
                + '|'
                + Crossing.sequence(
                        one.path("flow").asText(),
                        one.path("partition").asInt(),
                        one.path("to").asText());
    }

    private static Flow flow(
            String line, String region, Map<String, LedgerFile.Verdict> ledgers, Map<String, Map<Long, Long>> entered)
            throws IOException {
        var signed = SignedText.read(line);
        var said = signed == null ? Client.JSON.createObjectNode() : Client.JSON.readTree(signed.said());
        var source = said.path("source").asText();
        long confirmed = said.path("confirmed").asLong();
        var known = entered.getOrDefault(sequence(source, said), Map.of());
        var ledger = ledgers.get(region);
        String contradiction = "";
        if (signed == null) contradiction = "not a signed certificate";
        else if (ledger == null) contradiction = "there is no ledger of " + region + " to tell its key by";
        else if (!signed.isBy(ledger.key()) || !said.path("to").asText().equals(region))
            contradiction = "not signed by " + region;
        else if (!ledgers.containsKey(source)) contradiction = "there is no ledger of " + source;
        else if (confirmed > 0 && said.path("entry").asLong() > 0 && !known.containsKey(confirmed))
            contradiction = "the ledger of " + source + " has no crossing that ends with record " + confirmed;
        return new Flow(
                said.path("flow").asText(),
                said.path("partition").asInt(),
                source,
                said.path("to").asText(),
                said.path("verdict").asText(),
                known.getOrDefault(confirmed, 0L),
                contradiction);
    }
}
