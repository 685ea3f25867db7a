package io.archipelago.topology;

import java.util.Collection;
import java.util.Optional;

/**
 * The three names of a mirrored topic. The gate in {@code eu-central} copies {@code inventory.sites.v1} to
 * {@code export.us-east.inventory.sites.v1}; the mirror in {@code us-east} turns that into
 * {@code eu-central.inventory.sites.v1}.
 */
public final class TopicNames {

    public static final String EXPORT_PREFIX = "export.";

    private TopicNames() {}

    /** The topic in the source region from which {@code destination} may take copies. */
    public static String export(String destination, String topic) {
        return EXPORT_PREFIX + destination + '.' + topic;
    }

    /** The topic in the destination region that holds the copies from {@code source}. */
    public static String mirrored(String source, String topic) {
        return source + '.' + topic;
    }

    /** The region a topic was mirrored from; empty when it is none of {@code peers}' copies. */
    public static Optional<String> source(String topic, Collection<String> peers) {
        return peers.stream().filter(peer -> topic.startsWith(peer + '.')).findFirst();
    }

    /** The name in the region that wrote it: without the prefix of one of {@code peers} or of an export. */
    public static String local(String topic, Collection<String> peers) {
        var bare = topic.startsWith(EXPORT_PREFIX) ? topic.substring(EXPORT_PREFIX.length()) : topic;
        return source(bare, peers)
                .map(peer -> bare.substring(peer.length() + 1))
                .orElse(topic);
    }
}
