package io.archipelago.connect;

import java.util.Map;
import org.apache.kafka.common.config.ConfigException;

/**
 * The names of the topics that the gate of a region writes for one other region.
 *
 * @param destination the region the records are meant for, such as {@code us-east}
 */
record ExportTopics(String destination) {
    /** The region that MirrorMaker 2 runs for; set by MirrorMaker itself as the alias of the flow's target. */
    static final String DESTINATION = "target.cluster.alias";

    private static final String EXPORT = "export.";

    /**
     * The export topics of a flow's destination.
     *
     * @throws ConfigException when the flow names no target or one that cannot be part of a topic's name
     */
    static ExportTopics of(Map<String, ?> flow) {
        return new ExportTopics(alias(flow, DESTINATION));
    }

    /** The region named under a key of a flow's configuration. */
    static String alias(Map<String, ?> flow, String key) {
        var value = flow.get(key);
        var alias = value == null ? "" : value.toString().strip();
        if (alias.isEmpty()) throw new ConfigException(key, value, "must name a region");
        if (!alias.matches("[A-Za-z0-9_-]+"))
            throw new ConfigException(key, alias, "a region's name has letters, digits, '-' and '_' only");
        return alias;
    }

    /** True for a topic that was exported for this destination. */
    boolean contains(String topic) {
        return topic.startsWith(prefix()) && topic.length() > prefix().length();
    }

    /** {@code inventory.sites.v1} to {@code export.us-east.inventory.sites.v1}. */
    String export(String topic) {
        return prefix() + topic;
    }

    /** {@code export.us-east.inventory.sites.v1} to {@code inventory.sites.v1}; other names stay. */
    String local(String topic) {
        return contains(topic) ? topic.substring(prefix().length()) : topic;
    }

    private String prefix() {
        return EXPORT + destination + ".";
    }
}
