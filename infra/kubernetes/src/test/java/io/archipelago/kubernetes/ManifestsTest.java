package io.archipelago.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is in {@code k8s}. Whole installations are built by kustomize, which is a Go program: where neither it nor kubectl is
 * installed, those tests are skipped and say so; the files themselves are checked anyway.
 */
class ManifestsTest {

    private static final Path OVERLAYS = Manifests.K8S.resolve("overlays");
    private static final Schemas SCHEMAS = new Schemas();

    /** Files with what is no object of its own: patches, and kustomize's own. */
    private static final List<String> PARTS = List.of(
            "kustomization.yaml",
            "pod.yaml",
            "certificate.yaml",
            "worker.yaml",
            "mirror.yaml",
            "events.yaml",
            "collector-config.yaml");

    static Stream<Path> installations() {
        return Stream.concat(
                new Overlays(OVERLAYS)
                        .all().keySet().stream()
                                .flatMap(region -> Stream.of(
                                        OVERLAYS.resolve(region),
                                        OVERLAYS.resolve(region).resolve("plain"))),
                Stream.of(
                        Manifests.K8S.resolve("cluster"),
                        Path.of("src/test/with-mesh").toAbsolutePath()));
    }

    @ParameterizedTest
    @MethodSource("installations")
    void every_installation_is_valid_and_keeps_every_rule(Path folder) throws Exception {
        assumeTrue(
                Manifests.canBuild(),
                "SKIPPED: neither kustomize nor kubectl is on the PATH, so " + folder + " was not built");
        var manifests = Manifests.build(folder);
        assertThat(manifests.objects()).isNotEmpty();
        var errors = new ArrayList<String>();
        manifests.objects().forEach(object -> errors.addAll(SCHEMAS.errors(object)));
        for (var rule : Rule.ALL)
            rule.broken()
                    .apply(manifests)
                    .forEach(object -> errors.add(rule.name() + " (" + rule.origin() + "): " + object));
        assertThat(errors).isEmpty();
        assertThat(placeholders(manifests)).isEmpty();
    }

