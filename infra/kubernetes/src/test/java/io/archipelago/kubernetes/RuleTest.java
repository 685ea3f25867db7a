package io.archipelago.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each rule finds what it is for: a sample that keeps all of them is spoilt for one after the other. */
class RuleTest {

    /** How to break each rule. */
    private static final Map<String, Consumer<Sample>> SPOILT = new TreeMap<>(Map.ofEntries(
            Map.entry("host-namespaces", sample -> sample.pod().put("hostPID", true)),
            Map.entry("privileged", sample -> sample.security().put("privileged", true)),
            Map.entry("privilege-escalation", sample -> sample.security().remove("allowPrivilegeEscalation")),
            Map.entry("drop-all-capabilities", sample -> sample.security()
                    .withObject("/capabilities")
                    .putArray("add")
                    .add("SYS_ADMIN")),
            Map.entry("run-as-non-root", sample -> sample.security().put("runAsNonRoot", false)),
            Map.entry("run-as-root-user", sample -> sample.security().put("runAsUser", 0)),
            Map.entry(
                    "seccomp-profile",
                    sample -> sample.security().putObject("seccompProfile").put("type", "Unconfined")),
            Map.entry("host-ports", sample -> ((ObjectNode) sample.container().at("/ports/0")).put("hostPort", 80)),
            Map.entry("proc-mount", sample -> sample.security().put("procMount", "Unmasked")),
            Map.entry(
                    "sysctls",
                    sample -> sample.pod().withObject("/securityContext").putArray("sysctls")),
            Map.entry("volume-types", sample -> ((ArrayNode) sample.pod().path("volumes"))
                    .addObject()
                    .put("name", "host")
                    .putObject("hostPath")
                    .put("path", "/")),
            Map.entry("no-read-only-root-fs", sample -> sample.security().put("readOnlyRootFilesystem", false)),
            Map.entry(
                    "unset-cpu-requirements",
                    sample -> sample.container().withObject("/resources/limits").remove("cpu")),
            Map.entry("unset-memory-requirements", sample -> sample.container()
                    .withObject("/resources/requests")
                    .remove("memory")),
            Map.entry("no-liveness-probe", sample -> sample.container().remove("livenessProbe")),
            Map.entry("no-readiness-probe", sample -> sample.container().remove("readinessProbe")),
            Map.entry("latest-tag", sample -> sample.container().put("image", "archipelago/good:latest")),
            Map.entry("env-var-secret", sample -> sample.env("PASSWORD")
                    .withObject("/valueFrom/secretKeyRef")
                    .put("name", "x")),
            Map.entry("duplicate-env-var", sample -> {
                sample.env("TWICE").put("value", "1");
                sample.env("TWICE").put("value", "2");
            }),
            Map.entry("default-service-account", sample -> {
                sample.pod().put("serviceAccountName", "default");
                sample.of("ServiceAccount").withObject("/metadata").put("name", "default");
            }),
            Map.entry("topologySpreadConstraint", sample -> sample.pod().remove("topologySpreadConstraints")),
            Map.entry("non-existent-service-account", sample -> sample.pod().put("serviceAccountName", "nobody")),
            Map.entry("mismatching-selector", sample -> sample.of("Deployment")
                    .withObject("/spec/selector/matchLabels")
                    .put("app.kubernetes.io/name", "other")),
            Map.entry(
                    "dangling-service",
                    sample -> sample.of("Service").withObject("/spec/selector").put("app.kubernetes.io/name", "other")),
            Map.entry("dangling-horizontalpodautoscaler", sample -> sample.of("HorizontalPodAutoscaler")
                    .withObject("/spec/scaleTargetRef")
                    .put("name", "other")),
            Map.entry("pdb-max-unavailable", sample -> {
                sample.of("PodDisruptionBudget").withObject("/spec").remove("minAvailable");
                sample.of("PodDisruptionBudget").withObject("/spec").put("maxUnavailable", 0);
            }),
            Map.entry("pdb-min-available", sample -> sample.of("PodDisruptionBudget")
                    .withObject("/spec")
                    .put("minAvailable", 2)),
            Map.entry("automountServiceAccountToken", sample -> sample.pod().remove("automountServiceAccountToken")),
            Map.entry("missingPodDisruptionBudget", sample -> sample.of("PodDisruptionBudget")
                    .withObject("/spec/selector/matchLabels")
                    .put("app.kubernetes.io/name", "other")),
            Map.entry("missingNetworkPolicy", sample -> sample.of("NetworkPolicy")
                    .withObject("/spec")
                    .putArray("egress")
                    .addObject()),
            Map.entry("namespace-not-restricted", sample -> sample.of("Namespace")
                    .withObject("/metadata/labels")
                    .put("pod-security.kubernetes.io/enforce", "baseline")),
            Map.entry(
                    "missing-reference",
                    sample -> sample.of("ConfigMap").withObject("/metadata").put("name", "other")),
            Map.entry("kafka-listener-without-mutual-tls", sample -> ((ObjectNode)
                            sample.of("Kafka").at("/spec/kafka/listeners/0/authentication/listenerConfig"))
                    .put("ssl.client.auth", "requested")),
            Map.entry("kafka-user-without-limits", sample -> ((ArrayNode)
                            sample.of("KafkaUser").at("/spec/authorization/acls/0/operations"))
                    .add("All")),
            Map.entry("kafka-pods-not-restricted", sample -> sample.of("KafkaConnect")
                    .withObject("/spec/template/pod/securityContext")
                    .remove("seccompProfile"))));

