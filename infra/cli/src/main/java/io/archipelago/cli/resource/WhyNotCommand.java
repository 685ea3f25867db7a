package io.archipelago.cli.resource;

import io.archipelago.cli.ExitCode;
import io.archipelago.cli.Failure;
import io.archipelago.cli.client.Client;
import io.archipelago.cli.output.Cells;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "why-not",
        description = "Why a workload does not run at a site, and what would change that.",
        footer = {"", "Example: archipelago why-not cart singapore"})
public final class WhyNotCommand implements Callable<Integer> {
    @Mixin
    private RegionOption region = new RegionOption();

    @Parameters(index = "0", paramLabel = "WORKLOAD")
    private String workload = "";

    @Parameters(index = "1", paramLabel = "SITE")
    private String site = "";

    @Override
    public Integer call() {
        var why = region.client()
                .get(
                        "placement",
                        "/placements/" + Client.encode(workload) + "/explanation?site=" + Client.encode(site));
        for (var option : why.path("sites"))
            if (option.path("site").asText().equals(site)) {
                System.out.println(
                        workload + " at " + site + ": " + option.path("verdict").asText() + ", "
                                + option.path("reason").asText());
                if (option.path("delta").isNumber())
                    System.out.println(
                            "a replica there would change the price by " + Cells.usd(option.path("delta")) + "/h");
                if (option.at("/law/source").isTextual())
                    System.out.println("law: " + option.at("/law/rules") + " "
                            + option.at("/law/source").asText());
                for (var flip : why.path("flips"))
                    System.out.println(flip.path("change").asText());
                if (why.path("flips").isEmpty() && option.path("replicas").asInt() == 0)
                    System.out.println("no single change of price, distance, room, law or budget would bring it there");
                for (var conflict : why.path("conflicts")) ConflictView.print(workload, conflict);
                return ExitCode.OK;
            }
        throw new Failure("no site '" + site + "': ./archipelago get sites lists them");
    }
}
