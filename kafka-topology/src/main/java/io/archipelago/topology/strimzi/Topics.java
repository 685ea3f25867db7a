package io.archipelago.topology.strimzi;

import io.archipelago.topology.Topic;
import io.archipelago.topology.TopicSettings;
import io.archipelago.topology.Topology;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** {@code KafkaTopic}s: all of a region, and the worker's own of the second Connect cluster that Strimzi runs for mirrors. */
final class Topics {

    /** MirrorMaker 2 is a Connect cluster of its own here: it keeps its memory apart from the first one's. */
    static final String MIRROR = "-mirror";

    private Topics() {}

    static List<Map<String, Object>> of(Topology topology, Place place) {
        var all = topology.forRegion(place.region(), place.peers().keySet(), place.profile());
        var mirror = all.stream()
                .filter(topic -> isWorkers(topology, topic.name()))
                .map(topic -> new TopicSettings(
                        ofMirror(topic.name()), topic.partitions(), topic.replicas(), topic.configs()));
        return Stream.concat(all.stream(), mirror).map(Topics::resource).toList();
    }

    static boolean isWorkers(Topology topology, String topic) {
        return topology.topicsOf(Place.CONNECT).stream().map(Topic::name).anyMatch(topic::equals);
    }

    /** {@code connect-mirror-offsets} for {@code connect-offsets}. */
    static String ofMirror(String topic) {
        return Place.CONNECT + MIRROR + topic.substring(Place.CONNECT.length());
    }

    private static Map<String, Object> resource(TopicSettings topic) {
        return Resource.in(
                Place.KAFKA,
                "KafkaTopic",
                topic.name(),
                Map.of(
                        "partitions", topic.partitions(),
                        "replicas", topic.replicas(),
                        "config", Resource.config(topic.configs())));
    }
}
