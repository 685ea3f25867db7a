package io.archipelago.cli.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.archipelago.cli.Failure;
import io.archipelago.cli.client.Client;
import io.archipelago.cli.output.Cells;
import io.archipelago.cli.output.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What drafts of law would change: each region decides again on what left it, and plans its own workloads by the rulings
 * there would be. Nothing is changed.
 */
public final class PolicyPreview {
    private static final String RESIDENCY = "residency-policy";

    private final List<JsonNode> regions = new ArrayList<>();
    private final List<JsonNode> plans = new ArrayList<>();
    private final ArrayNode illegal = Client.JSON.createArrayNode();
    private final TreeSet<String> silent = new TreeSet<>();
    private final TreeMap<String, String> ownerOf = new TreeMap<>();

    private PolicyPreview() {}

    /**
     * @param client of the region whose word counts on the drafts
     * @param sources as for apply
     * @param at the time to decide for; null for the first at which all drafts are in force
     * @throws Failure with the field paths when a draft has mistakes
     */
    public static PolicyPreview of(Client client, List<String> sources, Instant since, @Nullable String at) {
        var documents = Documents.read(sources);
        var unused = new Declaring(client).send(documents, true); // says what is wrong, and where
        var law = PlanCommand.ruled(documents);
        var preview = new PolicyPreview();
        var query = "?since=" + Client.encode(since.toString()) + (at == null ? "" : "&at=" + Client.encode(at));
        for (var region : client.cloud().regions())
            try {
                preview.ask(new Client(client.cloud(), region.name()), query, law, documents);
            } catch (Failure unreachable) {
                preview.silent.add(region.name());
            }
        return preview;
    }

    private void ask(Client region, String query, byte[] law, List<Documents.Document> documents) {
        var answer = (ObjectNode)
                region.send("POST", region.home(), RESIDENCY, "/policies/preview" + query, "application/yaml", law);
        var rulings = answer.remove("rulings");
        region.get("inventory", "/workloads")
                .path("items")
                .forEach(w -> ownerOf.put(
                        w.at("/metadata/name").asText(), w.at("/spec/owner").asText()));
        var placements = region.get("placement", "/placements").path("items");
        var plan = ((ObjectNode) PlanCommand.plan(region, documents, rulings))
                .put("region", answer.path("region").asText());
        regions.add(answer);
        if (!plan.path("workloads").isEmpty()) plans.add(plan);
        if (regions.size() == 1) breaking(placements, rulings);
    }

    /** Every region knows all placements: the first that answers tells. */
    private void breaking(JsonNode placements, JsonNode rulings) {
        var verdicts = new TreeMap<String, JsonNode>();
        rulings.forEach(r -> verdicts.put(r.path("subject").asText(), r.path("verdicts")));
        for (var placement : placements) {
            if (placement.path("removed").asBoolean()) continue;
            var workload = placement.path("workload").asText();
            for (var site : placement.path("sites")) {
                var verdict = verdicts.getOrDefault("workload/" + workload, Client.JSON.missingNode())
                        .path(site.path("country").asText());
                if (verdict.path("allowed").asBoolean(true)) continue;
                illegal.addObject()
                        .put("workload", workload)
                        .put("owner", ownerOf.getOrDefault(workload, ""))
                        .put("site", site.path("site").asText())
                        .put("country", site.path("country").asText())
                        .put("replicas", site.path("replicas").asInt())
                        .put("reason", verdict.path("reason").asText());
            }
        }
    }

    /** Regions that did not answer: what left them and what they plan is missing. */
    public List<String> silent() {
        return List.copyOf(silent);
    }

    /** Records of a flow that crossed to a destination, and how many of them would stay. */
    public record Flow(long crossed, long refused) {}

    public Flow flow(String flow, String to) {
        long crossed = 0;
        long refused = 0;
        for (var region : regions)
            for (var way : region.path("ways"))
                if (way.path("flow").asText().equals(flow)
                        && way.path("to").asText().equals(to)) {
                    crossed += way.path("count").asLong();
                    refused += way.path("refused").asLong();
                }
        return new Flow(crossed, refused);
    }

    /** Replicas that run where they would not be allowed to, by workload. */
    public SortedMap<String, Integer> illegal() {
        var replicas = new TreeMap<String, Integer>();
        for (var one : illegal)
            replicas.merge(one.path("workload").asText(), one.path("replicas").asInt(), Integer::sum);
        return replicas;
    }

    private long sum(String field) {
        long sum = 0;
        for (var region : regions) sum += region.path(field).asLong();
        return sum;
    }

