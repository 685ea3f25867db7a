package io.archipelago.topology.connect;

import java.util.Map;
import java.util.SortedMap;

/**
 * What the connectors of a region must know of where things are.
 *
 * @param kafka the region's own broker
 * @param peers the brokers of the other regions, by region
 * @param replicas copies of each partition; 1 on one broker
 */
public record Surroundings(
        String region, Kafka kafka, SortedMap<String, Kafka> peers, Database database, int replicas) {

    /**
     * @param bootstrap {@code host:port,…}
     * @param security what a client's settings say besides, to prove who it is; nothing secret
     */
    public record Kafka(String bootstrap, Map<String, String> security) {}

    /**
     * @param user a role with the right to replicate
     * @param security what PostgreSQL's JDBC driver is to be told besides; nothing secret: settings are kept in a topic
     */
    public record Database(String host, int port, String name, String user, Map<String, String> security) {}
}
