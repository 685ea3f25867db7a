package io.archipelago.topology;

import java.util.Map;

/**
 * A topic as a broker has it, or should have it.
 *
 * @param configs what differs from the broker's defaults, sorted by name
 */
public record TopicSettings(String name, int partitions, int replicas, Map<String, String> configs) {}
