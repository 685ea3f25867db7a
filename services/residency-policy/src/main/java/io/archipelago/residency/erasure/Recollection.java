package io.archipelago.residency.erasure;

import io.archipelago.events.EventJson;
import io.archipelago.events.erasure.ErasureOrder;
import io.archipelago.residency.gate.TopicReader;
import io.archipelago.topology.TopicNames;
import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Orders as topics remember them: this region's own, and those that came back in the attestations of others. A database
 * that was put back from a backup has forgotten them. Whether an order is genuine its signature says, not where it lay.
 */
public final class Recollection {

    static final String CLIENT = "residency-policy-erasures";

    private Recollection() {}

    /** @throws org.apache.kafka.common.KafkaException when the broker does not answer */
    public static List<ErasureOrder> read(
            Map<String, Object> kafka, String own, String attestations, Collection<String> peers) {
        var topics = new HashSet<String>();
        topics.add(own);
        peers.forEach(peer -> topics.add(TopicNames.mirrored(peer, attestations)));
        var orders = new TreeMap<String, ErasureOrder>();
        TopicReader.read(kafka, CLIENT, topics, record -> {
            try {
                if (record.value() == null) return;
                var order = EventJson.MAPPER.treeToValue(
                        EventJson.MAPPER.readTree(record.value()).path("order"), ErasureOrder.class);
                if (order != null) orders.put(order.id() + order.signature(), order);
            } catch (IOException foreign) {
                // no order, then
            }
        });
        return List.copyOf(orders.values());
    }
}
