package io.archipelago.cli.local;

import io.archipelago.cli.ExitCode;
import io.archipelago.cli.output.Cells;
import io.archipelago.cli.output.Format;
import io.archipelago.cli.output.Printer;
import io.archipelago.cli.output.Table;
import io.archipelago.local.CloudStatus;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "status",
        description = "What runs on this machine: processes and connectors, with memory and CPU.",
        footer = {"", "Exit code 0 when everything is ready, 1 when something is not, 69 when no cloud runs."})
public final class StatusCommand implements Callable<Integer> {
    @Option(
            names = {"-o", "--output"},
            description = "table or json",
            defaultValue = "table")
    private Format format = Format.table;

    @Override
    public Integer call() {
        var status = Local.cloud().status();
        if (status.isEmpty()) {
            System.err.println("no cloud is running here: ./archipelago up");
            return ExitCode.UNREACHABLE;
        }
        if (format == Format.json) Printer.json(Start.JSON.valueToTree(status.get()));
        else print(status.get());
        var totals = status.get().totals();
        return totals.ready() == totals.parts() ? ExitCode.OK : ExitCode.ERROR;
    }

    private static void print(CloudStatus status) {
        var table = new Table(
                List.of("REGION", "PART", "STATE", "PID", "UPTIME", "RESTARTS", "RSS", "CPU", "ADDRESS", "MESSAGE"));
        for (var region : status.regions()) {
            region.parts().forEach(part -> row(table, region.name(), part));
            region.connectors()
                    .forEach(c -> table.row(
                            region.name(),
                            c.name(),
                            c.state(),
                            "",
                            "",
                            String.valueOf(c.restarts()),
                            "",
                            "",
                            "",
                            c.message() == null ? "" : c.message()));
        }
        table.print(System.out);
        var totals = status.totals();
        System.out.printf(
                Locale.ROOT,
                "%d of %d parts ready, %s of memory, %.0f s of CPU%n",
                totals.ready(),
                totals.parts(),
                Cells.bytes(totals.rssBytes()),
                totals.cpuSeconds());
    }

    private static void row(Table table, String region, CloudStatus.Part part) {
        table.row(
                region,
                part.name(),
                part.state().toString().toLowerCase(Locale.ROOT).replace('_', '-'),
                part.pid() == null ? "-" : String.valueOf(part.pid()),
                String.format(Locale.ROOT, "%.0fs", part.uptimeSeconds()),
                String.valueOf(part.restarts()),
                Cells.bytes(part.rssBytes()),
                String.format(Locale.ROOT, "%.1fs", part.cpuSeconds()),
                part.address() == null ? "-" : part.address(),
                part.message() == null ? "" : part.message());
    }
}
