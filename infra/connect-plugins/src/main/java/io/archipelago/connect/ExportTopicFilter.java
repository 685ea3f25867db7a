package io.archipelago.connect;

import java.util.Map;
import org.apache.kafka.connect.mirror.TopicFilter;
import org.jspecify.annotations.Nullable;

/**
 * Lets MirrorMaker 2 read the topics that were exported for its own region, and no other topic of the source: neither
 * local ones nor those meant for a third region. {@code topics}, {@code topics.exclude} and every other setting are
 * ignored on purpose: what may cross is the gate's decision, not the mirror's configuration.
 */
public final class ExportTopicFilter implements TopicFilter {
    private @Nullable ExportTopics exports;

    @Override
    public void configure(Map<String, ?> config) {
        exports = ExportTopics.of(config);
    }

    /** False for everything until the filter knows whom it works for. */
    @Override
    public boolean shouldReplicateTopic(String topic) {
        return exports != null && exports.contains(topic);
    }
}
