package io.archipelago.local.containers;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.archipelago.local.CloudMap;
import io.archipelago.local.Installation;
import io.archipelago.local.LocalCloudException;
import io.archipelago.local.LocalRegion;
import io.archipelago.local.PartName;
import io.archipelago.local.http.JsonHttp;
import io.archipelago.local.part.ContainerSettings;
import io.archipelago.local.part.Postgres;
import io.archipelago.local.process.Secret;
import io.archipelago.local.trust.EventKeys;
import io.archipelago.local.trust.Issuer;
import io.archipelago.local.trust.Trust;
import io.archipelago.topology.Topology;
import io.archipelago.topology.access.Identity;
import io.archipelago.topology.access.SpiffePrincipalBuilder;
import io.archipelago.topology.connect.Connector;
import io.archipelago.topology.connect.Connectors;
import io.archipelago.topology.connect.Surroundings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/**
 * Hands each part of each region, in a folder of its own, what it has to know and nothing else: its certificate, whom to
 * believe, its settings, the words it needs. A part finds its folder at the path of the state folder in its container, so
 * that every path in a settings file is true there as well.
 *
 * @param state where authorities and everything else is kept; no part sees it
 * @param otlp where the services send traces; nowhere when empty
 * @param target a folder for each region with one for each part, and {@code operator} and {@code outside}
 */
public record Handout(Installation state, List<LocalRegion> regions, Optional<String> otlp, Path target) {

    /** Whoever sees the folder may read: the database's and the broker's images bring users of their own. */
    private static final String SHARED = "rw-r--r--";

    private static final String OWN = "rw-------";

    /** Of every role of the database, which knows no certificates here. */
    private static final String PASSWORD = "database";

    /** Only a name: the services have its keys as a file. */
    private static final String ISSUER = "https://hand-out.archipelago";

    /** Writes everything; may be repeated, and replaces certificates that have lived half of their life. */
    public void write() {
        var trust = new Trust(state);
        var keys = new EventKeys(state, regions);
        try {
            var issuer = Issuer.keptIn(state.state().resolve("issuer.key"), ISSUER);
            var password = Secret.keptIn(secrets().resolve(PASSWORD));
            for (var region : regions) {
                broker(region, trust);
                database(region, password);
                connect(region, trust, password);
                for (var service : PartName.services()) service(region, service, trust, keys, issuer, password);
            }
            operator(trust, issuer);
            outside(trust, issuer);
        } catch (IOException e) {
            throw new LocalCloudException("what the parts have to know cannot be written: " + e.getMessage(), e);
        }
    }

    private void broker(LocalRegion region, Trust trust) throws IOException {
        var folder = folder(region, PartName.KAFKA);
        put(folder, "server.properties", ContainerSettings.broker(region, peers(region), trust), SHARED);
        copy(region, folder, SHARED, "trust/broker.pem", "trust/bundle.pem");
        var plugins = Files.createDirectories(folder.resolve("plugins"));
        Files.copy(plugin(), plugins.resolve("kafka-topology.jar"), StandardCopyOption.REPLACE_EXISTING);
    }

    private void database(LocalRegion region, String password) throws IOException {
        var folder = folder(region, PartName.POSTGRES);
        put(folder, "password", password, SHARED);
        try (var script = Handout.class.getResourceAsStream("/region.sql")) {
            if (script == null) throw new IOException("region.sql is not on the class path");
            var sql = new String(script.readAllBytes(), StandardCharsets.UTF_8);
            var said = "select set_config('archipelago.password', '" + password + "', false);\n\n";
            put(folder, "region.sql", said + sql, SHARED);
        }
    }

    private void connect(LocalRegion region, Trust trust, String password) throws IOException {
        var folder = folder(region, PartName.CONNECT);
        put(folder, "worker.properties", ContainerSettings.worker(region, trust, secrets()), OWN);
        var connectors = Connectors.of(surroundings(region, trust)).stream()
                .collect(
                        Collectors.toMap(Connector::name, this::withPassword, (one, other) -> one, LinkedHashMap::new));
        put(target.resolve("operator"), "data/" + region.name() + "/connectors.json", json(connectors), OWN);
        copy(region, folder, OWN, "trust/service-connect.pem", "trust/mirror.pem", "trust/authority.pem");
        for (var peer : peers(region)) copy(region, folder, OWN, "trust/peer-" + peer.name() + ".pem");
        put(folder, "secrets/" + PASSWORD, password, OWN);
    }

