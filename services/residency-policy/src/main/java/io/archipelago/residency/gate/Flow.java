package io.archipelago.residency.gate;

import io.archipelago.residency.domain.Circumstances;
import io.archipelago.residency.domain.GateOrders;
import io.archipelago.residency.domain.Known;
import io.archipelago.topology.Topic;
import io.archipelago.topology.TopicNames;
import io.archipelago.topology.Topology;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A topic that the gate reads.
 *
 * @param dataset what it carries of users' data; null for Archipelago's own facts
 * @param dataClass of the dataset, or of the topic by its description
 * @param forOneRegion a record must name the one region it is for
 * @param floors {@code class:jurisdiction} as its datasets declare them
 * @param destinations the jurisdiction of each region it may go to at all, by name
 * @param circumstances what is known of all its records
 * @param columns that its datasets declare
 */
record Flow(
        String topic,
        @Nullable String dataset,
        @Nullable String owner,
        String dataClass,
        boolean forOneRegion,
        List<String> floors,
        SortedMap<String, String> destinations,
        Circumstances circumstances,
        Columns columns) {

    /** Of everything the topology sends through the gate, and of the datasets kept here. */
    static List<Flow> of(Topology topology, SortedMap<String, String> peers, GateOrders orders) {
        var flows = new ArrayList<Flow>();
        for (var topic : topology.topicsThroughGate())
            flows.add(new Flow(
                    topic.name(),
                    null,
                    null,
                    topic.classification(),
                    topic.mirror() == Topic.Mirror.AUDIENCE,
                    List.of(),
                    peers,
                    orders.circumstances(null, topic.classification()),
                    Columns.NONE));
        var byTopic = new TreeMap<String, List<Known.Dataset>>();
        for (var dataset : orders.leaving())
            if (dataset.topic() != null && isUsers(dataset.topic(), topology, peers))
                byTopic.computeIfAbsent(dataset.topic(), topic -> new ArrayList<>())
                        .add(dataset);
        byTopic.forEach((topic, datasets) -> flows.add(of(topic, datasets, peers, orders)));
        return flows;
    }

    /** A topic goes where all its datasets want a copy. */
    private static Flow of(
            String topic, List<Known.Dataset> datasets, SortedMap<String, String> peers, GateOrders orders) {
        datasets.sort(Comparator.comparing(Known.Dataset::name));
        var destinations = new TreeMap<>(peers);
        SortedSet<String> floors = new TreeSet<>();
        for (var dataset : datasets) {
            destinations.keySet().retainAll(dataset.copies());
            floors.add(dataset.dataClass() + ':' + dataset.jurisdiction());
        }
        var first = datasets.getFirst();
        return new Flow(
                topic,
                first.name(),
                first.owner(),
                first.dataClass(),
                false,
                List.copyOf(floors),
                destinations,
                datasets.stream()
                        .map(orders::circumstances)
                        .reduce(Circumstances::together)
                        .orElseThrow(),
                Columns.of(datasets));
    }

    /** A dataset may not make the gate carry what is not users' data. */
    private static boolean isUsers(String topic, Topology topology, SortedMap<String, String> peers) {
        return topology.topic(topic).isEmpty()
                && !topic.startsWith("__")
                && !topic.startsWith(TopicNames.EXPORT_PREFIX)
                && TopicNames.source(topic, peers.keySet()).isEmpty();
    }

    Terms terms(String code) {
        return new Terms(code, floors, destinations, circumstances, columns.fingerprint());
    }

    /** Where the copies for a destination wait for its mirror. */
    String export(String destination) {
        return TopicNames.export(destination, topic);
    }
}
