package io.archipelago.topology.connect;

import java.util.SortedMap;

/**
 * What the connectors of a region must know of where things are.
 *
 * @param bootstrap the region's own broker, {@code host:port,…}
 * @param peers the brokers of the other regions, by region
 * @param replicas copies of each partition; 1 on one broker
 */
public record Surroundings(
        String region, String bootstrap, SortedMap<String, String> peers, Database database, int replicas) {

    /** @param user a role with the right to replicate */
    public record Database(String host, int port, String name, String user, String password) {

        /** Without the password. */
        @Override
        public String toString() {
            return user + '@' + host + ':' + port + '/' + name;
        }
    }
}
