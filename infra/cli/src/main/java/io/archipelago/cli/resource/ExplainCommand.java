package io.archipelago.cli.resource;

import com.fasterxml.jackson.databind.JsonNode;
import io.archipelago.cli.ExitCode;
import io.archipelago.cli.Failure;
import io.archipelago.cli.client.Client;
import io.archipelago.cli.output.Cells;
import io.archipelago.cli.output.Format;
import io.archipelago.cli.output.Printer;
import io.archipelago.cli.output.Table;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "explain",
        aliases = "why",
        description = "Why a workload runs where it runs: every site with its law, room, distance and price.",
        footer = {"", "Example: archipelago explain placement cart"})
public final class ExplainCommand implements Callable<Integer> {
    @Mixin
    private RegionOption region = new RegionOption();

    @Parameters(index = "0", paramLabel = "placement", description = "placement NAME, placement/NAME or NAME")
    private String kind = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "NAME")
    private String name = "";

    @Option(
            names = {"-o", "--output"},
            description = "table or json",
            defaultValue = "table")
    private Format format = Format.table;

    @Override
    public Integer call() {
        int slash = kind.indexOf('/');
        if (slash > 0) {
            name = kind.substring(slash + 1);
            kind = kind.substring(0, slash);
        } else if (name.isEmpty()) {
            name = kind;
            kind = "placement";
        }
        if (!kind.equals("placement") && !kind.equals("workload"))
            throw new Failure(ExitCode.USAGE, "only placements are explained: explain placement NAME");
        var why = region.client().get("placement", "/placements/" + Client.encode(name) + "/explanation");
        if (format == Format.json) Printer.json(why);
        else print(why);
        return ExitCode.OK;
    }

    private static void print(JsonNode why) {
        System.out.printf(
                Locale.ROOT,
                "%s: %d of %d replicas placed for %s/h   decided %s ago by %s (%s), epoch %d plan %d%n",
                why.path("workload").asText(),
                why.path("placed").asInt(),
                why.path("wanted").asInt(),
                Cells.usd(why.at("/perHour/total")),
                Cells.age(why.path("decidedAt")),
                why.path("planner").asText(),
                why.path("cause").asText("nothing yet"),
                why.path("epoch").asLong(),
                why.path("plan").asLong());
        var price = why.path("perHour");
        System.out.printf(
                "per hour: compute %s, transfer %s; worth: latency %s, carbon %s%n%n",
                Cells.usd(price.path("compute")),
                Cells.usd(price.path("transfer")),
                Cells.usd(price.path("latency")),
                Cells.usd(price.path("carbon")));
        var table = new Table(List.of("SITE", "REPLICAS", "LAW", "ROOM", "RTT", "$/H", "DELTA", "VERDICT"));
        for (var site : why.path("sites"))
            table.row(
                    site.path("site").asText(),
                    site.path("replicas").asText(),
                    site.at("/law/allowed").asBoolean() ? "ok" : "denied",
                    site.at("/room/fits").asInt() > 0 ? "ok" : "full",
                    Cells.millis(site.path("meanRttMs")),
                    Cells.usd(site.path("compute")),
                    Cells.usd(site.path("delta")),
                    verdict(site));
        table.print(System.out);
        for (var waiting : why.path("waiting"))
            System.out.println("\nwaiting: " + waiting.path("replicas").asInt() + " for "
                    + waiting.path("rule").asText() + ": "
                    + waiting.path("reason").asText());
        if (why.path("runnerUp").isTextual())
            System.out.println("\nrunner-up: " + why.path("runnerUp").asText());
        if (!why.path("binding").isEmpty()) System.out.println("\nWhat holds it here:");
        for (var binding : why.path("binding"))
            System.out.println("  " + binding.path("constraint").asText()
                    + (binding.path("savesPerHour").asDouble() > 0
                            ? ": " + Cells.usd(binding.path("savesPerHour")) + "/h less without it"
                            : ": without it more is placed or moved"));
        for (var conflict : why.path("conflicts"))
            ConflictView.print(why.path("workload").asText(), conflict);
        if (!why.path("flips").isEmpty())
            System.out.println("\nThe answer would change (each was tried by planning anew):");
        for (var flip : why.path("flips"))
            System.out.println("  " + flip.path("site").asText() + ": "
                    + flip.path("change").asText());
        System.out.println("\nSeen:");
        for (var input : why.path("inputs"))
            System.out.println("  " + input.path("kind").asText() + " "
                    + input.path("name").asText() + ", "
                    + input.path("ageSeconds").asLong() + " s old");
    }

    private static String verdict(JsonNode site) {
        var verdict = site.path("verdict").asText();
        var rule = site.path("rule").asText("");
        return verdict + (rule.isEmpty() ? "" : " (" + rule + ")") + ": "
                + site.path("reason").asText();
    }
}
