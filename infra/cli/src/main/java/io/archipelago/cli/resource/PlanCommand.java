package io.archipelago.cli.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.archipelago.cli.ExitCode;
import io.archipelago.cli.Failure;
import io.archipelago.cli.client.Client;
import io.archipelago.cli.output.Cells;
import io.archipelago.cli.output.Format;
import io.archipelago.cli.output.Printer;
import io.archipelago.cli.output.Table;
import io.archipelago.cli.resource.Documents.Document;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "plan",
        description = "What the files would change if they were applied: placements, money, law. Nothing is done.",
        footer = {
            "",
            "Examples: archipelago plan -f examples/law/later/gdpr-strict.yaml",
            "          archipelago plan --enter-market examples/market-brazil.yaml"
        })
public final class PlanCommand implements Callable<Integer> {
    /** What bears on the law: the rulings it would lead to are asked for first. */
    private static final Set<String> RULED = Set.of("ResidencyPolicy", "JurisdictionGroup", "Workload", "Dataset");

    /** What the planner looks at itself. */
    private static final Set<String> PLANNED = Set.of("Site", "Workload", "Demand", "Catalogue");

    @Mixin
    private RegionOption region = new RegionOption();

    @Option(
            names = {"-f", "--filename"},
            paramLabel = "FILE|DIR|-",
            description = "as for apply")
    private List<String> sources = List.of();

    @Option(
            names = "--enter-market",
            paramLabel = "FILE|DIR|-",
            description = "a Market and the drafts that go with it: sites, law, distances, cost, carbon and gaps")
    private List<String> market = List.of();

    @Option(names = "--detailed-exitcode", description = "2 when something would change")
    private boolean detailedExitCode;

    @Option(
            names = {"-o", "--output"},
            description = "table or json",
            defaultValue = "table")
    private Format format = Format.table;

    @Override
    public Integer call() {
        if (sources.isEmpty() == market.isEmpty())
            throw new Failure(ExitCode.USAGE, "plan takes either -f or --enter-market");
        return market.isEmpty() ? planFiles() : enterMarket();
    }

    private int enterMarket() {
        var client = region.client();
        var documents = Documents.read(market);
        var asked = documents.stream().filter(d -> d.kind().equals("Market")).toList();
        if (asked.size() != 1)
            throw new Failure(ExitCode.USAGE, "exactly one document of kind Market is needed, not " + asked.size());
        var request = request(client, documents);
        request.set("market", asked.getFirst().tree().path("spec"));
        var report = post(client, "/plan/market", request);
        if (format == Format.json) Printer.json(report);
        else MarketView.print(report);
        return ExitCode.OK;
    }

    private int planFiles() {
        var client = region.client();
        var documents = Documents.read(sources);
        var declared = new Declaring(client).send(documents, true);
        var preview = preview(client, documents);
        if (format == Format.json)
            Printer.json(Client.JSON
                    .createObjectNode()
                    .<ObjectNode>set("declarations", declared)
                    .set("placements", preview));
        else print(declared, preview);
        boolean changes = changes(declared, preview);
        return detailedExitCode && changes ? ExitCode.CHANGES : ExitCode.OK;
    }

    private static JsonNode preview(Client client, List<Document> documents) {
        return post(client, "/plan", request(client, documents));
    }

    /** What the planner looks at, and the rulings that the law among the documents would lead to. */
    private static ObjectNode request(Client client, List<Document> documents) {
        var law = ruled(documents);
        var rulings = law.length == 0
                ? Client.JSON.createArrayNode()
                : client.send("POST", client.home(), "residency-policy", "/rulings/preview", "application/yaml", law)
                        .path("items");
        return request(documents, rulings);
    }

    private static ObjectNode request(List<Document> documents, JsonNode rulings) {
        var request = Client.JSON.createObjectNode();
        var resources = request.putArray("resources");
        documents.stream().filter(d -> PLANNED.contains(d.kind())).forEach(d -> resources.add(d.tree()));
        request.set("rulings", rulings);
        return request;
    }

    /** The documents that bear on the law, as one text; empty when none does. */
    static byte[] ruled(List<Document> documents) {
        return documents.stream()
                .filter(d -> RULED.contains(d.kind()))
                .map(Document::text)
                .collect(Collectors.joining("\n---\n"))
                .getBytes(StandardCharsets.UTF_8);
    }

    /** What a region would do with its own workloads if the documents and these rulings held. */
    static JsonNode plan(Client client, List<Document> documents, JsonNode rulings) {
        return post(client, "/plan", request(documents, rulings));
    }

