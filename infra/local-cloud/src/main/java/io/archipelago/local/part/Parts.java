package io.archipelago.local.part;

import io.archipelago.local.Installation;
import io.archipelago.local.LocalRegion;
import io.archipelago.local.PartName;
import io.archipelago.local.http.JsonHttp;
import io.archipelago.local.process.LogFile;
import io.archipelago.local.trust.EventKeys;
import io.archipelago.local.trust.Trust;
import io.archipelago.topology.access.Identity;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Says how each part of a region is run.
 *
 * @param regions all regions of the cloud
 * @param basePorts the port at which the hundred of each region begins
 * @param trust the certificates of the regions
 * @param eventKeys what their services sign with
 * @param password of every role of the regions' databases
 * @param training whether the first region's programs write the caches that make later starts fast
 */
public record Parts(
        Installation installation,
        List<LocalRegion> regions,
        ToIntFunction<LocalRegion> basePorts,
        Trust trust,
        EventKeys eventKeys,
        String password,
        Training training) {
    /** Whether a start is there to be learned from. */
    public enum Training {
        ON,
        OFF
    }

    /** The file of the databases' password among the installation's secrets. */
    public static final String DATABASE_PASSWORD = "database";

    private static final Duration READY_LIMIT = Duration.ofMinutes(5);
    private static final int SERVICE_HEAP_MIB = 112;

    /** Compiling at once whatever was hot in training is a fifth of a service's start: what is hot here comes anyway. */
    private static final List<String> SERVICE_OPTIONS =
            List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:-AOTReplayTraining");

    public int port(LocalRegion region, PartName part) {
        return basePorts.applyAsInt(region) + part.portOffset();
    }

    public String endpoint(LocalRegion region, PartName part) {
        return "127.0.0.1:" + port(region, part);
    }

    /** How a part of a region is run. */
    public PartSpec spec(LocalRegion region, PartName part) {
        return switch (part) {
            case POSTGRES -> database(region);
            case KAFKA -> kafka(region);
            case CONNECT -> connect(region);
            default -> service(region, part);
        };
    }

    public List<LocalRegion> peers(LocalRegion region) {
        return regions.stream().filter(peer -> !peer.equals(region)).toList();
    }

    public String connectUrl(LocalRegion region) {
        return "http://" + endpoint(region, PartName.CONNECT);
    }

    /** The server of a region's database. */
    public Postgres postgres(LocalRegion region) {
        return new Postgres(
                installation.programs(), installation.data(region.name()), port(region, PartName.POSTGRES), password);
    }

    private PartSpec database(LocalRegion region) {
        var database = postgres(region);
        return new PartSpec(
                region.name(),
                PartName.POSTGRES,
                log(region, PartName.POSTGRES),
                endpoint(region, PartName.POSTGRES),
                port(region, PartName.POSTGRES),
                database::prepare,
                database::answers,
                READY_LIMIT,
                "INT",
                Duration.ofSeconds(15));
    }

    private PartSpec kafka(LocalRegion region) {
        var port = port(region, PartName.KAFKA);
        var broker = new Broker(
                installation.classpath(),
                run(region, PartName.KAFKA),
                installation.data(region.name()).resolve("kafka"),
                region.name(),
                peers(region),
                trust,
                port,
                port + 1);
        return new PartSpec(
                region.name(),
                PartName.KAFKA,
                log(region, PartName.KAFKA),
                endpoint(region, PartName.KAFKA),
                port,
                () -> broker.prepare(caches(region)),
                broker::answers,
                READY_LIMIT,
                "TERM",
                stopLimit(region, Duration.ofSeconds(20)));
    }

    private PartSpec connect(LocalRegion region) {
        var port = port(region, PartName.CONNECT);
        var worker = new ConnectWorker(
                installation.connectClasspath(),
                run(region, PartName.CONNECT),
                region.name(),
                endpoint(region, PartName.KAFKA),
                trust,
                installation.secrets(),
                port);
        return new PartSpec(
                region.name(),
                PartName.CONNECT,
                log(region, PartName.CONNECT),
                connectUrl(region),
                port,
                () -> worker.prepare(caches(region)),
                () -> JsonHttp.to(connectUrl(region)).get("/connectors").succeeded(),
                READY_LIMIT,
                "TERM",
                stopLimit(region, Duration.ofSeconds(15)));
    }

    private PartSpec service(LocalRegion region, PartName part) {
        var port = port(region, part);
        var jar = installation.service(part);
        return new PartSpec(
                region.name(),
                part,
                log(region, part),
                "http://127.0.0.1:" + port,
                port,
                () -> new JavaProgram(
                                SERVICE_HEAP_MIB,
                                Stream.concat(
                                                SERVICE_OPTIONS.stream(),
                                                caches(region).flags(part, List.of(jar)).stream())
                                        .toList(),
                                List.of("-jar", jar.toString()))
                        .command(run(region, part), environment(region, part, port)),
                () -> answers("http://127.0.0.1:" + port + "/q/health/ready"),
                READY_LIMIT,
                "TERM",
                stopLimit(region, Duration.ofSeconds(10)));
    }

    private Map<String, String> environment(LocalRegion region, PartName part, int port) {
        var peers = peers(region).stream()
                .map(peer -> peer.name() + ":" + peer.jurisdiction() + ":" + peer.location())
                .collect(Collectors.joining(","));
        var environment = new HashMap<>(Map.of(
                "ARCHIPELAGO_REGION", region.name(),
                "ARCHIPELAGO_JURISDICTION", region.jurisdiction(),
                "ARCHIPELAGO_LOCATION", region.location(),
                "ARCHIPELAGO_PEERS", peers.isEmpty() ? "none" : peers,
                "ARCHIPELAGO_DATABASE", endpoint(region, PartName.POSTGRES) + "/" + Postgres.DATABASE,
                "ARCHIPELAGO_DATABASE_PASSWORD", password,
                "ARCHIPELAGO_GATE_LEDGER_KEY",
                        installation.data(region.name()).resolve("ledger.key").toString(),
                "KAFKA_BOOTSTRAP_SERVERS", endpoint(region, PartName.KAFKA),
                "QUARKUS_HTTP_HOST", "127.0.0.1",
                "QUARKUS_HTTP_PORT", Integer.toString(port)));
        trust.client(Identity.service(region.name(), part.text()))
                .forEach((name, value) ->
                        environment.put("KAFKA_" + name.toUpperCase(Locale.ROOT).replace('.', '_'), value));
        environment.putAll(eventKeys.environment(region, part));
        return environment;
    }

    /** Writing a cache when it ends takes a program longer than ending. */
    private Duration stopLimit(LocalRegion region, Duration usual) {
        return caches(region).training() ? Duration.ofMinutes(4) : usual;
    }

    private AotCaches caches(LocalRegion region) {
        return new AotCaches(installation.aotCaches(), training == Training.ON && region.equals(regions.getFirst()));
    }

    private LogFile log(LocalRegion region, PartName part) {
        return new LogFile(installation.log(region.name(), part.text()));
    }

    private Path run(LocalRegion region, PartName part) {
        return installation.run(region.name(), part.text());
    }

    private static boolean answers(String url) throws IOException {
        var connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
        connection.setConnectTimeout(500);
        connection.setReadTimeout(2_000);
        try {
            return connection.getResponseCode() == 200;
        } finally {
            connection.disconnect();
        }
    }
}
