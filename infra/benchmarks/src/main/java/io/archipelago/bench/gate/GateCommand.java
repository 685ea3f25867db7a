package io.archipelago.bench.gate;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.archipelago.bench.Result;
import io.archipelago.cli.ExitCode;
import io.archipelago.cli.Failure;
import io.archipelago.cli.output.Percentiles;
import io.archipelago.events.envelope.Header;
import io.archipelago.residency.gate.Gate;
import io.archipelago.residency.gate.GateSettings;
import io.archipelago.residency.gate.Tally;
import io.archipelago.residency.keyring.Keyring;
import io.archipelago.residency.treatment.PseudonymKey;
import io.archipelago.testkit.TestBroker;
import io.archipelago.topology.TopicNames;
import io.archipelago.topology.TopicSettings;
import io.archipelago.topology.Topology;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The gate, with law, ledger and signatures, beside the least that copies a topic exactly once. Both read the same
 * records of the same topics on the same broker, in turn, as fast as they can; then at a pace, to see what each adds to a
 * record's way.
 */
@Command(
        name = "gate",
        description = "The gate against a bare transactional consume-produce loop, on a broker in this process.")
public final class GateCommand implements Callable<Integer> {

    private static final String TOPIC = "bench.records";
    private static final Topology TOPOLOGY = Topology.load();
    private static final int KEYS = 1_000;
    private static final Duration REPORT = Duration.ofSeconds(5);

    @Option(names = "--records", description = "a round and side (default: ${DEFAULT-VALUE})", defaultValue = "200000")
    private int records;

    @Option(names = "--rounds", description = "in turn (default: ${DEFAULT-VALUE})", defaultValue = "5")
    private int rounds;

    @Option(names = "--bytes", description = "of each value (default: ${DEFAULT-VALUE})", defaultValue = "500")
    private int bytes;

    @Option(
            names = "--rate",
            description = "records a second at a pace (default: ${DEFAULT-VALUE})",
            defaultValue = "200")
    private int rate;

    @Option(names = "--seconds", description = "at a pace, per side (default: ${DEFAULT-VALUE})", defaultValue = "20")
    private int seconds;

    @Option(
            names = "--batch",
            description = "records in one transaction, at most (default: ${DEFAULT-VALUE})",
            defaultValue = "1000")
    private int batch;

