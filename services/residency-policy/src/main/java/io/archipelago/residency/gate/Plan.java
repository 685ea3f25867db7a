package io.archipelago.residency.gate;

import io.archipelago.residency.domain.GateOrders;
import io.archipelago.residency.domain.Law;
import io.archipelago.residency.keyring.Keyring;
import io.archipelago.residency.treatment.PseudonymKey;
import io.archipelago.residency.treatment.SubjectReader;
import io.archipelago.topology.Topology;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The gate's orders, spelled out for the topics that are there.
 *
 * @param flows whose topics are all there, by topic
 * @param missing topics that somebody else has to make; their flows wait
 * @param keyring what the columns of persons are encrypted with
 * @param pseudonyms what the region's pseudonyms are made with
 */
record Plan(
        GateOrders orders,
        Map<String, OpenFlow> flows,
        SortedSet<String> missing,
        FlowLaw.Tables tables,
        PseudonymKey pseudonyms,
        Keyring keyring) {

    /** Looks at the broker's topics, and makes those of users' datasets. */
    static Plan of(GateOrders orders, Topology topology, GateSettings settings, Topics topics) {
        var flows = Flow.of(topology, settings.peers(), orders);
        var names = new TreeSet<>(orders.arriving());
        for (var flow : flows) {
            names.add(flow.topic());
            names.addAll(exports(flow));
        }
        var found = topics.find(names);
        var toMake = users(flows, orders, found);
        if (!toMake.isEmpty()) {
            topics.make(toMake);
            found = topics.find(names);
        }
        var open = new TreeMap<String, OpenFlow>();
        var missing = new TreeSet<String>();
        for (var flow : flows) {
            var topic = found.get(flow.topic());
            var exports = exports(flow);
            if (topic != null && found.keySet().containsAll(exports)) {
                var ready = new ArrayList<OpenFlow.Export>();
                for (var export : exports) {
                    var there = found.get(export);
                    if (there != null) ready.add(new OpenFlow.Export(export, there.partitions(), there.maxBytes()));
                }
                open.put(flow.topic(), new OpenFlow(flow, topic.partitions(), List.copyOf(ready), topic.compacted()));
            } else {
                missing.addAll(exports);
                missing.add(flow.topic());
                missing.removeAll(found.keySet());
            }
        }
        return new Plan(orders, open, missing, new FlowLaw.Tables(), settings.pseudonyms(), settings.keyring());
    }

    private static List<String> exports(Flow flow) {
        return flow.destinations().keySet().stream().map(flow::export).toList();
    }

    /** Missing topics of datasets, each with the partitions of the one it copies; 0 for as many as the plan says. */
    private static Map<String, Integer> users(List<Flow> flows, GateOrders orders, Map<String, Topics.Found> found) {
        var missing = new TreeMap<String, Integer>();
        for (var arriving : orders.arriving()) if (!found.containsKey(arriving)) missing.put(arriving, 0);
        for (var flow : flows) {
            if (flow.dataset() == null) continue;
            var topic = found.get(flow.topic());
            if (topic == null) missing.put(flow.topic(), 0);
            for (var export : exports(flow))
                if (!found.containsKey(export)) missing.put(export, topic == null ? 0 : topic.partitions());
        }
        return missing;
    }

    /** All that is to be read. */
    Set<TopicPartition> partitions() {
        var partitions = new LinkedHashSet<TopicPartition>();
        for (var flow : flows.values())
            for (int p = 0; p < flow.partitions(); p++)
                partitions.add(new TopicPartition(flow.flow().topic(), p));
        return partitions;
    }

    /** @param partition one of {@link #partitions} */
    OpenFlow flow(TopicPartition partition) {
        var flow = flows.get(partition.topic());
        if (flow == null) throw new IllegalArgumentException("nothing is known of " + partition);
        return flow;
    }

    /** Keeps records of a flow's erased persons home; null where there are none. */
    @Nullable
    Guard guard(OpenFlow flow) {
        var erased = new ArrayList<Guard.Erased>();
        for (var dataset : orders.leaving()) {
            var persons = orders.erased().getOrDefault(dataset.name(), Set.of());
            if (!persons.isEmpty() && flow.flow().topic().equals(dataset.topic()))
                erased.add(new Guard.Erased(reader(flow, dataset.name()), persons));
        }
        return erased.isEmpty() ? null : new Guard(erased);
    }

    /** Finds whom a flow's records are about, as one of its datasets knows persons; null when it does not say how. */
    @Nullable
    SubjectReader reader(OpenFlow flow, String dataset) {
        var declared = flow.flow().columns().classes().keySet();
        return orders.leaving().stream()
                .filter(known -> known.name().equals(dataset))
                .flatMap(known -> Stream.ofNullable(known.subject()))
                .findFirst()
                .map(subject -> new SubjectReader(subject, declared, pseudonyms))
                .orElse(null);
    }

    Terms terms(OpenFlow flow) {
        return flow.flow().terms(orders.law().code().version());
    }

    /** True when the flow goes on as it is. */
    boolean isOn(Track track) {
        var flow = flows.get(track.partition.topic());
        return flow != null && terms(flow).equals(track.history.current());
    }

    FlowLaw law(OpenFlow flow) {
        return law(orders.law(), flow, terms(flow));
    }

    /** The law of a flow on earlier terms; null when nobody knows it any more. */
    @Nullable
    FlowLaw law(OpenFlow flow, @Nullable Terms earlier) {
        if (earlier == null) return null;
        var code = earlier.code();
        Law law = code.equals(orders.law().code().version())
                ? orders.law()
                : orders.earlier().get(code);
        return law == null ? null : law(law, flow, earlier);
    }

    private FlowLaw law(Law law, OpenFlow flow, Terms terms) {
        var care = Care.of(law, flow.flow(), terms, pseudonyms, keyring);
        return FlowLaw.of(law, terms, flow.flow().forOneRegion(), tables, care);
    }
}
