package io.archipelago.topology.access;

import io.archipelago.topology.Topic;
import io.archipelago.topology.Topic.Through;
import io.archipelago.topology.TopicNames;
import io.archipelago.topology.Topology;
import io.archipelago.topology.access.Grant.Resource;
import io.archipelago.topology.access.Grant.Right;
import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Compiles the permissions of one region's broker. Three things follow from the shape of it: only the gate writes to an
 * export topic, a peer's mirror reads nothing but its own export topics, and nobody but the Connect worker writes what
 * came from a peer.
 */
public final class Grants {

    /** The part of a principal that stands for the Connect worker: Debezium and MirrorMaker 2. */
    public static final String CONNECT = "connect";

    /** The part of a principal under which a region fetches from its peers. */
    public static final String MIRROR = "mirror";

    private final Topology topology;
    private final String region;
    private final Collection<String> peers;
    private final SortedSet<Grant> grants = new TreeSet<>();

    private Grants(Topology topology, String region, Collection<String> peers) {
        this.topology = topology;
        this.region = region;
        this.peers = peers;
    }

    /** Everything that is allowed on the broker of a region; what is not listed is denied. */
    public static SortedSet<Grant> forRegion(Topology topology, String region, Collection<String> peers) {
        var compiled = new Grants(topology, region, peers);
        topology.topics().forEach(compiled::local);
        topology.topicsThroughGate().forEach(topic -> compiled.crosses(topic.name(), topology.gate()));
        compiled.copies(topology.heartbeats().name(), CONNECT);
        for (var reader : topology.heartbeats().readers())
            for (var peer : peers)
                compiled.reads(
                        reader, TopicNames.mirrored(peer, topology.heartbeats().name()));
        compiled.groups();
        return Collections.unmodifiableSortedSet(compiled.grants);
    }

    private void local(Topic topic) {
        for (var producer : topic.producers())
            writes(topic.through() == Through.OUTBOX ? CONNECT : producer, topic.name());
        for (var reader : topic.localReaders()) reads(reader, topic.name());
        if (topic.mirrored() || topic.isOfMixedClasses()) reads(topology.gate(), topic.name());
        for (var reader : topic.mirroredReaders())
            for (var peer : peers) reads(reader, TopicNames.mirrored(peer, topic.name()));
    }

    /** The gate looks at its copies after a crash, and at what came from the peers to certify it. */
    private void crosses(String topic, String gate) {
        copies(topic, gate);
        for (var peer : peers) {
            reads(gate, TopicNames.export(peer, topic));
            reads(gate, TopicNames.mirrored(peer, topic));
        }
    }

    private void copies(String topic, String exporter) {
        for (var peer : peers) {
            writes(exporter, TopicNames.export(peer, topic));
            grants.add(Grant.topic(peer + '.' + MIRROR, Right.READ, TopicNames.export(peer, topic)));
            writes(CONNECT, TopicNames.mirrored(peer, topic));
        }
    }

    private void groups() {
        for (var party : grants.stream().map(Grant::principal).distinct().toList()) {
            if (!party.startsWith(region + '.')) continue;
            var name = party.substring(region.length() + 1);
            grants.add(new Grant(party, Right.READ, Resource.GROUP, name, true));
            if (name.equals(CONNECT) || name.equals(topology.gate()))
                grants.add(new Grant(party, Right.WRITE, Resource.TRANSACTIONAL_ID, name, true));
        }
    }

    private void reads(String party, String topic) {
        grants.add(Grant.topic(region + '.' + party, Right.READ, topic));
    }

    private void writes(String party, String topic) {
        grants.add(Grant.topic(region + '.' + party, Right.WRITE, topic));
    }
}
