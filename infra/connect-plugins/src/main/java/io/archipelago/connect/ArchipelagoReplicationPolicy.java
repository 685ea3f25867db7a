package io.archipelago.connect;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.Configurable;
import org.apache.kafka.connect.mirror.ReplicationPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Names a mirrored topic by where it comes from and drops the export prefix: in {@code us-east}, the topic {@code
 * export.us-east.inventory.sites.v1} of {@code eu-central} is {@code eu-central.inventory.sites.v1}.
 *
 * <p>A topic counts as mirrored when its first part is a region's name, so MirrorMaker can tell a loop: a topic that came
 * from the target is never sent back. Regions are the two ends of the flow and those listed under {@value #REGIONS}.
 *
 * <p>Heartbeats go through the gate's naming as well: a region writes them to {@code export.<destination>.heartbeats}.
 * The destination is the flow's target unless {@value #HEARTBEATS_DESTINATION} names another.
 */
public final class ArchipelagoReplicationPolicy implements ReplicationPolicy, Configurable {
    /** Every region there is, separated by commas; without it only the two ends of the flow are known. */
    public static final String REGIONS = "archipelago.regions";

    /** The region that this flow's heartbeats are meant for. */
    public static final String HEARTBEATS_DESTINATION = "archipelago.heartbeats.destination";

    private static final String SOURCE = "source.cluster.alias";
    private static final String HEARTBEATS = "heartbeats";

    private @Nullable Flow flow;

    private record Flow(ExportTopics exports, String heartbeatsTopic, Set<String> regions) {}

    @Override
    public void configure(Map<String, ?> config) {
        var exports = ExportTopics.of(config);
        var beats = config.get(HEARTBEATS_DESTINATION) == null
                ? exports
                : new ExportTopics(ExportTopics.alias(config, HEARTBEATS_DESTINATION));
        var listed = config.get(REGIONS) == null ? "" : config.get(REGIONS).toString();
        var regions = Arrays.stream(listed.split(","))
                .map(String::strip)
                .filter(r -> !r.isEmpty())
                .collect(Collectors.toSet());
        regions.add(exports.destination());
        if (config.get(SOURCE) != null) regions.add(ExportTopics.alias(config, SOURCE));
        flow = new Flow(exports, beats.export(HEARTBEATS), Set.copyOf(regions));
    }

    @Override
    public String formatRemoteTopic(String sourceClusterAlias, String topic) {
        return sourceClusterAlias + "." + flow().exports.local(topic);
    }

    /** The region a mirrored topic came from; null for a topic that was written here. */
    @Override
    public @Nullable String topicSource(String topic) {
        var end = topic.indexOf('.');
        if (end <= 0 || end == topic.length() - 1) return null;
        var first = topic.substring(0, end);
        return flow().regions.contains(first) ? first : null;
    }

    /** The export topic that a mirrored topic was read from, as its source calls it; null for a topic written here. */
    @Override
    public @Nullable String upstreamTopic(String topic) {
        var source = topicSource(topic);
        return source == null ? null : flow().exports.export(topic.substring(source.length() + 1));
    }

    @Override
    public String heartbeatsTopic() {
        return flow().heartbeatsTopic;
    }

    private Flow flow() {
        if (flow == null) throw new IllegalStateException("configure() comes first");
        return flow;
    }
}
