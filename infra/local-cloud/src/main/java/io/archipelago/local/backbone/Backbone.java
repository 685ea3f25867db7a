package io.archipelago.local.backbone;

import io.archipelago.local.LocalCloudException;
import io.archipelago.local.LocalRegion;
import io.archipelago.local.PartName;
import io.archipelago.local.part.Parts;
import io.archipelago.local.part.Postgres;
import io.archipelago.topology.Topology;
import io.archipelago.topology.access.AccessPlan;
import io.archipelago.topology.access.Identity;
import io.archipelago.topology.broker.Broker;
import io.archipelago.topology.broker.BrokerFailure;
import io.archipelago.topology.connect.Connector;
import io.archipelago.topology.connect.Connectors;
import io.archipelago.topology.connect.Surroundings;
import io.archipelago.topology.plan.TopologyPlan;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Brings a region's database, topics and connectors to what is described; may be repeated at any time. */
public record Backbone(Parts parts, LocalRegion region) {
    private static final String PROFILE = "local";
    private static final Duration RUNNING_LIMIT = Duration.ofMinutes(5);

    /** Roles, schemas, outboxes, publication and slot. */
    public void prepareDatabase() {
        new BootstrapSql(parts.postgres(region)).run();
    }

    /** The running database takes the certificates that the region has now. */
    public void renewDatabase() {
        try {
            parts.postgres(region).renew();
        } catch (IOException | SQLException e) {
            throw new LocalCloudException(
                    "the database of " + region.name() + " keeps its certificate: " + e.getMessage(), e);
        }
    }

    /** The same of the running Connect worker, which looks at its files with each request. */
    public void renewConnect() {
        try {
            var unused = ConnectRest.at(parts.connectUrl(region), parts.operator(region))
                    .states();
        } catch (IOException e) {
            throw new LocalCloudException(
                    "Connect of " + region.name() + " keeps its certificate: " + e.getMessage(), e);
        }
    }

    /** Makes the region's topics, and gives and takes permissions, as described. */
    public void applyTopology() {
        var topology = Topology.load();
        var operator = client(Identity.operator(region.name()));
        var bootstrap = parts.endpoint(region, PartName.KAFKA);
        parts.trust().clientFiles(Identity.operator(region.name()), bootstrap);
        for (var program : topology.programs().keySet())
            parts.trust().clientFiles(Identity.program(region.name(), program), bootstrap);
        parts.trust().clientFiles(Identity.service(region.name(), "actuator"), bootstrap);
        try (var broker = Broker.at(operator)) {
            var plan = TopologyPlan.of(topology, region.name(), peers(), PROFILE, broker.topics());
            if (!plan.refusals().isEmpty())
                throw new LocalCloudException(
                        "the topics of " + region.name() + " cannot be brought to their description ("
                                + String.join("; ", plan.refusals()) + "): ./archipelago down --wipe starts afresh");
            var unused = broker.apply(plan, false);
            broker.apply(AccessPlan.of(topology, region.name(), peers(), broker.permissions()));
        } catch (BrokerFailure e) {
            throw new LocalCloudException("the topics of " + region.name() + " cannot be made: " + e.getMessage(), e);
        }
    }

    /** Registers the connectors; those that are as described already are left running. */
    public List<String> registerConnectors() {
        var rest = ConnectRest.at(parts.connectUrl(region), parts.operator(region));
        var wanted = Connectors.of(surroundings());
        for (var connector : wanted) if (!known(rest, connector)) rest.put(connector.name(), connector.config());
        return wanted.stream().map(Connector::name).toList();
    }

    /**
     * Waits until they run.
     *
     * @throws LocalCloudException naming those that do not
     */
    public void awaitConnectors(List<String> names) {
        var rest = ConnectRest.at(parts.connectUrl(region), parts.operator(region));
        if (rest.awaitRunning(names, RUNNING_LIMIT)) return;
        throw new LocalCloudException("not all connectors of " + region.name() + " run: " + describe(rest));
    }

    private static boolean known(ConnectRest rest, Connector connector) {
        try {
            return rest.config(connector.name()).equals(connector.config());
        } catch (IOException e) {
            return false;
        }
    }

    private static String describe(ConnectRest rest) {
        try {
            return rest.states().toString();
        } catch (IOException e) {
            return "Connect does not answer: " + e.getMessage();
        }
    }

    private List<String> peers() {
        return parts.peers(region).stream().map(LocalRegion::name).toList();
    }

    private Map<String, Object> client(Identity who) {
        var client = new HashMap<String, Object>(parts.trust().client(who));
        client.put("bootstrap.servers", parts.endpoint(region, PartName.KAFKA));
        return client;
    }

    private Surroundings surroundings() {
        var trust = parts.trust();
        var mirror = Identity.mirror(region.name());
        var peers = new TreeMap<String, Surroundings.Kafka>();
        parts.peers(region)
                .forEach(peer -> peers.put(
                        peer.name(),
                        new Surroundings.Kafka(
                                parts.endpoint(peer, PartName.KAFKA), trust.client(mirror, peer.name()))));
        var connect = trust.client(Identity.service(region.name(), PartName.CONNECT.text()));
        return new Surroundings(
                region.name(),
                new Surroundings.Kafka(parts.endpoint(region, PartName.KAFKA), connect),
                peers,
                new Surroundings.Database(
                        "127.0.0.1",
                        parts.port(region, PartName.POSTGRES),
                        Postgres.DATABASE,
                        "capture",
                        trust.database(Identity.service(region.name(), PartName.CONNECT.text()))),
                1);
    }
}