    /** Where the worker finds it: settings are kept in a topic. */
    private Map<String, String> withPassword(Connector connector) {
        var config = new TreeMap<>(connector.config());
        if (config.containsKey("database.hostname"))
            config.put("database.password", "${secret:" + secrets() + ':' + PASSWORD + '}');
        return config;
    }

    private Path secrets() {
        return state.state().resolve("secrets");
    }

    private void service(
            LocalRegion region, PartName service, Trust trust, EventKeys keys, Issuer issuer, String password)
            throws IOException {
        var folder = folder(region, service);
        var who = Identity.service(region.name(), service.text());
        var settings = new TreeMap<String, String>();
        trust.client(who).forEach((name, value) -> settings.put("kafka." + name, value));
        settings.put("kafka.bootstrap.servers", Address.inside(region, PartName.KAFKA));
        settings.put("archipelago.region", region.name());
        settings.put("archipelago.jurisdiction", region.jurisdiction());
        settings.put("archipelago.location", region.location());
        settings.put("archipelago.peers", described(peers(region)));
        settings.put("archipelago.database", Address.inside(region, PartName.POSTGRES) + "/" + Postgres.DATABASE);
        settings.put("archipelago.database-password", password);
        var signing = keys.environment(region, service);
        settings.put("archipelago.signing-key", String.valueOf(signing.get("ARCHIPELAGO_SIGNING_KEY")));
        settings.put("archipelago.trust-bundle", String.valueOf(signing.get("ARCHIPELAGO_TRUST_BUNDLE")));
        var people = issuer.environment(state, region.name());
        settings.put("archipelago.oidc.issuer", String.valueOf(people.get("ARCHIPELAGO_OIDC_ISSUER")));
        settings.put("archipelago.oidc.keys", String.valueOf(people.get("ARCHIPELAGO_OIDC_KEYS")));
        if (service == PartName.RESIDENCY_POLICY)
            settings.put("archipelago.gate.ledger-key", "/var/lib/ledger/ledger.key");
        otlp.ifPresent(endpoint -> settings.put("archipelago.otlp-endpoint", endpoint));
        settings.put("quarkus.http.host", "0.0.0.0");
        // Above what the programs bring themselves, below the environment.
        settings.put("config_ordinal", "280");
        put(folder, "service.properties", lines(settings), OWN);
        copy(
                region,
                folder,
                OWN,
                "trust/" + who.fileName() + ".pem",
                "trust/authority.pem",
                "trust/issuer.json",
                "trust/events/" + service.text() + ".key",
                "trust/events/peers.json");
    }

    /** For jobs in containers that speak for the operator. */
    private void operator(Trust trust, Issuer issuer) throws IOException {
        var folder = target.resolve("operator");
        for (var region : regions) {
            trust.clientFiles(Identity.operator(region.name()), Address.inside(region, PartName.KAFKA));
            copy(region, folder, OWN, "trust/operator.pem", "trust/operator.properties", "trust/authority.pem");
        }
        put(folder, "token", issuer.token("hand-out", Issuer.ROLES), OWN);
        put(
                folder,
                "cloud.json",
                json(map(Address::inside, region -> state.trust(region.name()).toString())),
                OWN);
    }