    static Stream<String> regions() {
        return new Overlays(OVERLAYS).all().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("regions")
    void a_region_is_the_same_with_operators_and_without(String region) throws Exception {
        assumeTrue(
                Manifests.canBuild(),
                "SKIPPED: neither kustomize nor kubectl is on the PATH, so the two variants of " + region
                        + " were not compared");
        var operators = Manifests.build(OVERLAYS.resolve(region));
        var plain = Manifests.build(OVERLAYS.resolve(region).resolve("plain"));
        assertThat(services(plain)).hasSize(5).isEqualTo(services(operators));
        assertThat(environment(plain, "ARCHIPELAGO_PEERS")).isEqualTo(environment(operators, "ARCHIPELAGO_PEERS"));
    }

    @ParameterizedTest
    @MethodSource("regions")
    void brokers_know_their_region(String region) throws Exception {
        assumeTrue(
                Manifests.canBuild(),
                "SKIPPED: neither kustomize nor kubectl is on the PATH, so the brokers of " + region
                        + " were not built");
        var described = new Overlays(OVERLAYS).all().get(region);
        var plain = Manifests.build(OVERLAYS.resolve(region).resolve("plain"));
        var environment = plain.pods().stream()
                .filter(pod -> pod.name().equals("StatefulSet kafka"))
                .flatMap(pod -> Manifests.list(pod.spec().at("/containers/0/env")).stream())
                .map(variable -> variable.path("name").asText()
                        + '='
                        + variable.path("value").asText());
        assertThat(environment)
                .contains("TRUST_DOMAIN=" + region + ".archipelago", "REGION_DOMAIN=" + described.domain());
        var kafka = Manifests.build(OVERLAYS.resolve(region)).of("Kafka").getFirst();
        assertThat(kafka.at("/spec/kafka/authorization/superUsers/0").asText()).isEqualTo("CN=operator." + region);
        assertThat(kafka.at("/spec/kafka/listeners/1/configuration/advertisedHostTemplate")
                        .asText())
                .isEqualTo("broker-{nodeId}.kafka." + described.domain());
    }

    @ParameterizedTest
    @MethodSource("regions")
    void every_service_that_kafka_knows_has_a_certificate(String region) throws Exception {
        assumeTrue(
                Manifests.canBuild(),
                "SKIPPED: neither kustomize nor kubectl is on the PATH, so the certificates of " + region
                        + " were not compared with its users");
        var manifests = Manifests.build(OVERLAYS.resolve(region));
        var certificates = manifests.of("Certificate").stream()
                .map(certificate -> certificate.at("/spec/uris/0").asText())
                .toList();
        assertThat(manifests.of("KafkaUser").stream()
                        .map(user -> user.at("/metadata/name").asText())
                        .filter(name -> name.startsWith("service-") && name.endsWith("." + region))
                        .map(name -> name.substring("service-".length(), name.length() - region.length() - 1)))
                .hasSizeGreaterThan(5)
                .allSatisfy(service ->
                        assertThat(certificates).contains("spiffe://" + region + ".archipelago/service/" + service));
    }

    /** The five services, without the names of what they are told: those end with a hash of it. */
    private static Map<String, String> services(Manifests manifests) {
        var services = new LinkedHashMap<String, String>();
        manifests.pods().stream()
                .filter(pod -> pod.labels().path("archipelago.io/role").asText().equals("service"))
                .forEach(pod -> services.put(pod.name(), pod.spec().toString().replaceAll("\"region-[a-z0-9]+\"", "")));
        return services;
    }

    private static List<String> environment(Manifests manifests, String name) {
        return manifests.of("ConfigMap").stream()
                .map(map -> map.path("data").path(name).asText())
                .filter(value -> !value.isEmpty())
                .toList();
    }

    /** the-domain, REGION and TRUST_DOMAIN stand where an overlay puts its own. */
    private static List<String> placeholders(Manifests manifests) {
        return manifests.objects().stream()
                .filter(object -> !object.path("kind").asText().equals("ConfigMap"))
                .filter(object ->
                        object.toString().matches(".*(the-domain|/TRUST_DOMAIN|\"REGION\"|\\.REGION\"|-of-SERVICE).*"))
                .map(Manifests::name)
                .toList();
    }

    /** Also where nothing can be built. */
    @Test
    void every_file_holds_valid_objects() throws IOException {
        var errors = new ArrayList<String>();
        var kinds = new TreeSet<String>();
        try (var files = Files.walk(Manifests.K8S)) {
            for (var file : files.filter(ManifestsTest::isObjects).sorted().toList())
                for (var object : Manifests.read(file).objects()) {
                    kinds.add(object.path("kind").asText());
                    withoutAdditions(object);
                    SCHEMAS.errors(object).forEach(error -> errors.add(Manifests.K8S.relativize(file) + ": " + error));
                }
        }
        assertThat(errors).isEmpty();
        assertThat(kinds).contains("Kafka", "KafkaTopic", "KafkaUser", "KafkaConnect", "KafkaMirrorMaker2", "Cluster");
    }

    private static boolean isObjects(Path file) {
        var name = file.getFileName().toString();
        return name.endsWith(".yaml")
                && !PARTS.contains(name)
                && !(name.equals("region.yaml") && file.getParent().getParent().equals(OVERLAYS));
    }

    /** A certificate gets its issuer by a patch: the schema wants one. */
    private static void withoutAdditions(JsonNode object) {
        if (object.path("kind").asText().equals("Certificate")
                && !object.at("/spec").has("issuerRef"))
            ((com.fasterxml.jackson.databind.node.ObjectNode) object.path("spec"))
                    .putObject("issuerRef")
                    .put("name", "patched");
    }

    /** Statement by statement, since a slot cannot be made in a transaction that has written something. */
    @Test
    void the_databases_are_made_as_the_local_clouds() throws IOException {
        var script = Files.readString(Manifests.PROJECT.resolve("infra/local-cloud/src/main/resources/region.sql"));
        var statements = Stream.of(script.split(";\\n(?:\\n|$)"))
                .filter(part -> part.lines().anyMatch(line -> !line.isBlank() && !line.startsWith("--")))
                .toList();
        assertThat(statements).hasSize(4);
        for (int i = 0; i < statements.size(); i++)
            Committed.as(
                    Manifests.K8S.resolve("components/region-sql/" + (i + 1) + "-region.sql"),
                    (i == 0 ? "select set_config('archipelago.password', '', false);\n\n" : "")
                            + statements.get(i)
                            + ";\n");
    }
}
