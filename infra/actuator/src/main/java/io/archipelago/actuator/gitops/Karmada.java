package io.archipelago.actuator.gitops;

import static io.archipelago.actuator.gitops.ArgoCd.ordered;

import io.archipelago.actuator.domain.Assignment;
import io.archipelago.actuator.gitops.Format.Options;
import io.archipelago.actuator.kubernetes.Manifests;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A Deployment of all replicas and a PropagationPolicy (policy.karmada.io/v1alpha1) that divides them as the sites have
 * admitted: the weights are the numbers of replicas.
 */
final class Karmada {

    private Karmada() {}

    static SortedMap<String, List<Object>> files(List<Assignment> assignments, Options options) {
        var byWorkload = new TreeMap<String, List<Assignment>>();
        for (var assignment : assignments)
            byWorkload
                    .computeIfAbsent(assignment.slot().workload(), unused -> new ArrayList<>())
                    .add(assignment);
        var files = new TreeMap<String, List<Object>>();
        byWorkload.forEach((workload, parts) -> files.put(
                workload + ".yaml", List.of(deployment(parts, options.manifests()), policy(workload, parts, options))));
        return files;
    }

    private static Object deployment(List<Assignment> parts, Manifests manifests) {
        return manifests.acrossSites(
                parts.getFirst(), parts.stream().mapToInt(Assignment::replicas).sum());
    }

    private static Object policy(String workload, List<Assignment> parts, Options options) {
        var weights = new TreeMap<String, Integer>();
        for (var part : parts)
            weights.merge(options.cluster().apply(part.slot().site()), part.replicas(), Integer::sum);
        var policy = Format.header(
                "policy.karmada.io/v1alpha1",
                "PropagationPolicy",
                ordered("name", workload, "namespace", options.manifests().namespace()));
        var preferences = weights.entrySet().stream()
                .map(weight -> ordered(
                        "targetCluster", ordered("clusterNames", List.of(weight.getKey())),
                        "weight", weight.getValue()))
                .toList();
        policy.put(
                "spec",
                ordered(
                        "resourceSelectors",
                        List.of(ordered("apiVersion", "apps/v1", "kind", "Deployment", "name", workload)),
                        "placement",
                        ordered(
                                "clusterAffinity",
                                ordered("clusterNames", List.copyOf(weights.keySet())),
                                "replicaScheduling",
                                ordered(
                                        "replicaSchedulingType", "Divided",
                                        "replicaDivisionPreference", "Weighted",
                                        "weightPreference", ordered("staticWeightList", preferences)))));
        return policy;
    }
}
