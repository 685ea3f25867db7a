package io.archipelago.actuator.gitops;

import static io.archipelago.actuator.gitops.ArgoCd.ordered;

import io.archipelago.actuator.domain.Assignment;
import io.archipelago.actuator.gitops.Format.Options;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** ManifestWorks (work.open-cluster-management.io/v1) for a hub. */
final class OpenClusterManagement {

    private OpenClusterManagement() {}

    static SortedMap<String, List<Object>> files(List<Assignment> assignments, Options options) {
        var bySite = new TreeMap<String, List<Object>>();
        for (var assignment : assignments)
            bySite.computeIfAbsent(assignment.slot().site(), unused -> new ArrayList<>())
                    .add(options.manifests().deployment(assignment));
        var files = new TreeMap<String, List<Object>>();
        bySite.forEach((site, manifests) -> {
            var cluster = options.cluster().apply(site);
            var work = Format.header(
                    "work.open-cluster-management.io/v1",
                    "ManifestWork",
                    ordered("name", "archipelago-" + site, "namespace", cluster));
            work.put("spec", ordered("workload", ordered("manifests", manifests)));
            files.put(cluster + '/' + site + ".yaml", List.of(work));
        });
        return files;
    }
}
