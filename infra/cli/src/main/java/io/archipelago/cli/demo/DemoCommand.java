package io.archipelago.cli.demo;

import io.archipelago.cli.ExitCode;
import io.archipelago.cli.Failure;
import io.archipelago.cli.client.CloudFile;
import io.archipelago.cli.local.ConsoleCommand;
import io.archipelago.cli.local.Local;
import io.archipelago.cli.local.Start;
import io.archipelago.cli.output.Cells;
import io.archipelago.cli.output.Printer;
import io.archipelago.local.LocalCloud;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "demo",
        description = "Start three regions, play the story, check every step, leave the console open.",
        footer = {"", "Starts from an empty cloud: what an earlier one knew is wiped. Ctrl-C stops everything."})
public final class DemoCommand implements Callable<Integer> {

    @Option(names = "--json", description = "for machines: only the report on standard output, then stop the cloud")
    private boolean json;

    @Option(
            names = "--pace",
            paramLabel = "SECONDS",
            description = "pause before each act, for talks (default: ${DEFAULT-VALUE})",
            defaultValue = "0")
    private int pace;

    @Option(
            names = "--applies",
            paramLabel = "COUNT",
            description = "workloads that are applied to see how fast a decision is (default: ${DEFAULT-VALUE})",
            defaultValue = "100")
    private int applies;

    @Option(names = "--keep", description = "leave the cloud running at the end")
    private boolean keep;

    @Override
    public Integer call() throws InterruptedException {
        if (applies < 1) throw new Failure(ExitCode.USAGE, "--applies must be 1 or more, not " + applies);
        var cloud = Local.cloud();
        var out = json ? System.err : System.out;
        var stop = stopAtExit(cloud, out);
        var report = new Report();
        var stage = new Stage(report, out, pace * 1000L);
        try {
            stage.act("start", "Three regions start: each with PostgreSQL, Kafka, Connect and five services.", () -> {
                cloud.down(true, step -> {});
                long start = System.nanoTime();
                var status = Start.cloud(3, out);
                double ms = (System.nanoTime() - start) / 1e6;
                report.metric("start_ms", ms);
                report.metric("rss_mib", status.totals().rssBytes() / 1048576.0);
                stage.check(
                        "three regions live",
                        status.totals().ready() == status.totals().parts(),
                        status.totals().ready() + " parts, "
                                + Cells.bytes(status.totals().rssBytes()) + ", " + Report.seconds(Math.round(ms)));
            });
            if (report.passed()) new Story(stage, CloudFile.read(), control(cloud), Local.project(), applies).play();
            if (json) Printer.json(report.json());
            else report.print(out);
            if (!json && report.passed()) {
                out.println("\nThe console stays open: "
                        + ConsoleCommand.address(CloudFile.read().regions().getFirst())
                        + "   Ctrl-C stops everything.");
                new CountDownLatch(1).await();
            }
        } finally {
            if (keep) Runtime.getRuntime().removeShutdownHook(stop);
        }
        return report.passed() ? ExitCode.OK : ExitCode.ERROR;
    }

    private static RegionControl control(LocalCloud cloud) {
        return new RegionControl() {
            @Override
            public void kill(String region) {
                cloud.chaos(LocalCloud.Chaos.KILL, region, null, step -> {});
            }

            @Override
            public void start(String region) {
                cloud.chaos(LocalCloud.Chaos.START, region, null, step -> {});
            }
        };
    }

    private Thread stopAtExit(LocalCloud cloud, PrintStream out) {
        var stop = new Thread(() -> {
            out.println("stopping …");
            cloud.down(false, step -> {});
        });
        if (!keep) Runtime.getRuntime().addShutdownHook(stop);
        return stop;
    }
}
