package io.archipelago.cli.resource;

import com.fasterxml.jackson.databind.JsonNode;
import io.archipelago.cli.ExitCode;
import io.archipelago.cli.Failure;
import io.archipelago.cli.output.Cells;
import io.archipelago.cli.output.Table;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A kind that can be listed: who owns it, how it may be called, which columns a person wants.
 *
 * @param title as in {@code kind:}, or what a decided thing is called
 * @param plural as in the path
 * @param aliases what people type besides
 * @param service who owns it
 * @param declared true when it is written by people, false when it is decided
 */
public record KindView(
        String title, String plural, List<String> aliases, String service, boolean declared, List<Column> columns) {

    /** @param wide shown with {@code -o wide} only */
    public record Column(String heading, boolean wide, Function<JsonNode, String> cell) {}

    private static Column column(String heading, Function<JsonNode, String> cell) {
        return new Column(heading, false, cell);
    }

    private static Column wide(String heading, Function<JsonNode, String> cell) {
        return new Column(heading, true, cell);
    }

    private static Column field(String heading, String pointer) {
        return column(heading, n -> Cells.text(n.at(pointer)));
    }

    private static Column wideField(String heading, String pointer) {
        return wide(heading, n -> Cells.text(n.at(pointer)));
    }

    private static final Column NAME = field("NAME", "/metadata/name");
    private static final Column REVISION = field("REVISION", "/metadata/revision");

    static final List<KindView> ALL = List.of(
            new KindView(
                    "Site",
                    "sites",
                    List.of("site"),
                    "inventory",
                    true,
                    List.of(
                            NAME,
                            field("REGION", "/spec/region"),
                            field("CLOUD-REGION", "/spec/cloudRegion"),
                            field("CPU", "/spec/capacity/cpu"),
                            field("MEMORY", "/spec/capacity/memory"),
                            column("CORDONED", n -> n.at("/spec/cordoned").asBoolean() ? "yes" : "no"),
                            column("PLACE", KindView::place),
                            REVISION)),
            new KindView(
                    "Workload",
                    "workloads",
                    List.of("workload", "wl"),
                    "inventory",
                    true,
                    List.of(
                            NAME,
                            field("HOME", "/metadata/home"),
                            field("OWNER", "/spec/owner"),
                            column(
                                    "REPLICAS",
                                    n -> Cells.text(n.at("/spec/replicas/min")) + ".."
                                            + Cells.text(n.at("/spec/replicas/max"))),
                            column("DATA", n -> names(n.at("/spec/data"), "dataset")),
                            column("OBJECTIVE", n -> Cells.millis(n.at("/spec/objective/latencyMs"))),
                            REVISION,
                            wideField("IMAGE", "/spec/image"),
                            wideField("PRIORITY", "/spec/priority"))),
            new KindView(
                    "Dataset",
                    "datasets",
                    List.of("dataset", "ds"),
                    "inventory",
                    true,
                    List.of(
                            NAME,
                            field("HOME", "/metadata/home"),
                            field("OWNER", "/spec/owner"),
                            field("CLASS", "/spec/dataClass"),
                            field("SUBJECTS", "/spec/jurisdiction"),
                            field("SOURCE", "/spec/source/topic"),
                            field("COPIES", "/spec/copies"),
                            REVISION)),
            new KindView(
                    "Catalogue",
                    "catalogues",
                    List.of("catalogue", "cat"),
                    "inventory",
                    true,
                    List.of(
                            NAME,
                            field("PROVIDER", "/spec/provider"),
                            count("REGIONS", "/spec/regions"),
                            count("PRICES", "/spec/transfers"),
                            count("CITIES", "/spec/cities"),
                            REVISION)),
            new KindView(
                    "Demand",
                    "demands",
                    List.of("demand"),
                    "inventory",
                    true,
                    List.of(
                            NAME,
                            field("WORKLOAD", "/spec/workload"),
                            column("AREAS", n -> names(n.at("/spec/areas"), "area")),
                            column(
                                    "RPS",
                                    n -> String.valueOf(Math.round(sum(n.at("/spec/areas"), "requestsPerSecond")))),
                            REVISION)),
            new KindView(
                    "ResidencyPolicy",
                    "residencypolicies",
                    List.of("residencypolicy", "policy", "policies", "rp"),
                    "residency-policy",
                    true,
                    List.of(
                            NAME,
                            field("CLASSES", "/spec/dataClasses"),
                            field("SUBJECTS", "/spec/subjects"),
                            count("RULES", "/spec/rules"),
                            field("FROM", "/spec/effectiveFrom"),
                            field("UNTIL", "/spec/effectiveUntil"),
                            REVISION,
                            wideField("OTHERWISE", "/spec/otherwise"),
                            wideField("PRECEDENCE", "/spec/precedence"),
                            wideField("DRAFT", "/spec/draft"))),
            new KindView(
                    "JurisdictionGroup",
                    "jurisdictiongroups",
                    List.of("jurisdictiongroup", "group", "groups", "jg"),
                    "residency-policy",
                    true,
                    List.of(NAME, count("MEMBERS", "/spec/members"), REVISION, wideField("LIST", "/spec/members"))),
            new KindView(
                    "Placement",
                    "placements",
                    List.of("placement", "pl"),
                    "placement",
                    false,
                    List.of(
                            field("NAME", "/workload"),
                            field("HOME", "/home"),
                            column(
                                    "REPLICAS",
                                    n -> placed(n) + "/" + n.path("wanted").asInt()),
                            column("SITES", KindView::sites),
                            column("WAITING", KindView::waiting),
                            column("$/H", n -> Cells.usd(n.path("perHour"))),
                            column("AGE", n -> Cells.age(n.path("decidedAt"))),
                            wideField("EPOCH", "/epoch"),
                            wideField("PLAN", "/plan"),
                            wide("CAUSE", n -> Cells.text(n.path("cause")).replace(' ', '-')))),
            new KindView(
                    "TrafficWeights",
                    "weights",
                    List.of("weight", "trafficweights", "tw"),
                    "placement",
                    false,
                    List.of(
                            field("NAME", "/workload"),
                                    column(
                                            "AREAS",
                                            n -> String.valueOf(n.path("areas").size())),
                            column("WEIGHTS", KindView::weights), column("AGE", n -> Cells.age(n.path("decidedAt"))))),
            new KindView(
                    "Reservation",
                    "reservations",
                    List.of("reservation", "rsv"),
                    "placement",
                    false,
                    List.of(
                            field("NAME", "/site"),
                            field("REGION", "/region"),
                            field("CPU", "/promised/cpu"),
                            field("OF", "/promisable/cpu"),
                            field("MEMORY", "/promised/memory"),
                            field("OF", "/promisable/memory"),
                            column("HELD", KindView::held))),
            new KindView(
                    "Ruling",
                    "rulings",
                    List.of("ruling"),
                    "residency-policy",
                    false,
                    List.of(
                            field("NAME", "/subject"),
                            column("ALLOWED", n -> verdicts(n, true)),
                            wide("DENIED", n -> verdicts(n, false)))),
            new KindView(
                    "Certificate",
                    "certificates",
                    List.of("certificate"),
                    "residency-policy",
                    false,
                    List.of(
                            field("FLOW", "/flow"),
                            wideField("PARTITION", "/partition"),
                            field("FROM", "/source"),
                            field("TO", "/to"),
                            field("VERDICT", "/verdict"),
                            field("ARRIVED", "/arrived"),
                            field("CONFIRMED", "/confirmed"),
                            field("ENTRY", "/entry"),
                            field("RPO-RECORDS", "/outstanding/records"),
                            column(
                                    "RPO-BYTES",
                                    n -> Cells.bytes(n.at("/outstanding/bytes").asLong())),
                            field("RPO-SECONDS", "/outstanding/seconds"),
                            column("FINDINGS", n -> keptHome(n.path("counts"))))),
            new KindView(
                    "Canary",
                    "canaries",
                    List.of("canary"),
                    "residency-policy",
                    false,
                    List.of(
                            field("FROM", "/source"),
                            field("CLASS", "/dataClass"),
                            field("TO", "/to"),
                            field("VERDICT", "/verdict"),
                            column(
                                    "ARRIVED",
                                    n -> n.path("arrived").asInt() + "/"
                                            + n.path("expected").asInt()),
                            field("KEPT", "/kept"),
                            field("SILENT", "/silent"),
                            field("ALARMS", "/alarms"),
                            column("PLANTED", n -> Cells.age(n.path("lastSeen"))))),
            new KindView(
                    "Erasure",
                    "erasures",
                    List.of("erasure"),
                    "residency-policy",
                    false,
                    List.of(
                            field("ID", "/id"),
                            field("DATASET", "/dataset"),
                            field("STATE", "/state"),
                            field("MISSING", "/missing"),
                            field("TOMBSTONES", "/tombstones"),
                            column("AGE", n -> Cells.age(n.path("orderedAt"))),
                            wideField("SUBJECT", "/subject"))),
            new KindView(
                    "Alarm",
                    "alarms",
                    List.of("alarm"),
                    "residency-policy",
                    false,
                    List.of(
                            field("FROM", "/source"),
                            field("TOPIC", "/topic"),
                            field("TO", "/region"),
                            field("REASON", "/reason"),
                            field("CLASSES", "/dataClasses"),
                            field("COUNT", "/count"),
                            column("SINCE", n -> Cells.age(n.path("firstAt"))),
                            column("LAST", n -> Cells.age(n.path("lastAt"))),
                            wide("DETAIL", n -> Cells.text(n.path("detail")).replace(' ', '-')))),
            new KindView(
                    "Transfer",
                    "transfers",
                    List.of("transfer", "tr"),
                    "residency-policy",
                    false,
                    List.of(
                            field("FLOW", "/flow"),
                            field("TO", "/to"),
                            field("CLASS", "/dataClass"),
                            field("CROSSED", "/crossed"),
                            column(
                                    "BYTES",
                                    n -> Cells.bytes(n.path("crossedBytes").asLong())),
                            column("KEPT-HOME", n -> keptHome(n.path("keptHome"))))),
            new KindView(
                    "Cost",
                    "costs",
                    List.of("cost"),
                    "cost",
                    false,
                    List.of(
                            field("NAME", "/name"),
                            column("AMOUNT", n -> Cells.usd(n.path("amount"))),
                            column("SHARE", n -> Cells.percent(n.path("share"))),
                            column("$/H", n -> Cells.usd(n.path("perHour"))))),
            new KindView(
                    "Charge",
                    "charges",
                    List.of("charge"),
                    "cost",
                    false,
                    List.of(
                            field("RESOURCE", "/resource"),
                            field("OWNER", "/owner"),
                            field("CATEGORY", "/serviceCategory"),
                            field("SITE", "/site"),
                            field("FROM", "/sourceRegion"),
                            field("TO", "/destinationRegion"),
                            field("QUANTITY", "/pricingQuantity"),
                            field("UNIT", "/pricingUnit"),
                            column("BILLED", n -> Cells.usd(n.path("billedCost"))))),
            new KindView(
                    "Region",
                    "regions",
                    List.of("region"),
                    "observability",
                    false,
                    List.of(
                            field("NAME", "/region"),
                            field("VERDICT", "/verdict"),
                            column("SINCE", n -> Cells.age(n.path("since"))),
                            column("LAST-WORD", n -> Cells.age(n.path("lastWordAt"))),
                            column("DETECTED-IN", n -> Cells.millis(n.path("detectionMs"))),
                            wide("REASON", n -> Cells.text(n.path("reason")).replace(' ', '-')))),
            new KindView(
                    "Link",
                    "links",
                    List.of("link"),
                    "observability",
                    false,
                    List.of(
                            column(
                                    "NAME",
                                    n -> n.path("from").asText() + "->"
                                            + n.path("to").asText()),
                            field("STATE", "/state"),
                            column("LAST-WORD", n -> Cells.age(n.path("lastWordAt"))),
                            column("P50", n -> Cells.millis(n.path("lagMsP50"))),
                            column("P99", n -> Cells.millis(n.path("lagMsP99"))),
                            field("RECEIVED", "/received"),
                            field("LOST", "/lost"))),
            new KindView(
                    "Flow",
                    "flows",
                    List.of("flow"),
                    "observability",
                    false,
                    List.of(
                            field("PEER", "/peer"),
                            field("TOPIC", "/topic"),
                            field("COUNT", "/count"),
                            column("P50", n -> Cells.millis(n.path("lagMsP50"))),
                            column("P99", n -> Cells.millis(n.path("lagMsP99"))),
                            column("LAST", n -> Cells.age(n.path("lastAt"))))),
            new KindView(
                    "Journey",
                    "journeys",
                    List.of("journey", "trace", "traces"),
                    "observability",
                    false,
                    List.of(
                            field("TRACE", "/traceId"),
                            field("NAME", "/name"),
                            field("HOPS", "/hops"),
                            field("REGIONS", "/regions"),
                            column("DURATION", n -> Cells.millis(n.path("durationMs"))),
                            column("AGE", n -> Cells.age(n.path("startedAt"))))));

    /** By title, plural or alias, in any case. */
    public static KindView named(String name) {
        var lower = name.toLowerCase(java.util.Locale.ROOT);
        return ALL.stream()
                .filter(k -> k.title.equalsIgnoreCase(name) || k.plural.equals(lower) || k.aliases.contains(lower))
                .findFirst()
                .orElseThrow(() -> new Failure(
                        ExitCode.USAGE,
                        "no kind '" + name + "'; there are "
                                + ALL.stream().map(KindView::plural).collect(Collectors.joining(", "))));
    }

    /** A row for each item. */
    public Table table(Iterable<JsonNode> items, boolean wide) {
        var shown = columns.stream().filter(c -> wide || !c.wide()).toList();
        var table = new Table(shown.stream().map(Column::heading).toList());
        for (var item : items)
            table.row(shown.stream().map(c -> c.cell().apply(item)).toList());
        return table;
    }

    /** As the conditions tell: silent while a claim is all that can be had. */
    private static String place(JsonNode site) {
        for (var condition : site.at("/status/conditions")) {
            if (condition.path("type").asText().equals("PlacePlausible")) return "contradicted";
            if (condition.path("type").asText().equals("PlaceAttested")) return "claimed";
        }
        return site.at("/spec/place").isMissingNode() ? "claimed" : "attested";
    }

    private static Column count(String heading, String pointer) {
        return column(heading, n -> String.valueOf(n.at(pointer).size()));
    }

    private static String names(JsonNode list, String field) {
        var names = new java.util.ArrayList<String>();
        list.forEach(n -> names.add(n.path(field).asText().replace(' ', '_')));
        return names.isEmpty() ? Cells.NONE : String.join(",", names);
    }

    private static double sum(JsonNode list, String field) {
        double sum = 0;
        for (var n : list) sum += n.path(field).asDouble();
        return sum;
    }

    static int placed(JsonNode placement) {
        return (int) sum(placement.path("sites"), "replicas");
    }

    private static String sites(JsonNode placement) {
        var parts = new java.util.ArrayList<String>();
        placement
                .path("sites")
                .forEach(s -> parts.add(
                        s.path("site").asText() + ":" + s.path("replicas").asInt()));
        return parts.isEmpty() ? Cells.NONE : String.join(",", parts);
    }

    private static String waiting(JsonNode placement) {
        var parts = new java.util.ArrayList<String>();
        placement
                .path("waiting")
                .forEach(w -> parts.add(
                        w.path("replicas").asInt() + ":" + w.path("rule").asText()));
        return parts.isEmpty() ? Cells.NONE : String.join(",", parts);
    }

    private static String held(JsonNode site) {
        var parts = new java.util.ArrayList<String>();
        for (var r : site.path("reservations"))
            if (r.path("granted").asInt() > 0)
                parts.add(r.path("workload").asText() + ":" + r.path("granted").asInt());
        return parts.isEmpty() ? Cells.NONE : String.join(",", parts);
    }

    private static String weights(JsonNode weights) {
        var parts = new java.util.ArrayList<String>();
        for (var area : weights.path("areas")) {
            var shares = new java.util.ArrayList<String>();
            area.path("sites")
                    .forEach(s -> shares.add(
                            s.path("site").asText() + "=" + s.path("permille").asInt()));
            parts.add(area.path("area").asText().replace(' ', '_') + ">" + String.join("+", shares));
        }
        return parts.isEmpty() ? Cells.NONE : String.join(",", parts);
    }

    private static String verdicts(JsonNode ruling, boolean allowed) {
        var parts = new java.util.ArrayList<String>();
        ruling.path("verdicts").properties().forEach(e -> {
            if (e.getValue().path("allowed").asBoolean() == allowed) parts.add(e.getKey());
        });
        return parts.isEmpty() ? Cells.NONE : String.join(",", parts);
    }

    private static String keptHome(JsonNode kept) {
        var parts = new java.util.ArrayList<String>();
        kept.properties()
                .forEach(e -> parts.add(
                        e.getKey().replace(' ', '_') + ":" + e.getValue().asLong()));
        return parts.isEmpty() ? "0" : String.join(",", parts);
    }
}
