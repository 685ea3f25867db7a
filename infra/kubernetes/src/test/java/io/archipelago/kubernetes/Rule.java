package io.archipelago.kubernetes;

import static io.archipelago.kubernetes.Manifests.list;

import com.fasterxml.jackson.databind.JsonNode;
import io.archipelago.kubernetes.Manifests.Pod;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * One thing that no manifest may do.
 *
 * @param name as its makers call it, where they do
 * @param origin who asks for it: {@code restricted} (Pod Security), {@code kube-linter}, {@code polaris}, {@code archipelago}
 * @param broken by which objects, and how
 */
record Rule(String name, String origin, Function<Manifests, List<String>> broken) {

    /** Kinds of volumes that the profile "restricted" allows. */
    private static final Set<String> VOLUMES = Set.of(
            "configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "persistentVolumeClaim", "projected", "secret");

    /** Brought by people or by an operator, not by a manifest: see docs/kubernetes.md. */
    private static final Predicate<String> FROM_ELSEWHERE = name -> name.startsWith("Secret events-of-")
            || name.startsWith("Secret peer-")
            || name.equals("ConfigMap event-peers")
            || name.equals("ConfigMap archipelago-authorities");

    static final List<Rule> ALL = List.of(
            // Pod Security Standards, profile "restricted"
            pod(
                    "host-namespaces",
                    "restricted",
                    spec -> spec.path("hostNetwork").asBoolean()
                            || spec.path("hostPID").asBoolean()
                            || spec.path("hostIPC").asBoolean()),
            container("privileged", "restricted", (pod, container) -> security(container, "privileged")
                    .asBoolean()),
            container("privilege-escalation", "restricted", (pod, container) -> security(
                            container, "allowPrivilegeEscalation")
                    .asBoolean(true)),
            container(
                    "drop-all-capabilities",
                    "restricted",
                    (pod, container) -> !security(container, "capabilities")
                                    .at("/drop/0")
                                    .asText()
                                    .equals("ALL")
                            || security(container, "capabilities").has("add")),
            container("run-as-non-root", "restricted", (pod, container) -> !either(pod, container, "runAsNonRoot")
                    .asBoolean()),
            container(
                    "run-as-root-user",
                    "restricted",
                    (pod, container) -> either(pod, container, "runAsUser").asInt() == 0),
            container("seccomp-profile", "restricted", (pod, container) -> !Set.of("RuntimeDefault", "Localhost")
                    .contains(either(pod, container, "seccompProfile")
                            .path("type")
                            .asText())),
            container("host-ports", "restricted", (pod, container) -> list(container.path("ports")).stream()
                    .anyMatch(port -> port.has("hostPort"))),
            container("proc-mount", "restricted", (pod, container) -> security(container, "procMount")
                    .asText()
                    .equals("Unmasked")),
            pod("sysctls", "restricted", spec -> spec.path("securityContext").has("sysctls")),
            pod("volume-types", "restricted", spec -> list(spec.path("volumes")).stream()
                    .anyMatch(volume -> volume.properties().stream()
                            .anyMatch(field -> !field.getKey().equals("name") && !VOLUMES.contains(field.getKey())))),
            // kube-linter
            container("no-read-only-root-fs", "kube-linter", (pod, container) -> !security(
                            container, "readOnlyRootFilesystem")
                    .asBoolean()),
            container("unset-cpu-requirements", "kube-linter", (pod, container) -> unset(container, "cpu")),
            container("unset-memory-requirements", "kube-linter", (pod, container) -> unset(container, "memory")),
            server("no-liveness-probe", "kube-linter", container -> !container.has("livenessProbe")),
            server("no-readiness-probe", "kube-linter", container -> !container.has("readinessProbe")),
            container(
                    "latest-tag",
                    "kube-linter",
                    (pod, container) -> container.path("image").asText().matches("[^:@]*(:latest)?")),
            container(
                    "env-var-secret",
                    "kube-linter",
                    (pod, container) -> list(container.path("env")).stream()
                                    .anyMatch(env ->
                                            env.at("/valueFrom/secretKeyRef").isObject())
                            || list(container.path("envFrom")).stream().anyMatch(from -> from.has("secretRef"))),
            container("duplicate-env-var", "kube-linter", (pod, container) -> {
                var names = list(container.path("env")).stream()
                        .map(env -> env.path("name").asText())
                        .toList();
                return new HashSet<>(names).size() < names.size();
            }),
            pod("default-service-account", "kube-linter", spec -> Set.of("", "default")
                    .contains(spec.path("serviceAccountName").asText())),
            pod(
                    "topologySpreadConstraint",
                    "polaris",
                    spec -> !spec.has("topologySpreadConstraints")
                            && !spec.path("restartPolicy").asText().equals("OnFailure")),
            new Rule("non-existent-service-account", "kube-linter", all -> all.pods().stream()
                    .filter(pod -> all.of("ServiceAccount").stream().noneMatch(account -> account.at("/metadata/name")
                            .equals(pod.spec().path("serviceAccountName"))))
                    .map(Pod::name)
                    .toList()),
            new Rule("mismatching-selector", "kube-linter", all -> all.pods().stream()
                    .filter(pod -> !pod.owner().path("kind").asText().equals("Job"))
                    .filter(pod -> pod.owner().at("/spec/selector/matchLabels").isEmpty()
                            || !Manifests.selects(pod.owner().at("/spec/selector/matchLabels"), pod.labels()))
                    .map(Pod::name)
                    .toList()),
            new Rule("dangling-service", "kube-linter", all -> all.of("Service").stream()
                    .filter(service ->
                            all.pods().stream().noneMatch(pod -> Manifests.selects(selector(service), pod.labels())))
                    .map(Manifests::name)
                    .toList()),
            new Rule(
                    "dangling-horizontalpodautoscaler", "kube-linter", all -> all.of("HorizontalPodAutoscaler").stream()
                            .filter(scaler -> all
                                    .of(scaler.at("/spec/scaleTargetRef/kind").asText())
                                    .stream()
                                    .noneMatch(target ->
                                            target.at("/metadata/name").equals(scaler.at("/spec/scaleTargetRef/name"))))
                            .map(Manifests::name)
                            .toList()),
            new Rule("pdb-max-unavailable", "kube-linter", all -> all.of("PodDisruptionBudget").stream()
                    .filter(budget -> budget.at("/spec/maxUnavailable").asText().matches("0%?"))
                    .map(Manifests::name)
                    .toList()),
            new Rule("pdb-min-available", "kube-linter", all -> all.of("PodDisruptionBudget").stream()
                    .filter(budget -> budget.at("/spec/minAvailable").asText().equals("100%")
                            || budget.at("/spec").has("minAvailable")
                                    && all.pods().stream()
                                            .filter(pod -> Manifests.selects(
                                                    budget.at("/spec/selector/matchLabels"), pod.labels()))
                                            .anyMatch(pod -> replicas(all, pod)
                                                    <= budget.at("/spec/minAvailable")
                                                            .asInt()))
                    .map(Manifests::name)
                    .toList()),
            // Polaris
            pod("automountServiceAccountToken", "polaris", spec -> spec.path("automountServiceAccountToken")
                    .asBoolean(true)),
            new Rule("missingPodDisruptionBudget", "polaris", all -> all.pods().stream()
                    .filter(pod -> !pod.owner().path("kind").asText().equals("Job"))
                    .filter(pod -> all.of("PodDisruptionBudget").stream()
                            .noneMatch(
                                    budget -> Manifests.selects(budget.at("/spec/selector/matchLabels"), pod.labels())))
                    .map(Pod::name)
                    .toList()),
            new Rule(
                    "missingNetworkPolicy",
                    "polaris",
                    all -> all.pods().isEmpty()
                                    || all.of("NetworkPolicy").stream().anyMatch(Rule::deniesAll)
                            ? List.of()
                            : List.of("no policy denies what none allows")),
            // Our own
            new Rule("namespace-not-restricted", "archipelago", all -> all.of("Namespace").stream()
                    .filter(space -> !space.at("/metadata/labels/pod-security.kubernetes.io~1enforce")
                            .asText()
                            .equals("restricted"))
                    .map(Manifests::name)
                    .toList()),
            new Rule("missing-reference", "archipelago", Rule::missing),
            new Rule("kafka-listener-without-mutual-tls", "archipelago", all -> all.of("Kafka").stream()
                    .flatMap(kafka -> list(kafka.at("/spec/kafka/listeners")).stream())
                    .filter(listener -> !listener.path("tls").asBoolean()
                            || !listener.at("/authentication/listenerConfig/ssl.client.auth")
                                    .asText()
                                    .equals("required"))
                    .map(listener -> "listener " + listener.path("name").asText())
                    .toList()),
            new Rule("kafka-user-without-limits", "archipelago", all -> all.of("KafkaUser").stream()
                    .filter(user -> user.at("/spec/authorization/acls").isEmpty()
                            || list(user.at("/spec/authorization/acls")).stream()
                                    .anyMatch(acl -> acl.path("operations")
                                                    .toString()
                                                    .contains("All")
                                            || acl.at("/resource/type").asText().equals("cluster")))
                    .map(Manifests::name)
                    .toList()),
            new Rule("kafka-pods-not-restricted", "archipelago", all -> Stream.of(
                            "KafkaNodePool", "KafkaConnect", "KafkaMirrorMaker2")
                    .flatMap(kind -> all.of(kind).stream())
                    .filter(resource -> !resource.at("/spec/template/pod/securityContext/runAsNonRoot")
                                    .asBoolean()
                            || !resource.at("/spec/template/pod/securityContext/seccompProfile/type")
                                    .asText()
                                    .equals("RuntimeDefault"))
                    .map(Manifests::name)
                    .toList()));

    private static Rule pod(String name, String origin, Predicate<JsonNode> broken) {
        return new Rule(name, origin, all -> all.pods().stream()
                .filter(pod -> broken.test(pod.spec()))
                .map(Pod::name)
                .toList());
    }

    private static Rule container(String name, String origin, BiPredicate<Pod, JsonNode> broken) {
        return new Rule(name, origin, all -> all.pods().stream()
                .flatMap(pod -> pod.containers().stream()
                        .filter(container -> broken.test(pod, container))
                        .map(container ->
                                pod.name() + '/' + container.path("name").asText()))
                .toList());
    }

    /** Of containers that do not end by themselves. */
    private static Rule server(String name, String origin, Predicate<JsonNode> broken) {
        return new Rule(name, origin, all -> all.pods().stream()
                .filter(pod -> !pod.owner().path("kind").asText().equals("Job"))
                .filter(pod -> list(pod.spec().path("containers")).stream().anyMatch(broken))
                .map(Pod::name)
                .toList());
    }

    private static JsonNode security(JsonNode container, String field) {
        return container.path("securityContext").path(field);
    }

    /** The container's own word, else its pod's. */
    private static JsonNode either(Pod pod, JsonNode container, String field) {
        var own = security(container, field);
        return own.isMissingNode() ? pod.spec().path("securityContext").path(field) : own;
    }

    private static boolean unset(JsonNode container, String resource) {
        return !container.at("/resources/requests").has(resource)
                || !container.at("/resources/limits").has(resource);
    }

    /** A service for one pod of a set names it by the label that the set gives it. */
    private static JsonNode selector(JsonNode service) {
        var selector = service.at("/spec/selector");
        var pod = selector.path("statefulset.kubernetes.io/pod-name").asText();
        return pod.isEmpty()
                ? selector
                : com.fasterxml.jackson.databind.node.JsonNodeFactory.instance
                        .objectNode()
                        .put("app.kubernetes.io/name", pod.replaceFirst("-[0-9]+$", ""));
    }

    /** How many there are at the least: what the owner says, else its autoscaler, else one. */
    private static int replicas(Manifests all, Pod pod) {
        var scaled = all.of("HorizontalPodAutoscaler").stream()
                .filter(scaler -> scaler.at("/spec/scaleTargetRef/name")
                        .equals(pod.owner().at("/metadata/name")))
                .mapToInt(scaler -> scaler.at("/spec/minReplicas").asInt(1))
                .findFirst()
                .orElse(1);
        return pod.owner().at("/spec/replicas").asInt(scaled);
    }

    private static boolean deniesAll(JsonNode policy) {
        var spec = policy.path("spec");
        return spec.path("podSelector").isEmpty()
                && spec.path("policyTypes").size() == 2
                && !spec.has("ingress")
                && !spec.has("egress");
    }

    private static List<String> missing(Manifests all) {
        var there = new HashSet<String>();
        for (var object : all.objects()) there.add(Manifests.name(object));
        for (var certificate : all.of("Certificate"))
            there.add("Secret " + certificate.at("/spec/secretName").asText());
        var missing = new TreeSet<String>();
        for (var pod : all.pods())
            for (var reference : references(pod))
                if (!there.contains(reference) && !FROM_ELSEWHERE.test(reference))
                    missing.add(pod.name() + " -> " + reference);
        return List.copyOf(missing);
    }

    private static List<String> references(Pod pod) {
        var references = new ArrayList<String>();
        for (var volume : list(pod.spec().path("volumes"))) {
            named(references, "Secret ", volume.at("/secret/secretName"));
            named(references, "ConfigMap ", volume.at("/configMap/name"));
            for (var source : list(volume.at("/projected/sources"))) {
                named(references, "Secret ", source.at("/secret/name"));
                named(references, "ConfigMap ", source.at("/configMap/name"));
            }
        }
        for (var container : pod.containers())
            for (var from : list(container.path("envFrom")))
                named(references, "ConfigMap ", from.at("/configMapRef/name"));
        return references;
    }

    private static void named(List<String> references, String kind, JsonNode name) {
        if (!name.isMissingNode()) references.add(kind + name.asText());
    }
}
