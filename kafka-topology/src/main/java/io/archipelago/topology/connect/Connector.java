package io.archipelago.topology.connect;

import java.util.Map;

/** One connector, as Kafka Connect's {@code POST /connectors} takes it. */
public record Connector(String name, Map<String, String> config) {}
