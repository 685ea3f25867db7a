package io.archipelago.kit.intake;

import io.archipelago.topology.Subscription;
import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.spi.ConfigSource;

/** Tells the channel {@code events} which topics to read: those the topology names for this service, here and abroad. */
public final class TopicsConfig implements ConfigSourceFactory {

    private static final String TOPICS = "mp.messaging.incoming.events.topics";

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        var service = value(context, "archipelago.service");
        if (service.isEmpty()) return List.of();
        var peers = Arrays.stream(value(context, "archipelago.peers").split(",", -1))
                .map(peer -> peer.strip().split(":", -1)[0])
                .filter(peer -> !peer.isEmpty() && !peer.equals("none"))
                .toList();
        var except = Set.of(value(context, "archipelago.intake.except").split(",", -1));
        var topics = Topics.TOPOLOGY.subscriptions(service, peers).stream()
                .filter(subscription -> !except.contains(subscription.topic().name()))
                .map(Subscription::name)
                .collect(Collectors.joining(","));
        return topics.isEmpty()
                ? List.of()
                : List.of(new PropertiesConfigSource(Map.of(TOPICS, topics), "the topology's topics", 150));
    }

    private static String value(ConfigSourceContext context, String name) {
        ConfigValue value = context.getValue(name);
        return value == null || value.getValue() == null ? "" : value.getValue();
    }
}
