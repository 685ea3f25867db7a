package io.archipelago.residency.gate;

import io.archipelago.topology.TopicSettings;
import io.archipelago.topology.Topology;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jboss.logging.Logger;

/** Looks at the topics of the region's broker, and makes those that users' datasets need. Blocks. */
final class Topics implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Topics.class);

    private final Admin admin;
    private final Topology topology;
    private final String profile;

    Topics(GateSettings settings, Topology topology) {
        this.admin = Clients.admin(settings);
        this.topology = topology;
        this.profile = settings.profile();
    }

    /** @param maxBytes the largest record it takes */
    record Found(int partitions, boolean compacted, int maxBytes) {}

    /** Those of the named topics that are there. */
    Map<String, Found> find(Collection<String> names) {
        var partitions = new HashMap<String, Integer>();
        admin.describeTopics(new TreeSet<>(names)).topicNameValues().forEach((name, answer) -> unlessUnknown(answer)
                .ifPresent(topic -> partitions.put(name, topic.partitions().size())));
        var resources = partitions.keySet().stream()
                .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                .toList();
        var found = new TreeMap<String, Found>();
        admin.describeConfigs(resources).values().forEach((resource, answer) -> unlessUnknown(answer)
                .ifPresent(config -> {
                    var policy = config.get(TopicConfig.CLEANUP_POLICY_CONFIG);
                    var compacted = policy != null
                            && policy.value() != null
                            && List.of(policy.value().split(",", -1)).contains(TopicConfig.CLEANUP_POLICY_COMPACT);
                    var maxBytes = config.get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG);
                    found.put(
                            resource.name(),
                            new Found(
                                    partitions.getOrDefault(resource.name(), 0),
                                    compacted,
                                    maxBytes == null ? 0 : Integer.parseInt(maxBytes.value())));
                }));
        return found;
    }

    /** Makes those that are missing, by the plan for users' data; with as many partitions as the one they copy. */
    void make(Map<String, Integer> missing) {
        if (missing.isEmpty()) return;
        var wanted = new ArrayList<NewTopic>();
        missing.forEach((name, partitions) -> {
            var settings = topology.userData(name, profile);
            wanted.add(newTopic(settings, partitions > 0 ? partitions : settings.partitions()));
        });
        admin.createTopics(wanted).values().forEach((name, made) -> {
            try {
                made.get();
                LOG.infof("event=topic-made topic=%s", name);
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) throw failure(e);
            } catch (InterruptedException e) {
                throw new InterruptException(e);
            }
        });
    }

    private static NewTopic newTopic(TopicSettings settings, int partitions) {
        return new NewTopic(settings.name(), partitions, (short) settings.replicas()).configs(settings.configs());
    }

    private static <T> Optional<T> unlessUnknown(KafkaFuture<T> answer) {
        try {
            return Optional.of(answer.get());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) return Optional.empty();
            throw failure(e);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private static KafkaException failure(ExecutionException e) {
        return e.getCause() instanceof KafkaException failure ? failure : new KafkaException(e.getCause());
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(3));
    }
}
