package io.archipelago.topology.strimzi;

import java.util.Map;
import java.util.TreeMap;

/** A custom resource of Strimzi. Values of configurations are numbers and truth values where they look so. */
final class Resource {

    private static final String API = "kafka.strimzi.io/v1";

    /** Strimzi's operators look for what bears the name of their cluster. */
    private static final String CLUSTER = "strimzi.io/cluster";

    private Resource() {}

    static Map<String, Object> of(String kind, String name, Map<String, Object> spec) {
        return of(kind, Map.of("name", name), spec);
    }

    static Map<String, Object> in(String cluster, String kind, String name, Map<String, Object> spec) {
        return of(kind, Map.of("name", name, "labels", Map.of(CLUSTER, cluster)), spec);
    }

    static Map<String, Object> of(String kind, Map<String, Object> metadata, Map<String, Object> spec) {
        return Map.of("apiVersion", API, "kind", kind, "metadata", metadata, "spec", spec);
    }

    /** A configuration as people write it in YAML. */
    static Map<String, Object> config(Map<String, String> settings) {
        var typed = new TreeMap<String, Object>();
        settings.forEach((key, value) -> typed.put(key, typed(value)));
        return typed;
    }

    private static Object typed(String value) {
        if (value.matches("-?(0|[1-9][0-9]{0,17})")) return Long.valueOf(value);
        if (value.equals("true") || value.equals("false")) return Boolean.valueOf(value);
        return value;
    }
}
