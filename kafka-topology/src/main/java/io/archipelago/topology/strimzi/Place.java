package io.archipelago.topology.strimzi;

import java.util.SortedMap;

/**
 * Where a region's backbone is in its Kubernetes cluster.
 *
 * @param region its name
 * @param peers where the other regions' brokers take their mirrors' connections, {@code host:port} by region
 * @param profile the size of its topics, see {@link io.archipelago.topology.Topology#forRegion}
 */
public record Place(String region, SortedMap<String, String> peers, String profile) {

    /** The name of the {@code Kafka} resource. */
    static final String KAFKA = "archipelago";

    /** The name of the {@code KafkaConnect} resource that runs Debezium and the heartbeats. */
    static final String CONNECT = "connect";

    static final String BOOTSTRAP = KAFKA + "-kafka-bootstrap:9093";

    /** The primary of the PostgreSQL cluster, as CloudNativePG names its service. */
    static final String DATABASE = "postgres-rw";
}
