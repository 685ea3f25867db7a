package io.archipelago.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.archipelago.topology.Topology;
import io.archipelago.topology.connect.Connectors;
import io.archipelago.topology.connect.Surroundings;
import io.archipelago.topology.strimzi.Place;
import io.archipelago.topology.strimzi.Strimzi;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The files of a region's overlay that follow from its description. Pure: text by path below the overlay's folder.
 *
 * @param peers the descriptions of all that {@code region} names as peers
 */
record Overlay(Topology topology, Region region, List<Region> peers) {

    private static final String PROFILE = "production";

    private static final String WRITTEN = "# Written by ./archipelago region from region.yaml; do not edit.\n";

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .build();

    private static final ObjectWriter JSON = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build()
            .writerWithDefaultPrettyPrinter();

    /** Where a pod without Strimzi finds its certificate, and its peers' authorities. */
    private static final String FILES = "/etc/archipelago/";

    /** Written anew whenever the description, or the topology, changes. */
    SortedMap<String, String> generated() {
        var files = new TreeMap<String, String>();
        files.put("region/region.env", environment());
        files.put("region/kustomization.yaml", config());
        var strimzi = Strimzi.render(topology, new Place(region.name(), bootstraps(), PROFILE));
        strimzi.forEach((file, text) -> files.put("strimzi/" + file, text));
        files.put("strimzi/kustomization.yaml", resources(List.copyOf(strimzi.keySet())));
        files.put("plain/backbone/connectors.json", connectors());
        files.put("plain/backbone/cloud.json", cloud());
        files.put("plain/backbone/kustomization.yaml", backbone());
        return files;
    }

    /** Written once; from then on they are people's to edit. */
    SortedMap<String, String> first() {
        return new TreeMap<>(
                Map.of("kustomization.yaml", """
                # %1$s with operators: Strimzi, CloudNativePG, cert-manager and trust-manager.
                # What it is: region.yaml. After a change of that: ./archipelago region render %1$s
                apiVersion: kustomize.config.k8s.io/v1beta1
                kind: Kustomization
                namespace: archipelago
                resources:
                  - ../../base
                  - region
                  - strimzi
                components:
                  - ../../components/cert-manager
                  - ../../components/kafka-strimzi
                  - ../../components/connect-debezium
                  - ../../components/mirrormaker2
                  - ../../components/postgres-cnpg
                  - ../../components/observability
                  - ../../components/security
                  - ../../components/gateway-api
                """.formatted(region.name()), "plain/kustomization.yaml", """
                # %1$s without Strimzi and CloudNativePG: Kafka, Connect and PostgreSQL as plain StatefulSets.
                apiVersion: kustomize.config.k8s.io/v1beta1
                kind: Kustomization
                namespace: archipelago
                resources:
                  - ../../../base
                  - ../region
                components:
                  - ../../../components/cert-manager
                  - ../../../components/plain
                  - backbone
                  - ../../../components/observability
                  - ../../../components/security
                """.formatted(
                                region.name())));
    }

    /** What every service of the region is told; as the local cloud tells its own. */
    private String environment() {
        return WRITTEN
                + """
                ARCHIPELAGO_REGION=%s
                ARCHIPELAGO_JURISDICTION=%s
                ARCHIPELAGO_LOCATION=%s
                ARCHIPELAGO_PEERS=%s
                """.formatted(
                                region.name(),
                                region.jurisdiction(),
                                region.location(),
                                peers.isEmpty()
                                        ? "none"
                                        : peers.stream().map(Region::asPeer).collect(Collectors.joining(",")));
    }

    /** Its name changes with its content, so that pods that read it are started anew. */
    private String config() {
        return WRITTEN + """
                apiVersion: kustomize.config.k8s.io/v1beta1
                kind: Kustomization
                configMapGenerator:
                  - name: region
                    envs: [region.env]
                    options:
                      annotations:
                        archipelago.io/trust-domain: %s.archipelago
                        archipelago.io/domain: %s
                """.formatted(region.name(), region.domain());
    }

