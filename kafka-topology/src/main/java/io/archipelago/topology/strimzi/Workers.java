package io.archipelago.topology.strimzi;

import io.archipelago.topology.Topology;
import io.archipelago.topology.connect.Connector;
import io.archipelago.topology.connect.Connectors;
import io.archipelago.topology.connect.Surroundings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Kafka Connect with the outbox and the heartbeats as {@code KafkaConnector}s, and MirrorMaker 2 with a mirror for each
 * peer: the connectors that the local cloud runs, from the same templates.
 */
final class Workers {

    private static final String MIRROR_CONNECTOR = "org.apache.kafka.connect.mirror.MirrorSourceConnector";
    private static final String IDENTITY = "identity-connect";
    private static final String MIRROR_IDENTITY = "identity-mirror";
    private static final int DATABASE_PORT = 5432;

    /** Where the worker's pods find the files of {@link #IDENTITY}; Strimzi allows mounts below {@code /mnt} only. */
    private static final String FILES = "/mnt/identity";

    /** A connector that fails stays so, one whose peer had no address yet among them, unless somebody starts it again. */
    private static final Map<String, Object> AUTO_RESTART = Map.of("enabled", true);

    /** What Strimzi puts into a mirror's configuration itself. */
    private static final Set<String> STRIMZIS = Set.of("name", "connector.class", "tasks.max");

    private static final Map<String, String> SECURITY = Map.of(
            "security.protocol", "SSL",
            "ssl.enabled.protocols", "TLSv1.3",
            "ssl.keystore.type", "PEM",
            "ssl.keystore.location", FILES + "/tls-combined.pem",
            "ssl.truststore.type", "PEM",
            "ssl.truststore.location", FILES + "/ca.crt");

    /** How Debezium proves to PostgreSQL who it is, in the words of the JDBC driver. */
    private static final Map<String, String> DATABASE_SECURITY = Map.of(
            "sslmode", "verify-full",
            "sslrootcert", FILES + "/ca.crt",
            "sslcert", FILES + "/tls.crt",
            "sslkey", FILES + "/key.der");

    private final Topology topology;
    private final Place place;
    private final List<Connector> connectors;

    Workers(Topology topology, Place place) {
        this.topology = topology;
        this.place = place;
        var peers = new TreeMap<String, Surroundings.Kafka>();
        place.peers().forEach((peer, bootstrap) -> peers.put(peer, new Surroundings.Kafka(bootstrap, Map.of())));
        connectors = Connectors.of(new Surroundings(
                place.region(),
                new Surroundings.Kafka(Place.BOOTSTRAP, SECURITY),
                peers,
                new Surroundings.Database(Place.DATABASE, DATABASE_PORT, "archipelago", "capture", DATABASE_SECURITY),
                replicas()));
    }

    private int replicas() {
        return topology.forRegion(place.region(), place.peers().keySet(), place.profile())
                .getFirst()
                .replicas();
    }

    List<Map<String, Object>> connect() {
        var all = new ArrayList<Map<String, Object>>();
        all.add(Resource.of(
                "KafkaConnect",
                // The operator gives the worker its connectors; nobody else may.
                Map.of("name", Place.CONNECT, "annotations", Map.of("strimzi.io/use-connector-resources", "true")),
                cluster("", Function.identity())));
        for (var connector : connectors)
            if (!isMirror(connector))
                all.add(Resource.in(Place.CONNECT, "KafkaConnector", connector.name(), spec(connector)));
        return List.copyOf(all);
    }

    private static Map<String, Object> spec(Connector connector) {
        var config = connector.config();
        return Map.of(
                "class", String.valueOf(config.get("connector.class")),
                "tasksMax", Integer.valueOf(config.get("tasks.max")),
                "autoRestart", AUTO_RESTART,
                "config", withoutStrimzis(config));
    }

    List<Map<String, Object>> mirrors() {
        var sources = connectors.stream().filter(Workers::isMirror).toList();
        if (sources.isEmpty()) return List.of();
        var target = new TreeMap<String, Object>(cluster(Topics.MIRROR, Topics::ofMirror));
        target.remove("replicas");
        target.put("alias", place.region());
        return List.of(Resource.of(
                "KafkaMirrorMaker2",
                "mirror",
                Map.of(
                        "replicas",
                        1,
                        "target",
                        target,
                        "mirrors",
                        sources.stream().map(this::mirror).toList())));
    }

    private Map<String, Object> mirror(Connector connector) {
        var config = new TreeMap<>(connector.config());
        config.keySet()
                .removeIf(key -> key.endsWith(".cluster.alias")
                        || key.contains(".cluster.bootstrap")
                        || key.contains(".cluster.s"));
        var peer = String.valueOf(connector.config().get("source.cluster.alias"));
        return Map.of(
                "source",
                Map.of(
                        "alias", peer,
                        "bootstrapServers", String.valueOf(connector.config().get("source.cluster.bootstrap.servers")),
                        "authentication", certificate(MIRROR_IDENTITY),
                        "tls", trusted("peer-" + peer)),
                "topicsPattern",
                "export\\." + place.region() + "\\..*",
                "sourceConnector",
                Map.of(
                        "tasksMax", Integer.valueOf(connector.config().get("tasks.max")),
                        "autoRestart", AUTO_RESTART,
                        "config", withoutStrimzis(config)));
    }

    /** What the two Connect clusters have in common. */
    private Map<String, Object> cluster(String suffix, Function<String, String> topics) {
        var spec = new TreeMap<String, Object>(Map.of(
                "replicas",
                1,
                "bootstrapServers",
                Place.BOOTSTRAP,
                "groupId",
                Place.CONNECT + suffix,
                "authentication",
                certificate(IDENTITY),
                "tls",
                trusted(IDENTITY),
                "config",
                Resource.config(Map.of(
                        "exactly.once.source.support", "enabled",
                        "connector.client.config.override.policy", "All",
                        "topic.creation.enable", "false",
                        "key.converter", "org.apache.kafka.connect.converters.ByteArrayConverter",
                        "value.converter", "org.apache.kafka.connect.converters.ByteArrayConverter",
                        "header.converter", "org.apache.kafka.connect.converters.ByteArrayConverter"))));
        for (var use : List.of("config", "offset", "status"))
            spec.put(
                    use + "StorageTopic",
                    topology.topicsOf(Place.CONNECT).stream()
                            .map(topic -> topic.name())
                            .filter(name -> name.startsWith(Place.CONNECT + '-' + use))
                            .map(topics)
                            .collect(Collectors.joining()));
        return spec;
    }

    private static Map<String, Object> certificate(String secret) {
        return Map.of(
                "type",
                "tls",
                "certificateAndKey",
                Map.of("secretName", secret, "certificate", "tls.crt", "key", "tls.key"));
    }

    private static Map<String, Object> trusted(String secret) {
        return Map.of("trustedCertificates", List.of(Map.of("secretName", secret, "certificate", "ca.crt")));
    }

    private static Map<String, Object> withoutStrimzis(Map<String, String> config) {
        var rest = new TreeMap<>(config);
        rest.keySet().removeAll(STRIMZIS);
        return Resource.config(rest);
    }

    private static boolean isMirror(Connector connector) {
        return MIRROR_CONNECTOR.equals(connector.config().get("connector.class"));
    }
}
