package io.archipelago.cli.resource;

import io.archipelago.cli.ExitCode;
import io.archipelago.cli.client.ApiProblem;
import io.archipelago.cli.client.Client;
import io.archipelago.cli.output.Printer;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "describe",
        description = "Everything known of one thing: its declaration, the law that binds it, where it runs.",
        footer = {"", "Example: archipelago describe workload cart"})
public final class DescribeCommand implements Callable<Integer> {
    @Mixin
    private RegionOption region = new RegionOption();

    @Parameters(index = "0", paramLabel = "KIND", description = "or KIND/NAME")
    private String kind = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "NAME")
    private String name = "";

    @Override
    public Integer call() {
        int slash = kind.indexOf('/');
        if (slash > 0 && name.isEmpty()) {
            name = kind.substring(slash + 1);
            kind = kind.substring(0, slash);
        }
        var view = KindView.named(kind);
        var client = region.client();
        section(client, view.title(), view.service(), "/" + view.plural() + "/" + Client.encode(name), true);
        switch (view.title()) {
            case "Workload" -> {
                section(client, "Ruling", "residency-policy", "/rulings/workload/" + Client.encode(name), false);
                section(client, "Placement", "placement", "/placements/" + Client.encode(name), false);
                section(client, "TrafficWeights", "placement", "/weights/" + Client.encode(name), false);
            }
            case "Dataset" ->
                section(client, "Ruling", "residency-policy", "/rulings/dataset/" + Client.encode(name), false);
            default -> {}
        }
        return ExitCode.OK;
    }

    private static void section(Client client, String title, String service, String path, boolean required) {
        try {
            var answer = client.get(service, path);
            System.out.println("# " + title);
            Printer.yaml(answer);
        } catch (ApiProblem e) {
            if (required || e.status() != 404) throw e;
            System.out.println("# " + title + ": none yet");
        }
    }
}