    public ObjectNode json() {
        var json = Client.JSON.createObjectNode();
        json.put("entries", sum("entries")).put("lines", sum("lines"));
        json.putArray("regions").addAll(regions);
        silent.forEach(json.putArray("missing")::add);
        json.set("illegal", illegal);
        json.putArray("plans").addAll(plans);
        var owners = json.putArray("owners");
        owners().forEach((name, share) -> owners.addObject()
                .put("owner", name)
                .put("flows", share.flows.size())
                .put("records", share.records)
                .put("bytes", share.bytes)
                .put("replicas", share.replicas));
        return json;
    }

    private static final class Share {
        private final TreeSet<String> flows = new TreeSet<>();
        private long records;
        private long bytes;
        private int replicas;
    }

    /** Whom it concerns, and how much. */
    private TreeMap<String, Share> owners() {
        var owners = new TreeMap<String, Share>();
        for (var region : regions)
            for (var way : region.path("ways")) {
                if (!stops(way)) continue;
                var share = owners.computeIfAbsent(Cells.text(way.path("owner")), first -> new Share());
                share.flows.add(way.path("flow").asText());
                share.records += way.path("refused").asLong();
                share.bytes += way.path("refusedBytes").asLong();
            }
        for (var one : illegal)
            owners.computeIfAbsent(Cells.text(one.path("owner")), first -> new Share()).replicas +=
                    one.path("replicas").asInt();
        return owners;
    }

    /** It crosses by the law in force, and would not any more. */
    private static boolean stops(JsonNode way) {
        return way.path("refused").asLong() > 0 && way.path("crossesNow").asBoolean();
    }

    public void print() {
        if (!regions.isEmpty()) printDeadlines(regions.getFirst());
        System.out.printf(
                Locale.ROOT, "decided again: %,d entries, %,d lines of the ledgers%n", sum("entries"), sum("lines"));
        printFlows();
        printPlacements();
        for (var plan : plans)
            if (PlanCommand.changes(plan)) {
                System.out.println("\nplan of " + plan.path("region").asText() + ":");
                PlanCommand.print(plan);
            }
        printOwners();
        System.out.println("nothing was changed");
    }

    private static void printDeadlines(JsonNode region) {
        for (var deadline : region.path("deadlines"))
            System.out.println(deadline.path("policy").asText() + ": binds "
                    + (deadline.path("from").isTextual()
                            ? "from " + deadline.path("from").asText()
                            : "as soon as it is declared")
                    + (deadline.path("until").isTextual()
                            ? " until " + deadline.path("until").asText()
                            : ""));
    }

    private void printFlows() {
        var table = new Table(List.of("FROM", "FLOW", "TO", "DATA", "OWNER", "CROSSED", "WOULD STAY", "BYTES", "WHY"));
        long goesOn = 0;
        int stops = 0;
        for (var region : regions)
            for (var way : sorted(region.path("ways"))) {
                goesOn += way.path("count").asLong() - way.path("refused").asLong();
                if (!stops(way)) continue;
                stops++;
                table.row(
                        region.path("region").asText(),
                        way.path("flow").asText(),
                        way.path("to").asText(),
                        way.path("dataClass").asText() + " of "
                                + way.path("jurisdiction").asText(),
                        Cells.text(way.path("owner")),
                        way.path("count").asText(),
                        way.path("refused").asText(),
                        Cells.bytes(way.path("refusedBytes").asLong()),
                        way.path("why").asText() + ": " + way.path("reason").asText());
            }
        if (stops > 0) table.print(System.out);
        System.out.printf(
                Locale.ROOT,
                "%s; %,d records would cross as before%n",
                stops == 0 ? "no flow would be stopped" : stops + " ways would be stopped",
                goesOn);
    }

    private static List<JsonNode> sorted(JsonNode ways) {
        var sorted = new ArrayList<JsonNode>();
        ways.forEach(sorted::add);
        sorted.sort(Comparator.comparing((JsonNode way) -> -way.path("refused").asLong()));
        return sorted;
    }

    private void printPlacements() {
        if (illegal.isEmpty()) {
            System.out.println("no placement would break it");
            return;
        }
        var table = new Table(List.of("WORKLOAD", "OWNER", "SITE", "COUNTRY", "REPLICAS", "WOULD BREAK"));
        for (var one : illegal)
            table.row(
                    one.path("workload").asText(),
                    Cells.text(one.path("owner")),
                    one.path("site").asText(),
                    one.path("country").asText(),
                    one.path("replicas").asText(),
                    one.path("reason").asText());
        System.out.println();
        table.print(System.out);
    }

    private void printOwners() {
        owners().forEach((name, share) -> System.out.printf(
                Locale.ROOT,
                "owner %s: %d flows, %,d records, %s; %d replicas%n",
                name,
                share.flows.size(),
                share.records,
                Cells.bytes(share.bytes),
                share.replicas));
    }
}
