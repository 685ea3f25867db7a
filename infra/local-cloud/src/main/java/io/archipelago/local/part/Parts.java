package io.archipelago.local.part;

import io.archipelago.local.Installation;
import io.archipelago.local.LocalRegion;
import io.archipelago.local.PartName;
import io.archipelago.local.http.JsonHttp;
import io.archipelago.local.process.LogFile;
import io.archipelago.local.trust.EventKeys;
import io.archipelago.local.trust.Issuer;
import io.archipelago.local.trust.Trust;
import io.archipelago.topology.access.Identity;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;

/**
 * Says how each part of a region is run.
 *
 * @param regions all regions of the cloud
 * @param basePorts the port at which the hundred of each region begins
 * @param trust the certificates of the regions
 * @param eventKeys what their services sign with
 * @param issuer says who people are
 * @param training whether the first region's programs write the caches that make later starts fast
 */
public record Parts(
        Installation installation,
        List<LocalRegion> regions,
        ToIntFunction<LocalRegion> basePorts,
        Trust trust,
        EventKeys eventKeys,
        Issuer issuer,
        Training training) {
    /** Whether a start is there to be learned from. */
    public enum Training {
        ON,
        OFF
    }

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
        return "https://" + endpoint(region, PartName.CONNECT);
    }

    /** Sockets of the one who is answered there. */
    public Supplier<SSLSocketFactory> operator(LocalRegion region) {
        return trust.https(Identity.operator(region.name()));
    }

    /** The server of a region's database. */
    public Postgres postgres(LocalRegion region) {
        return new Postgres(
                installation.programs(),
                installation.data(region.name()),
                region.name(),
                trust,
                port(region, PartName.POSTGRES));
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
                port);
        var rest = new JsonHttp(connectUrl(region), null, operator(region), Duration.ofSeconds(30));
        return new PartSpec(
                region.name(),
                PartName.CONNECT,
                log(region, PartName.CONNECT),
                connectUrl(region),
                port,
                () -> worker.prepare(caches(region)),
                () -> rest.get("/connectors").succeeded(),
                READY_LIMIT,
                "TERM",
                stopLimit(region, Duration.ofSeconds(15)));
    }

    private PartSpec service(LocalRegion region, PartName part) {
        var port = port(region, part);
        var jar = installation.service(part);
        var url = "https://localhost:" + port;
        var sockets = operator(region);
        return new PartSpec(
                region.name(),
                part,
                log(region, part),
                url,
                port,
                () -> new JavaProgram(
                                SERVICE_HEAP_MIB,
                                Stream.concat(
                                                SERVICE_OPTIONS.stream(),
                                                caches(region).flags(part, List.of(jar)).stream())
                                        .toList(),
                                List.of("-jar", jar.toString()))
                        .command(run(region, part), environment(region, part, port)),
                () -> answers(url + "/q/health/ready", sockets.get()),
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
                "ARCHIPELAGO_GATE_LEDGER_KEY",
                        installation.data(region.name()).resolve("ledger.key").toString(),
                "KAFKA_BOOTSTRAP_SERVERS", endpoint(region, PartName.KAFKA),
                "QUARKUS_HTTP_HOST", "127.0.0.1",
                "QUARKUS_HTTP_SSL_PORT", Integer.toString(port)));
        environment.putAll(trust.web(region.name()));
        environment.putAll(database(region, part));
        trust.client(Identity.service(region.name(), part.text()))
                .forEach((name, value) ->
                        environment.put("KAFKA_" + name.toUpperCase(Locale.ROOT).replace('.', '_'), value));
        environment.putAll(eventKeys.environment(region, part));
        environment.putAll(issuer.environment(installation, region.name()));
        return environment;
    }

    /** The database by its two drivers: the reactive one, and JDBC for migrations. */
    private Map<String, String> database(LocalRegion region, PartName part) {
        var tls = trust.database(Identity.service(region.name(), part.text()));
        var jdbc = tls.entrySet().stream()
                .map(setting -> setting.getKey() + '=' + URLEncoder.encode(setting.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        var address = endpoint(region, PartName.POSTGRES) + "/" + Postgres.DATABASE;
        var reactive = "QUARKUS_DATASOURCE_REACTIVE_";
        return Map.of(
                "QUARKUS_DATASOURCE_MIGRATION_JDBC_URL",
                "jdbc:postgresql://" + address + "?" + jdbc,
                reactive + "POSTGRESQL_SSL_MODE",
                "verify-full",
                reactive + "HOSTNAME_VERIFICATION_ALGORITHM",
                "HTTPS",
                reactive + "TRUST_CERTIFICATE_PEM",
                "true",
                reactive + "TRUST_CERTIFICATE_PEM_CERTS",
                String.valueOf(tls.get("sslrootcert")),
                reactive + "KEY_CERTIFICATE_PEM",
                "true",
                reactive + "KEY_CERTIFICATE_PEM_KEYS",
                String.valueOf(tls.get("sslkey")),
                reactive + "KEY_CERTIFICATE_PEM_CERTS",
                String.valueOf(tls.get("sslcert")));
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

    /** Reads the answer to its end, so that the connection serves the next question too. */
    private static boolean answers(String url, SSLSocketFactory sockets) throws IOException {
        var connection = (HttpsURLConnection) URI.create(url).toURL().openConnection();
        connection.setSSLSocketFactory(sockets);
        connection.setConnectTimeout(500);
        connection.setReadTimeout(2_000);
        var ready = connection.getResponseCode() == 200;
        try (var answer = ready ? connection.getInputStream() : connection.getErrorStream()) {
            if (answer != null) answer.readAllBytes();
        }
        return ready;
    }
}
