package io.archipelago.cli.resource;

import com.fasterxml.jackson.databind.JsonNode;
import io.archipelago.cli.output.Cells;
import io.archipelago.cli.output.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Shows what entering a market would take. */
final class MarketView {
    private MarketView() {}

    static void print(JsonNode report) {
        System.out.println("market " + report.at("/market/country").asText() + " for workload "
                + report.at("/market/workload").asText() + "\n");
        candidates(report.path("candidates"));
        System.out.println();
        cities(report.path("reach"));
        proposal(report);
        for (var conflict : report.path("conflicts"))
            ConflictView.print(report.at("/market/workload").asText(), conflict);
        if (!report.path("gaps").isEmpty()) System.out.println("\ngaps:");
        for (var gap : report.path("gaps"))
            System.out.println(
                    "  " + gap.path("kind").asText() + ": " + gap.path("text").asText());
        System.out.println("nothing was changed");
    }

    private static void candidates(JsonNode candidates) {
        var table = new Table(List.of(
                "CLOUD REGION",
                "IN",
                "LAW",
                "P50",
                "P90",
                "P99",
                "WORST",
                "WITHIN",
                "$/H",
                "PRICE",
                "G CO2E/H",
                "SITES"));
        for (var candidate : candidates) {
            var rtt = candidate.path("rtt");
            table.row(
                    candidate.path("cloudRegion").asText(),
                    candidate.path("country").asText(),
                    candidate.at("/law/allowed").asBoolean() ? "ok" : "denied",
                    Cells.millis(rtt.path("p50")),
                    Cells.millis(rtt.path("p90")),
                    Cells.millis(rtt.path("p99")),
                    Cells.millis(rtt.path("worst")),
                    Cells.percent(rtt.path("within")),
                    Cells.usd(candidate.path("perHour")),
                    candidate.path("priceBasis").asText(),
                    String.format(
                            Locale.ROOT,
                            "%.0f",
                            candidate.path("gramsCo2PerHour").asDouble()),
                    Cells.text(candidate.path("sites")));
        }
        table.print(System.out);
        var told = new ArrayList<String>();
        for (var candidate : candidates) {
            var country = candidate.path("country").asText();
            if (told.contains(country)) continue;
            told.add(country);
            System.out.println("law in " + country + ": " + Cells.text(candidate.at("/law/rules")) + " "
                    + candidate.at("/law/reason").asText()
                    + (candidate.at("/law/source").isTextual()
                            ? " (" + candidate.at("/law/source").asText() + ")"
                            : ""));
        }
    }

    private static void cities(JsonNode reach) {
        var table = new Table(List.of("CITY", "PEOPLE", "NEAREST LEGAL", "RTT"));
        for (var city : reach)
            table.row(
                    city.path("city").asText(),
                    city.path("people").asText(),
                    Cells.text(city.path("cloudRegion")),
                    Cells.millis(city.path("rttMs")));
        table.print(System.out);
    }

    private static void proposal(JsonNode report) {
        var proposal = report.path("proposal");
        var sites = new ArrayList<String>();
        proposal.path("sites")
                .forEach(site -> sites.add(site.path("replicas").asInt() + " at "
                        + site.path("site").asText()));
        System.out.printf(
                Locale.ROOT,
                "%nproposal: %s of %d replicas; %s/h, %s mean, %s within the objective, %.1f g CO2e/h%n",
                sites.isEmpty() ? "none" : String.join(", ", sites),
                proposal.path("wanted").asInt(),
                Cells.usd(proposal.path("perHour")),
                Cells.millis(proposal.path("meanRttMs")),
                Cells.percent(proposal.path("withinObjective")),
                report.path("gramsCo2PerHour").asDouble());
        for (var waiting : proposal.path("waiting"))
            System.out.println("waiting: " + waiting.path("replicas").asInt() + " for "
                    + waiting.path("rule").asText() + ": "
                    + waiting.path("reason").asText());
    }
}