    private SortedMap<String, String> bootstraps() {
        var bootstraps = new TreeMap<String, String>();
        peers.forEach(peer -> bootstraps.put(peer.name(), peer.bootstrap()));
        return bootstraps;
    }

    /** How Debezium proves to PostgreSQL who it is, in the words of the JDBC driver. */
    private static final Map<String, String> DATABASE_SECURITY = Map.of(
            "sslmode", "verify-full",
            "sslrootcert", FILES + "identity/ca.crt",
            "sslcert", FILES + "identity/tls.crt",
            "sslkey", FILES + "identity/key.der");

    /** The connectors of the plain worker, as its REST interface takes them: configuration by name. */
    private String connectors() {
        var kafkas = new TreeMap<String, Surroundings.Kafka>();
        peers.forEach(peer -> kafkas.put(
                peer.name(), new Surroundings.Kafka(peer.bootstrap(), security("mirror", "peers/" + peer.name()))));
        var surroundings = new Surroundings(
                region.name(),
                new Surroundings.Kafka("kafka:9093", security("identity", "identity/ca")),
                kafkas,
                new Surroundings.Database("postgres", 5432, "archipelago", "capture", DATABASE_SECURITY),
                topology.forRegion(region.name(), region.peers(), PROFILE)
                        .getFirst()
                        .replicas());
        var all = new TreeMap<String, Map<String, String>>();
        for (var connector : Connectors.of(surroundings)) all.put(connector.name(), connector.config());
        return json(all);
    }

    private static Map<String, String> security(String identity, String authority) {
        return Map.of(
                "security.protocol", "SSL",
                "ssl.enabled.protocols", "TLSv1.3",
                "ssl.keystore.type", "PEM",
                "ssl.keystore.location", FILES + identity + "/tls-combined.pem",
                "ssl.truststore.type", "PEM",
                "ssl.truststore.location", FILES + authority + ".crt");
    }

    /** The addresses by which the command line, run beside the backbone, brings it to its description. */
    private String cloud() {
        var regions = new ArrayList<Map<String, Object>>();
        regions.add(cloud(region, "kafka:9093", "postgres:5432", "http://connect:8083"));
        peers.forEach(peer -> regions.add(cloud(peer, peer.bootstrap(), "", "")));
        return json(Map.of("regions", regions));
    }

    private static Map<String, Object> cloud(Region region, String kafka, String postgres, String connect) {
        return Map.of(
                "name",
                region.name(),
                "jurisdiction",
                region.jurisdiction(),
                "location",
                region.location(),
                "kafka",
                kafka,
                "postgres",
                postgres,
                "connect",
                connect,
                "trust",
                FILES + "operator",
                "services",
                Map.of());
    }

    /** A component, as it tells the worker of {@code components/plain} where its peers' authorities are. */
    private String backbone() {
        var authorities = peers.stream()
                .map(peer -> Map.of(
                        "secret",
                        Map.of(
                                "name",
                                "peer-" + peer.name(),
                                "items",
                                List.of(Map.of("key", "ca.crt", "path", peer.name() + ".crt")))))
                .toList();
        var patch = yaml(Map.of(
                "apiVersion",
                "apps/v1",
                "kind",
                "StatefulSet",
                "metadata",
                Map.of("name", "connect"),
                "spec",
                Map.of(
                        "template",
                        Map.of(
                                "spec",
                                Map.of(
                                        "volumes",
                                        List.of(Map.of(
                                                "name", "peers", "projected", Map.of("sources", authorities))))))));
        return WRITTEN + """
                apiVersion: kustomize.config.k8s.io/v1alpha1
                kind: Component
                configMapGenerator:
                  - name: backbone
                    files:
                      - cloud.json
                      - connectors.json
                patches:
                  - patch: |
                %s""".formatted(patch.indent(6));
    }

    private static String resources(List<String> files) {
        return WRITTEN
                + "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:\n"
                + files.stream().map(file -> "  - " + file + '\n').collect(Collectors.joining());
    }

    static String yaml(Object value) {
        try {
            return YAML.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps of text are always written", e);
        }
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value) + '\n';
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps of text are always written", e);
        }
    }
}
