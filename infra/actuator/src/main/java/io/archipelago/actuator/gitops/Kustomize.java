package io.archipelago.actuator.gitops;

import io.archipelago.actuator.domain.Assignment;
import io.archipelago.actuator.kubernetes.Manifests;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** One folder for each site. */
final class Kustomize {

    private Kustomize() {}

    static SortedMap<String, List<Object>> files(List<Assignment> assignments, Manifests manifests) {
        var files = new TreeMap<String, List<Object>>();
        var folders = new TreeMap<String, List<String>>();
        for (var assignment : assignments) {
            var site = assignment.slot().site();
            var file = assignment.slot().workload() + ".yaml";
            files.put(site + '/' + file, List.of(manifests.deployment(assignment)));
            folders.computeIfAbsent(site, unused -> new ArrayList<>()).add(file);
        }
        folders.forEach((site, resources) -> {
            var kustomization = new LinkedHashMap<String, Object>();
            kustomization.put("apiVersion", "kustomize.config.k8s.io/v1beta1");
            kustomization.put("kind", "Kustomization");
            kustomization.put("namespace", manifests.namespaceOf(site));
            kustomization.put("resources", resources);
            files.put(site + "/kustomization.yaml", List.of(kustomization));
        });
        return files;
    }
}
