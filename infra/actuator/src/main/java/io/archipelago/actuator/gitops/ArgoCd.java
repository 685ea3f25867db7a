package io.archipelago.actuator.gitops;

import io.archipelago.actuator.domain.Assignment;
import io.archipelago.actuator.gitops.Format.Options;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An ApplicationSet (argoproj.io/v1alpha1) with one application for each site. */
final class ArgoCd {

    private static final String REPOSITORY_TO_FILL_IN = "https://git.example.com/platform/placements.git";

    private ArgoCd() {}

    static Object applicationSet(List<Assignment> assignments, Options options) {
        var elements = assignments.stream()
                .map(assignment -> assignment.slot().site())
                .distinct()
                .sorted()
                .map(site -> ordered(
                        "site", site,
                        "cluster", options.cluster().apply(site),
                        "namespace", options.manifests().namespaceOf(site)))
                .toList();
        var repository = options.repository().isEmpty() ? REPOSITORY_TO_FILL_IN : options.repository();
        var folder = options.path().isEmpty() ? "{{.site}}" : options.path() + "/{{.site}}";
        var template = ordered(
                "metadata",
                ordered("name", "archipelago-{{.site}}"),
                "spec",
                ordered(
                        "project", "default",
                        "source", ordered("repoURL", repository, "targetRevision", "HEAD", "path", folder),
                        "destination", ordered("name", "{{.cluster}}", "namespace", "{{.namespace}}"),
                        "syncPolicy", ordered("automated", ordered("prune", true, "selfHeal", true))));
        var set = Format.header(
                "argoproj.io/v1alpha1", "ApplicationSet", ordered("name", "archipelago", "namespace", "argocd"));
        set.put(
                "spec",
                ordered(
                        "goTemplate",
                        true,
                        "goTemplateOptions",
                        List.of("missingkey=error"),
                        "generators",
                        List.of(ordered("list", ordered("elements", elements))),
                        "template",
                        template));
        return set;
    }

    /** Names and values in turn, kept in their order. */
    static Map<String, Object> ordered(Object... pairs) {
        var map = new LinkedHashMap<String, Object>();
        for (int i = 0; i < pairs.length; i += 2) map.put((String) pairs[i], pairs[i + 1]);
        return map;
    }
}