    /** For the command line on this machine: to be copied there, so every path is relative to where it lies. */
    private void outside(Trust trust, Issuer issuer) throws IOException {
        var folder = target.resolve("outside");
        for (var region : regions) {
            var all = new java.util.ArrayList<>(List.of(Identity.operator(region.name())));
            for (var program : Topology.load().programs().keySet()) all.add(Identity.program(region.name(), program));
            copy(region, folder, OWN, "trust/authority.pem");
            for (var who : all) {
                trust.clientFiles(who, Address.outside(region, PartName.KAFKA));
                copy(region, folder, OWN, "trust/" + who.fileName() + ".pem");
                for (var kind : List.of(".properties", ".kcat")) {
                    var file = "trust/" + who.fileName() + kind;
                    var text = Files.readString(state.data(region.name()).resolve(file));
                    put(
                            folder,
                            "data/" + region.name() + "/" + file,
                            text.replace(state.trust(region.name()) + "/", ""),
                            OWN);
                }
            }
        }
        put(folder, "token", issuer.token("operator", Issuer.ROLES), OWN);
        put(folder, "cloud.json", json(map(Address::outside, region -> "data/" + region.name() + "/trust")), OWN);
    }

    private CloudMap map(
            BiFunction<LocalRegion, PartName, String> address, java.util.function.Function<LocalRegion, String> trust) {
        return new CloudMap(
                "",
                regions.stream()
                        .map(region -> new CloudMap.Region(
                                region.name(),
                                region.jurisdiction(),
                                region.location(),
                                address.apply(region, PartName.KAFKA),
                                address.apply(region, PartName.POSTGRES),
                                "http://" + address.apply(region, PartName.CONNECT),
                                trust.apply(region),
                                services(region, address)))
                        .toList());
    }

    private static Map<String, String> services(LocalRegion region, BiFunction<LocalRegion, PartName, String> address) {
        var services = new LinkedHashMap<String, String>();
        for (var service : PartName.services())
            services.put(service.text(), "http://" + address.apply(region, service));
        return services;
    }

    private Surroundings surroundings(LocalRegion region, Trust trust) {
        var peers = new TreeMap<String, Surroundings.Kafka>();
        for (var peer : peers(region))
            peers.put(
                    peer.name(),
                    new Surroundings.Kafka(
                            Address.inside(peer, PartName.KAFKA),
                            trust.client(Identity.mirror(region.name()), peer.name())));
        // Alone as well, since Connect's folder has a mirror's certificate.
        trust.client(Identity.mirror(region.name()));
        return new Surroundings(
                region.name(),
                new Surroundings.Kafka(
                        Address.inside(region, PartName.KAFKA),
                        trust.client(Identity.service(region.name(), PartName.CONNECT.text()))),
                peers,
                new Surroundings.Database(
                        Address.host(region, PartName.POSTGRES),
                        Address.port(PartName.POSTGRES),
                        Postgres.DATABASE,
                        "capture",
                        Map.of()),
                1);
    }

    private List<LocalRegion> peers(LocalRegion region) {
        return regions.stream().filter(peer -> !peer.equals(region)).toList();
    }

    private static String described(List<LocalRegion> peers) {
        if (peers.isEmpty()) return "none";
        return peers.stream()
                .map(peer -> peer.name() + ":" + peer.jurisdiction() + ":" + peer.location())
                .collect(Collectors.joining(","));
    }

    private Path folder(LocalRegion region, PartName part) {
        return target.resolve(region.name()).resolve(part.text());
    }

    private void copy(LocalRegion region, Path folder, String mode, String... files) throws IOException {
        for (var file : files)
            put(
                    folder,
                    "data/" + region.name() + "/" + file,
                    Files.readString(state.data(region.name()).resolve(file)),
                    mode);
    }

    /** Replaces the file as a whole: parts that run look at some of them again. */
    private static void put(Path folder, String name, String text, String mode) throws IOException {
        var file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        var fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWN)));
        Files.writeString(fresh, text, StandardCharsets.UTF_8);
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString(mode));
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String lines(Map<String, String> settings) {
        return settings.entrySet().stream()
                .map(setting -> setting.getKey() + '=' + setting.getValue() + '\n')
                .collect(Collectors.joining());
    }

    private static String json(Object value) {
        try {
            return JsonHttp.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The jar with the broker's plug-in, from where this program has it. */
    private static Path plugin() {
        try {
            return Path.of(SpiffePrincipalBuilder.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