    /** Objects that may be changed. */
    private record Sample(Manifests manifests) {

        static Sample good() {
            try (var in = RuleTest.class.getResourceAsStream("/good.yaml")) {
                return new Sample(
                        Manifests.read(new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        ObjectNode of(String kind) {
            return (ObjectNode) manifests.of(kind).getFirst();
        }

        ObjectNode pod() {
            return (ObjectNode) of("Deployment").at("/spec/template/spec");
        }

        ObjectNode container() {
            return (ObjectNode) pod().at("/containers/0");
        }

        ObjectNode security() {
            return container().withObject("/securityContext");
        }

        ObjectNode env(String name) {
            return container().withArray("/env").addObject().put("name", name);
        }

        List<String> brokenRules() {
            return Rule.ALL.stream()
                    .filter(rule -> !rule.broken().apply(manifests).isEmpty())
                    .map(Rule::name)
                    .toList();
        }
    }

    @Test
    void the_sample_breaks_no_rule() {
        assertThat(Sample.good().brokenRules()).isEmpty();
    }

    @Test
    void there_is_a_way_to_break_each_rule() {
        assertThat(Rule.ALL).extracting(Rule::name).containsExactlyInAnyOrderElementsOf(SPOILT.keySet());
    }

    static Stream<String> names() {
        return SPOILT.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void a_manifest_that_is_spoilt_breaks_the_rule(String name) {
        var sample = Sample.good();
        SPOILT.get(name).accept(sample);
        assertThat(sample.brokenRules()).containsExactly(name);
    }

    /** So that a schema that accepts everything is found. */
    @Test
    void the_sample_is_valid() {
        var schemas = new Schemas();
        assertThat(Sample.good().manifests().objects())
                .allSatisfy(object -> assertThat(schemas.errors(object)).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Deployment", "Service", "NetworkPolicy", "Kafka", "KafkaUser", "KafkaConnect", "Namespace"})
    void a_field_that_nobody_knows_is_an_error(String kind) {
        var schemas = new Schemas();
        var sample = Sample.good();
        sample.of(kind).withObject("/spec").put("replicaz", 3);
        assertThat(schemas.errors(sample.of(kind))).isNotEmpty();
        var another = Sample.good();
        another.of(kind).withObject("/metadata").put("nam", "x");
        assertThat(schemas.errors(another.of(kind))).isNotEmpty();
    }

    @Test
    void what_is_missing_or_of_another_type_is_an_error() {
        var schemas = new Schemas();
        var wrong = new ArrayList<JsonNode>();
        wrong.add(with("Deployment", object -> object.withObject("/spec").put("replicas", "three")));
        wrong.add(with("Deployment", object -> object.withObject("/spec").remove("selector")));
        wrong.add(with("KafkaConnect", object -> object.withObject("/spec").remove("groupId")));
        wrong.add(with("KafkaConnect", object -> object.withObject("/spec").put("replicas", "three")));
        wrong.add(with("Kafka", object -> object.put("apiVersion", "kafka.strimzi.io/v1beta2")));
        assertThat(wrong)
                .allSatisfy(object -> assertThat(schemas.errors(object)).isNotEmpty());
    }

    private static JsonNode with(String kind, Consumer<ObjectNode> change) {
        var object = Sample.good().of(kind);
        change.accept(object);
        return object;
    }
}
