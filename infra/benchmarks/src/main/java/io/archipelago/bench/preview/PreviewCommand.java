package io.archipelago.bench.preview;

import io.archipelago.bench.Result;
import io.archipelago.cli.ExitCode;
import io.archipelago.cli.Failure;
import io.archipelago.cli.client.Client;
import io.archipelago.cli.client.CloudFile;
import io.archipelago.cli.output.Percentiles;
import io.archipelago.cli.resource.Declaring;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * What {@code policy preview} asks of a region: HTTP, the service as it runs in the cloud, its database. Beside it the same
 * rows are read out of the same table and thrown away. Only the entries are generated: their pages are copied into the
 * archive, and deleted at the end.
 */
@Command(
        name = "preview",
        description = "A whole ledger decided again by a draft, against a bare scan of the same rows.",
        footer = {"", "Needs a running cloud of two regions or more: ./archipelago up"})
public final class PreviewCommand implements Callable<Integer> {

    private static final long PATIENCE_NANOS = 120_000_000_000L;
    private static final String DRAFT = """
            apiVersion: archipelago.io/v1
            kind: ResidencyPolicy
            metadata: {name: bench-draft}
            spec:
              dataClasses: [personal]
              subjects: [DE, FR, IT, ES]
              rules:
                - {id: none, effect: deny, actions: [send], jurisdictions: ["*"], source: a benchmark}
            """;

    @Option(names = "--entries", description = "of the ledger (default: ${DEFAULT-VALUE})", defaultValue = "10000000")
    private long entries;

    @Option(names = "--rounds", description = "in turn (default: ${DEFAULT-VALUE})", defaultValue = "3")
    private int rounds;

    @Option(names = "--json", description = "nothing but the JSON line")
    private boolean json;

    @Override
    public Integer call() throws IOException, SQLException {
        if (entries < 1 || rounds < 1) throw new Failure(ExitCode.USAGE, "--entries and --rounds are 1 or more");
        var cloud = CloudFile.read();
        if (cloud.regions().size() < 2) throw new Failure("what crosses needs two regions: ./archipelago up");
        var here = cloud.regions().getFirst();
        var there = cloud.regions().get(1).name();
        var client = new Client(cloud, here.name());
        try (var ledger = new GeneratedLedger(here, there)) {
            declare(client, here, there);
            try {
                awaitRulings(client);
                long start = System.nanoTime();
                ledger.fill(entries, Duration.ofDays(90), Instant.now());
                say(String.format(Locale.ROOT, "%,d entries copied in, %.0f s", entries, secondsSince(start)));
                measure(client, here, ledger).print(json);
            } finally {
                for (var dataset : GeneratedLedger.datasets())
                    delete(client, here, "inventory", "/datasets/" + dataset);
                delete(client, here, "residency-policy", "/residencypolicies/bench-preview");
            }
        }
        return ExitCode.OK;
    }

    private static void declare(Client client, CloudFile.Region here, String there) throws IOException {
        var file = Files.createTempFile("bench", ".yaml");
        try {
            Files.writeString(file, GeneratedLedger.declarations(here.name(), there));
            new Declaring(client).apply(List.of(file.toString()), false);
        } finally {
            Files.delete(file);
        }
    }

    private static void awaitRulings(Client client) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        var last = GeneratedLedger.datasets().getLast();
        while (client.get("residency-policy", "/rulings")
                .path("items")
                .valueStream()
                .noneMatch(ruling -> ruling.path("subject").asText().equals("dataset/" + last))) {
            if (System.nanoTime() > deadline) throw new Failure("the datasets are not ruled on");
            LockSupport.parkNanos(50_000_000);
        }
    }

    private Result measure(Client client, CloudFile.Region here, GeneratedLedger ledger)
            throws SQLException, IOException {
        var ours = new double[rounds];
        var bare = new double[rounds];
        long stored = 0;
        long read = 0;
        for (int round = -1; round < rounds; round++) { // one round for caches and compiler
            long start = System.nanoTime();
            stored = ledger.scan();
            double bareSeconds = secondsSince(start);
            start = System.nanoTime();
            read = ask(client, here, ledger.lines());
            double ourSeconds = secondsSince(start);
            if (round < 0) continue;
            bare[round] = bareSeconds;
            ours[round] = ourSeconds;
            say(String.format(
                    Locale.ROOT, "round %d: preview %.2f s, bare scan %.2f s", round + 1, ourSeconds, bareSeconds));
        }
        double seconds = Percentiles.of(ours).at(0.5);
        double scan = Percentiles.of(bare).at(0.5);
        return new Result("preview")
                .metric("entries", read)
                .metric("lines", ledger.lines())
                .metric("stored_bytes", stored)
                .metric("preview_s", seconds)
                .metric("preview_worst_s", Percentiles.of(ours).at(1))
                .metric("bare_scan_s", scan)
                .metric("entries_per_s", Math.round(read / seconds))
                .ratio("preview_over_bare_scan", seconds, scan);
    }

    /** @return how many entries were decided on; all lines must be */
    private static long ask(Client client, CloudFile.Region here, long lines) {
        var answer = client.send(
                "POST",
                here,
                "residency-policy",
                "/policies/preview",
                "application/yaml",
                DRAFT.getBytes(StandardCharsets.UTF_8));
        long refused = 0;
        for (var way : answer.path("ways")) refused += way.path("refused").asLong();
        if (answer.path("lines").asLong() < lines || refused == 0)
            throw new Failure("the preview saw " + answer.path("lines") + " of " + lines + " lines, and " + refused
                    + " records that would stay");
        return answer.path("entries").asLong();
    }

    private static void delete(Client client, CloudFile.Region here, String service, String path) {
        client.send("DELETE", here, service, path, null, new byte[0]);
    }

    private static double secondsSince(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private void say(String line) {
        if (!json) System.out.println(line);
    }
}
