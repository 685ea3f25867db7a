package io.archipelago.bench.gate;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.management.OperatingSystemMXBean;
import io.archipelago.bench.Result;
import io.archipelago.bench.Rows;
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
import io.archipelago.topology.TopicSettings;
import io.archipelago.topology.Topology;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
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
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The gate, with law, ledger and signatures, beside the least that copies a topic exactly once, a loop in three settings.
 * All read the same records of the same topics on the same broker, in turn, as fast as they can; then at a pace, to see
 * what each adds to a record's way.
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
            description = "records of one poll, at most (default: ${DEFAULT-VALUE})",
            defaultValue = "1000")
    private int batch;

    @Option(
            names = "--encrypt",
            description = "all records are rows in JSON, and a further gate encrypts one column of each")
    private boolean encrypt;

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
        var sides = sides();
        var runs = new EnumMap<Side, List<Run>>(Side.class);
        for (int round = -1; round < rounds; round++) { // one round for the compiler
            var topic = TOPIC + ".r" + (round + 1);
            for (var source :
                    sides.stream().map(side -> side.source(topic)).distinct().toList()) {
                make(broker, source);
                fill(bootstrap, source);
            }
            for (int turn = 0; turn < sides.size(); turn++) { // each begins about as often as the others
                var side = sides.get(Math.floorMod(round + turn, sides.size()));
                var run = run(side, bootstrap, side.source(topic));
                if (round < 0) continue;
                runs.computeIfAbsent(side, key -> new ArrayList<>()).add(run);
                say(String.format(
                        Locale.ROOT,
                        "round %d: %-12s %6.0f/s, %4.1f us of processor time for each",
                        round + 1,
                        side.title,
                        run.perSecond,
                        run.cpuMicros));
            }
        }
        var result = new Result("gate");
        runs.forEach((side, each) -> result.metric(side.title + "_records_per_s", median(each, Run::perSecond))
                .metric(side.title + "_cpu_us_per_record", median(each, Run::cpuMicros)));
        latencies(bootstrap, broker, result);
        if (encrypt)
            result.ratio(
                    "cpu_encrypting_over_gate",
                    median(runs.getOrDefault(Side.ENCRYPTING, List.of()), Run::cpuMicros),
                    median(runs.getOrDefault(Side.GATE, List.of()), Run::cpuMicros));
        double least = Double.POSITIVE_INFINITY;
        for (var bare : Side.LOOPS)
            least = Math.min(
                    least,
                    ratios(result, bare, runs.getOrDefault(Side.GATE, List.of()), runs.getOrDefault(bare, List.of())));
        return result.ratio("throughput_gate_over_faster_bare", least, 1);
    }

    private List<Side> sides() {
        return Stream.of(Side.values())
                .filter(side -> encrypt || side != Side.ENCRYPTING)
                .toList();
    }

    private static double median(List<Run> runs, ToDoubleFunction<Run> figure) {
        return Percentiles.of(runs.stream().mapToDouble(figure).toArray()).at(0.5);
    }

    /**
     * Round by round: what both had to share of the machine in a round, they shared.
     *
     * @return the median of the gate's rate over the loop's
     */
    private static double ratios(Result result, Side bare, List<Run> ours, List<Run> theirs) {
        var rates = new double[ours.size()];
        var costs = new double[ours.size()];
        for (int round = 0; round < ours.size(); round++) {
            rates[round] = ours.get(round).perSecond / theirs.get(round).perSecond;
            costs[round] = ours.get(round).cpuMicros / theirs.get(round).cpuMicros;
        }
        var sorted = Percentiles.of(rates);
        var name = "throughput_gate_over_" + bare.title;
        result.ratio(name, sorted.at(0.5), 1)
                .ratio(name + "_worst_round", sorted.at(0), 1)
                .ratio(name + "_best_round", sorted.at(1), 1)
                .ratio("cpu_gate_over_" + bare.title, Percentiles.of(costs).at(0.5), 1);
        return sorted.at(0.5);
    }

    /**
     * @param perSecond records
     * @param cpuMicros of the whole process, broker and reader included, for each record
     */
    private record Run(double perSecond, double cpuMicros) {}

    private Run run(Side side, String bootstrap, String topic) throws IOException {
        var copies =
                new Watcher(bootstrap, side.target(topic), records); // there first: it must not be what is measured
        long before = cpuNanos();
        try (var copying = start(side, bootstrap, topic)) {
            double perSecond = copies.rate();
            return new Run(perSecond, (cpuNanos() - before) / 1e3 / records);
        }
    }

    private static long cpuNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    private Copying start(Side side, String bootstrap, String topic) throws IOException {
        return side.isGate()
                ? new Running(bootstrap, topic, side == Side.ENCRYPTING)
                : new BareLoop(bootstrap, topic, side.target(topic), batch, side);
    }

    /** What each adds between a reader of the local topic and a reader of the copy; once before, for the compiler. */
    private void latencies(String bootstrap, TestBroker broker, Result result) throws IOException {
        for (var side : sides()) added(side, bootstrap, broker, "cold");
        var p99 = new EnumMap<Side, Double>(Side.class);
        for (var side : sides()) {
            var added = added(side, bootstrap, broker, "warm");
            p99.put(side, added.at(0.99));
            result.metric(side.title + "_added_p50_ms", added.at(0.5))
                    .metric(side.title + "_added_p99_ms", added.at(0.99));
        }
        for (var bare : Side.LOOPS)
            result.metric(
                    "gate_added_over_" + bare.title + "_p99_ms",
                    p99.getOrDefault(Side.GATE, 0.0) - p99.getOrDefault(bare, 0.0));
    }

    private Percentiles added(Side side, String bootstrap, TestBroker broker, String pass) throws IOException {
        var topic = TOPIC + '.' + side.title + '-' + pass;
        make(broker, topic);
        try (var copying = start(side, bootstrap, topic)) {
            return added(bootstrap, topic, side.target(topic));
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
        var copies =
                Arrays.stream(Side.values()).map(side -> side.target(topic)).distinct();
        broker.create(Stream.concat(Stream.of(topic), copies)
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
                encrypt ? Rows.row(number, bytes) : "v".repeat(bytes).getBytes(UTF_8));
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
    private final class Running implements Copying {
        private final ScheduledExecutorService reporter = Executors.newSingleThreadScheduledExecutor();
        private final Gate gate;

        Running(String bootstrap, String topic, boolean encrypted) throws IOException {
            var tally = new Tally(new SimpleMeterRegistry(), Instant.now(), Duration.ofMinutes(1));
            var core = new BenchCore(tally);
            var law = Path.of(System.getProperty("archipelago.project", "."), "examples/law");
            for (var file : List.of("00-operations.yaml", "10-groups.yaml", "public-open.yaml"))
                core.declare(Files.readString(law.resolve(file)));
            core.dataset(topic, encrypted);
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
