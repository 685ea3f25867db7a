package io.archipelago.cli.local;

import io.archipelago.cli.ExitCode;
import io.archipelago.cli.client.CloudFile;
import io.archipelago.cli.output.Cells;
import io.archipelago.cli.output.Printer;
import io.archipelago.local.CloudStatus;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "up",
        description = "Start the cloud on this machine: per region PostgreSQL, Kafka, Connect and five services.",
        footer = {"", "Starts only what is down, so it may be repeated. State and logs: .archipelago/"})
public final class UpCommand implements Callable<Integer> {
    @Option(names = "--regions", description = "1 to 3 (default: ${DEFAULT-VALUE})", defaultValue = "3")
    private int regions;

    @Option(
            names = {"-o", "--output"},
            description = "table or json",
            defaultValue = "table")
    private io.archipelago.cli.output.Format format = io.archipelago.cli.output.Format.table;

    @Override
    public Integer call() {
        boolean json = format == io.archipelago.cli.output.Format.json;
        long start = System.nanoTime();
        var status = Start.cloud(regions, json ? System.err : System.out);
        if (json) Printer.json(Start.JSON.valueToTree(status));
        else greet(status, (System.nanoTime() - start) / 1e9);
        return ExitCode.OK;
    }

    private static void greet(CloudStatus status, double seconds) {
        var regions = CloudFile.read().regions();
        System.out.printf(
                Locale.ROOT,
                "%nYour cloud is alive: %d parts in %.1f s, %s of memory.%n",
                status.totals().ready(),
                seconds,
                Cells.bytes(status.totals().rssBytes()));
        for (var region : regions)
            System.out.printf(
                    "  %-13s console %s   kafka %s%n",
                    region.name(), region.services().getOrDefault("observability", "-"), region.kafka());
        System.out.println("""

                Look: ./archipelago console
                Next: ./archipelago apply -f examples/law -f examples/cloud -f examples/shop
                      ./archipelago get placements -o wide
                      ./archipelago chaos kill us-east
                Stop: ./archipelago down""");
    }
}
