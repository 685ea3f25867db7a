package io.archipelago.bench.backbone;

import io.archipelago.bench.Result;
import io.archipelago.cli.ExitCode;
import io.archipelago.cli.Failure;
import io.archipelago.cli.client.Client;
import io.archipelago.cli.client.CloudFile;
import io.archipelago.cli.output.Percentiles;
import io.archipelago.cli.resource.Declaring;
import io.archipelago.topology.access.Acls;
import io.archipelago.topology.access.Identity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Two roads from a commit in the first region to a plain consumer in the second, in turn in one run. Ours: outbox,
 * Debezium, the dataset's topic, the residency gate, export topic, MirrorMaker 2. Bare: the same Debezium writes straight
 * into an export topic that the same MirrorMaker 2 carries; no service touches it. What differs is the gate.
 */
@Command(
        name = "backbone",
        description = "Commit to local topic and to another region, through the gate, against the bare pipeline.",
        footer = {"", "Needs a running cloud of two regions or more: ./archipelago up"})
public final class BackboneCommand implements Callable<Integer> {
    private static final String OURS = "bench.signals";
    private static final String BARE = "bench.bare";
    private static final int PAYLOAD_BYTES = 200;
    private static final int ROWS_PER_TRANSACTION = 500;
    private static final long PATIENCE_NANOS = 120_000_000_000L;

    @Option(names = "--seconds", description = "of the latency part (default: ${DEFAULT-VALUE})", defaultValue = "30")
    private int seconds;

    @Option(names = "--rate", description = "rows per second and road (default: ${DEFAULT-VALUE})", defaultValue = "50")
    private int rate;

    @Option(
            names = "--rows",
            description = "of the burst, per road (default: ${DEFAULT-VALUE})",
            defaultValue = "50000")
    private int rows;

    @Option(names = "--json", description = "nothing but the JSON line")
    private boolean json;

    private record Road(Arrivals local, Arrivals remote, String topic, String prefix) implements AutoCloseable {
        @Override
        public void close() {
            local.close();
            remote.close();
        }
    }

    @Override
    public Integer call() throws IOException, SQLException {
        if (seconds < 1 || rate < 1 || rows < 1)
            throw new Failure(ExitCode.USAGE, "--seconds, --rate and --rows are 1 or more");
        var cloud = CloudFile.read();
        if (cloud.regions().size() < 2) throw new Failure("a way to another region needs two: ./archipelago up");
        var here = cloud.regions().getFirst();
        var there = cloud.regions().get(1);
        var client = new Client(cloud, here.name());
        prepare(client, here, there);
        var result = new Result("backbone");
        var remotePrefix = here.name() + ".";
        permit(here, there, true);
        try (var outbox = new Outbox(here);
                var ours = new Road(new Arrivals(here, OURS), new Arrivals(there, remotePrefix + OURS), OURS, "o");
                var bare = new Road(
                        new Arrivals(here, export(there, BARE)),
                        new Arrivals(there, remotePrefix + BARE),
                        export(there, BARE),
                        "b")) {
            warmUp(outbox, List.of(ours, bare));
            latency(outbox, ours, bare, result);
            burst(outbox, ours, bare, result);
        } finally {
            permit(here, there, false);
            client.send("DELETE", here, "inventory", "/datasets/bench", null, new byte[0]);
        }
        result.print(json);
        return ExitCode.OK;
    }

    private static String export(CloudFile.Region there, String topic) {
        return "export." + there.name() + "." + topic;
    }

    /** Ours is a dataset like any user's; the topics of the bare road are made by hand, as no gate knows them. */
    private void prepare(Client client, CloudFile.Region here, CloudFile.Region there) throws IOException {
        var file = Files.createTempFile("bench", ".yaml");
        try {
            Files.writeString(
                    file, """
                    apiVersion: archipelago.io/v1
                    kind: ResidencyPolicy
                    metadata: {name: public-open}
                    spec:
                      description: Public data may go anywhere. A model, not advice.
                      dataClasses: [public]
                      subjects: ["*"]
                      rules:
                        - {id: open, effect: allow, actions: [store, process, send], jurisdictions: ["*"], source: owner's choice}
                    ---
                    apiVersion: archipelago.io/v1
                    kind: Dataset
                    metadata: {name: bench, home: %s}
                    spec:
                      owner: bench
                      dataClass: public
                      jurisdiction: %s
                      source: {topic: %s}
                      copies: [%s]
                    """.formatted(here.name(), here.jurisdiction(), OURS, there.name()), StandardCharsets.UTF_8);
            new Declaring(client).apply(List.of(file.toString()), false);
        } finally {
            Files.delete(file);
        }
        create(here, export(there, BARE));
        create(there, here.name() + "." + BARE);
        await(
                "the topics of the dataset",
                () -> exists(here, OURS)
                        && exists(here, export(there, OURS))
                        && exists(there, here.name() + "." + OURS));
    }