    @Option(names = "--json", description = "nothing but the JSON line")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        if (records < 2 || rounds < 1 || bytes < 0 || rate < 1 || seconds < 1 || batch < 1)
            throw new Failure(
                    ExitCode.USAGE,
                    "--rounds, --rate, --seconds and --batch are 1 or more, --records 2 or more, --bytes 0 or more");
        var folder = Files.createTempDirectory("bench-gate");
        try (var broker = new TestBroker(folder)) {
            measure(broker.bootstrap(), broker).print(json);
        } finally {
            delete(folder);
        }
        return ExitCode.OK;
    }

    private Result measure(String bootstrap, TestBroker broker) throws IOException {
        broker.create(TOPOLOGY.forRegion(BenchCore.REGION, List.of(BenchCore.PEER), "local"));
        var ours = new double[rounds];
        var bare = new double[rounds];
        var ratios = new double[rounds];
        for (int round = -1; round < rounds; round++) { // one round for the compiler
            var topic = TOPIC + ".r" + (round + 1);
            make(broker, topic);
            fill(bootstrap, topic);
            boolean first = round % 2 == 0;
            double bareRate = first ? bareRate(bootstrap, topic) : 0;
            double ourRate = ourRate(bootstrap, topic);
            if (!first) bareRate = bareRate(bootstrap, topic);
            if (round < 0) continue;
            ours[round] = ourRate;
            bare[round] = bareRate;
            ratios[round] = ourRate / bareRate;
            say(String.format(Locale.ROOT, "round %d: gate %.0f/s, bare %.0f/s", round + 1, ourRate, bareRate));
        }
        var result = new Result("gate")
                .metric("gate_records_per_s", Percentiles.of(ours).at(0.5))
                .metric("bare_records_per_s", Percentiles.of(bare).at(0.5));
        latencies(bootstrap, broker, result);
        var ratio = Percentiles.of(ratios); // what both had to share of the machine in a round, they shared
        return result.ratio("throughput_gate_over_bare", ratio.at(0.5), 1)
                .ratio("throughput_gate_over_bare_worst_round", ratio.at(0), 1)
                .ratio("throughput_gate_over_bare_best_round", ratio.at(1), 1);
    }

    /** The reader is there first: what had to wait for it would arrive faster than it was copied. */
    private double ourRate(String bootstrap, String topic) throws IOException {
        var copies = new Watcher(bootstrap, TopicNames.export(BenchCore.PEER, topic), records);
        try (var running = new Running(bootstrap, topic)) {
            return copies.rate();
        }
    }

    private double bareRate(String bootstrap, String topic) {
        var copies = new Watcher(bootstrap, "bare." + topic, records);
        try (var loop = new BareLoop(bootstrap, topic, "bare." + topic, batch)) {
            return copies.rate();
        }
    }

    /** What each adds between a reader of the local topic and a reader of the copy; once before, for the compiler. */
    private void latencies(String bootstrap, TestBroker broker, Result result) throws IOException {
        ourWay(bootstrap, broker, "cold");
        bareWay(bootstrap, broker, "cold");
        var ours = ourWay(bootstrap, broker, "warm");
        var bare = bareWay(bootstrap, broker, "warm");
        result.metric("gate_added_p50_ms", ours.at(0.5))
                .metric("gate_added_p99_ms", ours.at(0.99))
                .metric("bare_added_p50_ms", bare.at(0.5))
                .metric("bare_added_p99_ms", bare.at(0.99))
                .metric("gate_added_over_bare_p99_ms", ours.at(0.99) - bare.at(0.99));
    }

    private Percentiles ourWay(String bootstrap, TestBroker broker, String pass) throws IOException {
        var topic = TOPIC + ".gate-" + pass;
        make(broker, topic);
        try (var running = new Running(bootstrap, topic)) {
            return added(bootstrap, topic, TopicNames.export(BenchCore.PEER, topic));
        }
    }

    private Percentiles bareWay(String bootstrap, TestBroker broker, String pass) {
        var topic = TOPIC + ".bare-" + pass;
        make(broker, topic);
        try (var loop = new BareLoop(bootstrap, topic, "bare." + topic, batch)) {
            return added(bootstrap, topic, "bare." + topic);
        }
    }

    /** In ms; the first quarter warms up and is left out. */
    private Percentiles added(String bootstrap, String from, String to) {
        int count = rate * seconds;
        var local = new Watcher(bootstrap, from, count);
        var copies = new Watcher(bootstrap, to, count);
        long pauseNanos = 1_000_000_000L / rate;
        try (var producer = producer(bootstrap)) {
            long due = System.nanoTime();
            for (int i = 0; i < count; i++, due += pauseNanos) {
                for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime())
                    LockSupport.parkNanos(left);
                var unused = producer.send(labelled(from, i));
            }
        }
        var at = local.arrivals();
        var then = copies.arrivals();
        var added = new double[count - count / 4];
        for (int i = 0; i < added.length; i++) added[i] = (then[i + count / 4] - at[i + count / 4]) / 1e6;
        return Percentiles.of(added);
    }

    private static void make(TestBroker broker, String topic) {
        var settings = TOPOLOGY.userData(topic, "local");
        var names = List.of(topic, TopicNames.export(BenchCore.PEER, topic), "bare." + topic);
        broker.create(names.stream()
                .map(name -> new TopicSettings(name, 1, settings.replicas(), settings.configs()))
                .toList());
    }

    private void fill(String bootstrap, String topic) {
        var sent = new ArrayList<Future<?>>();
        try (var producer = producer(bootstrap)) {
            for (int i = 0; i < records; i++) sent.add(producer.send(labelled(topic, i)));
            producer.flush();
            for (var one : sent) one.get();
        } catch (ExecutionException | InterruptedException e) {
            throw new Failure("the broker does not take records: " + e.getMessage());
        }
    }

    private static KafkaProducer<byte[], byte[]> producer(String bootstrap) {
        return new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", bootstrap, "linger.ms", 0, "batch.size", 64 * 1024),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    private ProducerRecord<byte[], byte[]> labelled(String topic, int number) {
        var record = new ProducerRecord<>(
                topic,
                0,
                ("key-" + number % KEYS).getBytes(UTF_8),
                "v".repeat(bytes).getBytes(UTF_8));
        record.headers()
                .add(Header.ID, Integer.toString(number).getBytes(UTF_8))
                .add(Header.DATA_CLASS, "public".getBytes(UTF_8))
                .add(Header.JURISDICTION, "DE".getBytes(UTF_8));
        return record;
    }

    private void say(String line) {
        if (!json) System.out.println(line);
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }

    /** A gate at work on one dataset, with a ledger that is kept. */
    private final class Running implements AutoCloseable {
        private final ScheduledExecutorService reporter = Executors.newSingleThreadScheduledExecutor();
        private final Gate gate;

        Running(String bootstrap, String topic) throws IOException {
            var tally = new Tally(new SimpleMeterRegistry(), Instant.now(), Duration.ofMinutes(1));
            var core = new BenchCore(tally);
            var law = Path.of(System.getProperty("archipelago.project", "."), "examples/law");
            for (var file : List.of("00-operations.yaml", "10-groups.yaml", "public-open.yaml"))
                core.declare(Files.readString(law.resolve(file)));
            core.dataset(topic);
            var settings = new GateSettings(
                    BenchCore.REGION,
                    new TreeMap<>(Map.of(BenchCore.PEER, "US")),
                    Map.of("bootstrap.servers", bootstrap),
                    "local",
                    Duration.ofMillis(500),
                    batch,
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(5),
                    PseudonymKey.generate(),
                    Keyring.forgetful());
            gate = new Gate(settings, TOPOLOGY, core, tally);
            gate.start();
            var unused = reporter.scheduleWithFixedDelay(
                    () -> core.report(tally.handOver(Instant.now())),
                    REPORT.toMillis(),
                    REPORT.toMillis(),
                    TimeUnit.MILLISECONDS);
        }

        @Override
        public void close() {
            gate.stop();
            reporter.shutdownNow();
        }
    }
}
