package io.archipelago.actuator.gitops;

import io.archipelago.actuator.domain.Assignment;
import io.archipelago.actuator.kubernetes.Manifests;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.UnaryOperator;

/** In whose words assignments are written down. */
public enum Format {
    /** A folder of Deployments for each site. */
    KUSTOMIZE {
        @Override
        SortedMap<String, List<Object>> files(List<Assignment> assignments, Options options) {
            return Kustomize.files(assignments, options.manifests());
        }
    },
    /** The same, and an ApplicationSet that syncs each folder to its cluster. */
    ARGOCD {
        @Override
        SortedMap<String, List<Object>> files(List<Assignment> assignments, Options options) {
            var files = Kustomize.files(assignments, options.manifests());
            files.put("applicationset.yaml", List.of(ArgoCd.applicationSet(assignments, options)));
            return files;
        }
    },
    /** A ManifestWork for each site, in the namespace of its cluster. */
    OCM {
        @Override
        SortedMap<String, List<Object>> files(List<Assignment> assignments, Options options) {
            return OpenClusterManagement.files(assignments, options);
        }
    },
    /** A Deployment and a PropagationPolicy for each workload. */
    KARMADA {
        @Override
        SortedMap<String, List<Object>> files(List<Assignment> assignments, Options options) {
            return Karmada.files(assignments, options);
        }
    };

    /**
     * @param manifests how an assignment is written down
     * @param cluster what the other tool calls the cluster of a site
     * @param repository where the files will lie, for Argo CD; empty when nobody said
     * @param path of the files within the repository
     */
    public record Options(Manifests manifests, UnaryOperator<String> cluster, String repository, String path) {}

    /**
     * The files, by their paths, each with its documents: the same assignments make the same files.
     *
     * @param assignments none with an {@linkplain Assignment#obstacle obstacle}
     */
    abstract SortedMap<String, List<Object>> files(List<Assignment> assignments, Options options);

    /** The same as text. */
    public SortedMap<String, String> texts(List<Assignment> assignments, Options options) {
        return Yaml.texts(files(assignments, options));
    }

    static Map<String, Object> header(String apiVersion, String kind, Map<String, Object> metadata) {
        var header = new LinkedHashMap<String, Object>();
        header.put("apiVersion", apiVersion);
        header.put("kind", kind);
        header.put("metadata", metadata);
        return header;
    }
}
