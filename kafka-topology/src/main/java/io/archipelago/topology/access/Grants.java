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
 * Compiles the permissions of one region's broker. Three things follow from the shape of it: only the gate writes records
 * to an export topic, a peer's mirror reads nothing but what was exported for it, and nobody but the Connect worker writes
 * what came from a peer.
 */
public final class Grants {

    /** The Connect worker, which runs Debezium and MirrorMaker 2. */
    private static final String CONNECT = "connect";

    /** The role of users' programs in the descriptors. Whoever plays {@code people} is the operator, who may do all. */
    private static final String INTEGRATORS = "integrators";

    private static final String PEOPLE = "people";

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
        topology.topics().forEach(compiled::described);
        for (var reader : topology.heartbeats().readers())
            compiled.readsCopies(reader, topology.heartbeats().name());
        compiled.gate();
        compiled.connect();
        for (var peer : peers) compiled.mirror(peer);
        topology.programs().forEach(compiled::program);
        topology.owners().forEach(compiled::ownNames);
        return Collections.unmodifiableSortedSet(compiled.grants);
    }

    private void described(Topic topic) {
        for (var producer : topic.producers())
            allow(topic.through() == Through.OUTBOX ? CONNECT : producer, Right.WRITE, topic.name());
        for (var reader : topic.localReaders()) allow(reader, Right.READ, topic.name());
        for (var reader : topic.mirroredReaders()) readsCopies(reader, topic.name());
    }

    private void readsCopies(String reader, String topic) {
        for (var peer : peers) allow(reader, Right.READ, TopicNames.mirrored(peer, topic));
    }

    /** Any topic may be a dataset's: the gate reads it, makes its copies, and looks at them after a crash. */
    private void gate() {
        var gate = Identity.service(region, topology.gate());
        for (var right : new Right[] {Right.READ, Right.CREATE, Right.DESCRIBE_CONFIGS})
            grants.add(Grant.topic(gate, right, Grant.ANY));
        grants.add(Grant.topics(gate, Right.WRITE, TopicNames.EXPORT_PREFIX));
        transactions(gate, topology.gate());
    }

    /** Its mirrors write what came in, and make what the gate has not made yet; its heartbeats go past the gate. */
    private void connect() {
        var connect = Identity.service(region, CONNECT);
        for (var topic : topology.topicsOf(CONNECT))
            grants.add(Grant.topic(connect, Right.DESCRIBE_CONFIGS, topic.name()));
        for (var peer : peers) {
            var copies = TopicNames.mirrored(peer, "");
            grants.add(Grant.topics(connect, Right.WRITE, copies));
            grants.add(Grant.topics(connect, Right.CREATE, copies));
            var beats = TopicNames.export(peer, topology.heartbeats().name());
            grants.add(Grant.topic(connect, Right.WRITE, beats));
            grants.add(Grant.topic(connect, Right.CREATE, beats));
        }
        transactions(connect, CONNECT);
    }

    private void mirror(String peer) {
        var exported = TopicNames.export(peer, "");
        grants.add(Grant.topics(Identity.mirror(peer), Right.READ, exported));
        grants.add(Grant.topics(Identity.mirror(peer), Right.DESCRIBE_CONFIGS, exported));
    }

    /** A program of users owns the topics that begin so, and reads their copies. */
    private void program(String name, String start) {
        var program = Identity.program(region, name);
        for (var right : new Right[] {Right.READ, Right.WRITE, Right.CREATE, Right.DESCRIBE_CONFIGS})
            grants.add(Grant.topics(program, right, start));
        for (var peer : peers) grants.add(Grant.topics(program, Right.READ, TopicNames.mirrored(peer, start)));
        grants.add(new Grant(program, Right.READ, Resource.GROUP, start, true));
        transactions(program, start);
    }

    /** Consumer groups begin with the name of their service. */
    private void ownNames(String service) {
        grants.add(new Grant(Identity.service(region, service), Right.READ, Resource.GROUP, service, true));
    }

    private void transactions(Identity identity, String start) {
        grants.add(new Grant(identity, Right.WRITE, Resource.TRANSACTIONAL_ID, start, true));
    }

    private void allow(String party, Right right, String topic) {
        switch (party) {
            case PEOPLE -> {}
            case INTEGRATORS ->
                topology.programs()
                        .keySet()
                        .forEach(program -> grants.add(Grant.topic(Identity.program(region, program), right, topic)));
            default -> grants.add(Grant.topic(Identity.service(region, party), right, topic));
        }
    }
}
