package io.archipelago.topology;

import java.util.Map;

/**
 * How long a topic keeps its records and on how many partitions.
 *
 * @param partitions by profile
 * @param configs topic configuration, in Kafka's own words and units
 */
public record Plan(String name, String purpose, Map<String, Integer> partitions, Map<String, String> configs) {

    /**
     * The size of an installation.
     *
     * @param replicas copies of each partition within a region
     * @param configs topic configuration that every plan gets on top
     */
    public record Profile(String name, int replicas, Map<String, String> configs) {}
}