    private static JsonNode post(Client client, String path, ObjectNode request) {
        return client.send(
                "POST",
                client.home(),
                "placement",
                path,
                "application/json",
                request.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static boolean changes(JsonNode declared, JsonNode preview) {
        for (var result : declared) if (!result.path("result").asText().equals("unchanged")) return true;
        return changes(preview);
    }

    static boolean changes(JsonNode preview) {
        for (var workload : preview.path("workloads"))
            if (workload.path("changed").asBoolean()) return true;
        return false;
    }

    private static void print(JsonNode declared, JsonNode preview) {
        for (var result : declared)
            System.out.println(sign(result.path("result").asText()) + " "
                    + result.path("kind").asText().toLowerCase(Locale.ROOT) + "/"
                    + result.path("name").asText());
        System.out.println();
        print(preview);
        System.out.println("nothing was changed; apply the same files to do it");
    }

    static void print(JsonNode preview) {
        var table = new Table(List.of("WORKLOAD", "BEFORE", "AFTER", "$/H", "RTT"));
        int changed = 0;
        for (var workload : preview.path("workloads")) {
            if (!workload.path("changed").asBoolean()) continue;
            changed++;
            table.row(
                    workload.path("workload").asText(),
                    sites(workload.path("before")),
                    sites(workload.path("after")),
                    Cells.usd(workload.at("/before/perHour")) + "->" + Cells.usd(workload.at("/after/perHour")),
                    Cells.millis(workload.at("/before/meanRttMs")) + "->"
                            + Cells.millis(workload.at("/after/meanRttMs")));
        }
        if (changed > 0) table.print(System.out);
        else System.out.println("no placement changes");
        printMoves(preview.path("moves"));
        printTotals(preview.path("before"), preview.path("after"));
        printOptions(preview.path("options"));
        for (var found : preview.path("conflicts"))
            ConflictView.print(found.path("workload").asText(), found.path("conflict"));
        for (var note : preview.path("notes")) System.out.println("note: " + note.asText());
    }

    private static void printMoves(JsonNode moves) {
        int number = 0;
        for (var move : moves)
            System.out.println("  " + ++number + ". move "
                    + move.path("replicas").asInt() + " of "
                    + move.path("workload").asText() + ": "
                    + move.path("from").asText("(new)") + " -> "
                    + move.path("to").asText(move.path("giveBackFirst").asBoolean() ? "(waits for room)" : "(stopped)")
                    + ", " + move.path("why").asText());
    }

    private static void printTotals(JsonNode before, JsonNode after) {
        System.out.printf(
                Locale.ROOT,
                "%nmoney    %s/h -> %s/h%nlatency  %s -> %s%ncarbon   %.0f -> %.0f g CO2e/h%nwaiting  %d -> %d replicas%n"
                        + "risk     %s -> %s%n",
                Cells.usd(before.at("/perHour/total")),
                Cells.usd(after.at("/perHour/total")),
                Cells.millis(before.path("meanRttMs")),
                Cells.millis(after.path("meanRttMs")),
                before.path("gramsCo2PerHour").asDouble(),
                after.path("gramsCo2PerHour").asDouble(),
                before.path("waiting").asInt(),
                after.path("waiting").asInt(),
                risk(before.path("risk")),
                risk(after.path("risk")));
    }

    private static String risk(JsonNode risk) {
        return risk.path("worstRegion").isTextual()
                ? Cells.percent(risk.path("worstShare")) + " in "
                        + risk.path("worstRegion").asText() + ", "
                        + risk.path("atOneSite").asInt() + " workloads at one site, "
                        + risk.path("inOneCorridor").asInt() + " in one corridor"
                : "nothing runs";
    }

    private static void printOptions(JsonNode options) {
        System.out.println();
        var table = new Table(List.of("OPTION", "PAID/H", "RTT", "G CO2E/H", "WAITING", "IN ONE REGION", "MOVES", ""));
        for (var option : options) {
            var totals = option.path("totals");
            var paid = Client.JSON
                    .getNodeFactory()
                    .numberNode(totals.at("/perHour/compute")
                            .decimalValue()
                            .add(totals.at("/perHour/transfer").decimalValue()));
            table.row(
                    option.path("name").asText(),
                    Cells.usd(paid),
                    Cells.millis(totals.path("meanRttMs")),
                    String.format(
                            Locale.ROOT, "%.0f", totals.path("gramsCo2PerHour").asDouble()),
                    totals.path("waiting").asText(),
                    Cells.percent(totals.at("/risk/worstShare")),
                    option.path("moves").asText(),
                    option.path("dominatedBy").isTextual()
                            ? "no better than " + option.path("dominatedBy").asText()
                            : "");
        }
        table.print(System.out);
    }

    private static String sign(String result) {
        return switch (result) {
            case "created" -> "+";
            case "unchanged" -> "=";
            default -> "~";
        };
    }

    private static String sites(JsonNode side) {
        if (side.isMissingNode() || side.isNull()) return Cells.NONE;
        var parts = new ArrayList<String>();
        side.path("sites")
                .forEach(s -> parts.add(
                        s.path("site").asText() + ":" + s.path("replicas").asInt()));
        side.path("waiting")
                .forEach(w -> parts.add("waiting:" + w.path("replicas").asInt()));
        return parts.isEmpty() ? Cells.NONE : String.join(",", parts);
    }
}