    /** Debezium may write neither users' topics nor past the gate: for the time of the measurement the operator lets it. */
    private static void permit(CloudFile.Region here, CloudFile.Region there, boolean given) {
        var connect = new AccessControlEntry(
                Acls.principal(Identity.service(here.name(), "connect")),
                "*",
                AclOperation.WRITE,
                AclPermissionType.ALLOW);
        var permissions = Stream.of(OURS, export(there, BARE))
                .map(topic ->
                        new AclBinding(new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL), connect))
                .toList();
        try (var admin = Admin.create(here.kafkaAsOperator())) {
            if (given) admin.createAcls(permissions).all().get();
            else
                admin.deleteAcls(permissions.stream().map(AclBinding::toFilter).toList())
                        .all()
                        .get();
        } catch (ExecutionException e) {
            throw new Failure("Debezium is not permitted to take part: " + e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void create(CloudFile.Region region, String topic) {
        try (var admin = Admin.create(region.kafkaAsOperator())) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) throw new Failure(topic + ": " + e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean exists(CloudFile.Region region, String topic) {
        try (var admin = Admin.create(region.kafkaAsOperator())) {
            return admin.listTopics().names().get().contains(topic);
        } catch (ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void await(String what, BooleanSupplier holds) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() > deadline)
                throw new Failure(ExitCode.TIMEOUT, what + " did not come in time: ./archipelago status shows why");
            LockSupport.parkNanos(5_000_000);
        }
    }

    private void warmUp(Outbox outbox, List<Road> roads) throws SQLException {
        say("warming up …");
        long i = 0;
        for (int round = 0; round < 200; round++)
            for (var road : roads) outbox.write(road.topic, road.prefix + "w", i++, 1, PAYLOAD_BYTES);
        for (var road : roads) await("the first records", () -> road.remote.count() >= 200);
    }

    private void latency(Outbox outbox, Road ours, Road bare, Result result) throws SQLException {
        say("latency: " + rate + " rows/s on each road for " + seconds + " s …");
        Map<String, Long> committed = new HashMap<>();
        long period = 1_000_000_000L / rate;
        long next = System.nanoTime();
        int count = rate * seconds;
        for (int i = 0; i < count; i++)
            for (var road : List.of(ours, bare)) {
                committed.put(road.prefix + i, outbox.write(road.topic, road.prefix, i, 1, PAYLOAD_BYTES));
                next += period / 2;
                LockSupport.parkNanos(Math.max(0, next - System.nanoTime()));
            }
        var last = count - 1;
        for (var road : List.of(ours, bare)) await("the last record", () -> road.remote.has(road.prefix + last));
        record Leg(String name, Percentiles ours, Percentiles bare) {}
        for (var leg : List.of(
                new Leg("local", millis(ours.local, "o", count, committed), millis(bare.local, "b", count, committed)),
                new Leg(
                        "remote",
                        millis(ours.remote, "o", count, committed),
                        millis(bare.remote, "b", count, committed))))
            for (var share : new double[] {0.5, 0.99}) {
                var name = leg.name + "_p" + Math.round(share * 100);
                result.metric(name + "_ms", leg.ours.at(share)).metric("bare_" + name + "_ms", leg.bare.at(share));
                result.ratio(name, leg.ours.at(share), leg.bare.at(share));
            }
    }

    private static Percentiles millis(Arrivals arrivals, String prefix, int count, Map<String, Long> committed) {
        var samples = new double[count];
        for (int i = 0; i < count; i++) {
            var key = prefix + i;
            samples[i] = (arrivals.at(key) - committed.getOrDefault(key, 0L)) / 1e6;
        }
        return Percentiles.of(samples);
    }

    /** Alternates the roads twice, so that neither profits from a warmer machine; the median of each counts. */
    private void burst(Outbox outbox, Road ours, Road bare, Result result) throws SQLException {
        say("burst: " + rows + " rows on each road, twice …");
        double[] perSecond = new double[2];
        for (int round = 0; round < 2; round++) {
            perSecond[0] = Math.max(perSecond[0], burst(outbox, bare, "r" + round));
            perSecond[1] = Math.max(perSecond[1], burst(outbox, ours, "r" + round));
        }
        result.metric("rows_per_second", perSecond[1]).metric("bare_rows_per_second", perSecond[0]);
        result.ratio("time_per_row", perSecond[0], perSecond[1]); // above 1: ours is slower
    }

    private double burst(Outbox outbox, Road road, String round) throws SQLException {
        int before = road.remote.count();
        long start = System.nanoTime();
        for (int i = 0; i < rows; i += ROWS_PER_TRANSACTION)
            outbox.write(
                    road.topic, road.prefix + round + "-", i, Math.min(ROWS_PER_TRANSACTION, rows - i), PAYLOAD_BYTES);
        await("the burst", () -> road.remote.count() >= before + rows);
        double seconds = (road.remote.lastAt() - start) / 1e9;
        say(String.format(Locale.ROOT, "  %s: %.0f rows/s", road.topic, rows / seconds));
        return rows / seconds;
    }

    private void say(String line) {
        if (!json) System.out.println(line);
    }
}
