package io.archipelago.topology.broker;

import io.archipelago.topology.TopicSettings;
import io.archipelago.topology.access.AccessPlan;
import io.archipelago.topology.plan.Step;
import io.archipelago.topology.plan.TopologyPlan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * A region's broker, or cluster of brokers, as far as its topics and permissions go. Blocks; every failure is a
 * {@link BrokerFailure}.
 */
public final class Broker implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(50);

    private final Admin admin;

    public Broker(Admin admin) {
        this.admin = admin;
    }

    /** @param client how to reach it: {@code bootstrap.servers} and what security asks for */
    public static Broker at(Map<String, Object> client) {
        return new Broker(Admin.create(client));
    }

    /** All topics but Kafka's internal ones, with the configuration that was set on the topic itself. */
    public Map<String, TopicSettings> topics() {
        var descriptions = admin.describeTopics(
                        await("listing topics", admin.listTopics().names()))
                .topicNameValues();
        var described = new TreeMap<String, TopicDescription>();
        descriptions.forEach((name, answer) ->
                unlessGone("describing topics", answer).ifPresent(topic -> described.put(name, topic)));
        var resources = described.keySet().stream().map(Broker::resource).toList();
        var configs = admin.describeConfigs(resources).values();
        var topics = new TreeMap<String, TopicSettings>();
        configs.forEach((resource, answer) -> {
            var topic = described.get(resource.name());
            if (topic != null)
                unlessGone("reading topic configurations", answer)
                        .ifPresent(config -> topics.put(resource.name(), settings(topic, config)));
        });
        return topics;
    }

    private static TopicSettings settings(TopicDescription topic, Config config) {
        var set = new TreeMap<String, String>();
        for (var entry : config.entries())
            if (entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG) set.put(entry.name(), entry.value());
        var first = topic.partitions().getFirst();
        return new TopicSettings(
                topic.name(), topic.partitions().size(), first.replicas().size(), set);
    }

    private static ConfigResource resource(String topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic);
    }

    /**
     * Does what a plan says. Topics that another process made or removed in the meantime are an error; plan again.
     *
     * @param allowDelete false leaves topics alone that no descriptor knows
     * @return the steps that were done
     * @throws IllegalStateException when the plan has refusals; nothing is done then
     */
    public List<Step> apply(TopologyPlan plan, boolean allowDelete) {
        if (!plan.refusals().isEmpty())
            throw new IllegalStateException("nothing was changed: " + String.join("; ", plan.refusals()));
        var done = new ArrayList<Step>();
        all(plan, Step.Create.class, "creating topics", done, creates -> admin.createTopics(
                        creates.stream().map(Broker::newTopic).toList())
                .all());
        all(plan, Step.Grow.class, "adding partitions", done, grows -> {
            var counts = new HashMap<String, NewPartitions>();
            grows.forEach(grow -> counts.put(grow.topic(), NewPartitions.increaseTo(grow.to())));
            return admin.createPartitions(counts).all();
        });
        all(plan, Step.Configure.class, "configuring topics", done, changes -> {
            var alterations = new HashMap<ConfigResource, Collection<AlterConfigOp>>();
            changes.forEach(change -> alterations
                    .computeIfAbsent(resource(change.topic()), resource -> new ArrayList<>())
                    .add(alteration(change)));
            return admin.incrementalAlterConfigs(alterations).all();
        });
        if (allowDelete)
            all(plan, Step.Delete.class, "deleting topics", done, deletes -> admin.deleteTopics(
                            deletes.stream().map(Step::topic).toList())
                    .all());
        awaitSeen("waiting for the brokers to take up the changes", () -> done.isEmpty() || seen(done, topics()));
        return List.copyOf(done);
    }

    /** The controller answers before the brokers know: waits until they do, so that who asks next sees the new state. */
    private static void awaitSeen(String during, BooleanSupplier seen) {
        var patience = Instant.now().plus(PATIENCE);
        while (!seen.getAsBoolean()) {
            if (Instant.now().isAfter(patience))
                throw new BrokerFailure(during, new TimeoutException("not seen after " + PATIENCE.toSeconds() + " s"));
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    private static boolean seen(List<Step> done, Map<String, TopicSettings> topics) {
        return done.stream().allMatch(step -> {
            var topic = topics.get(step.topic());
            return switch (step) {
                case Step.Create create -> create.settings().equals(topic);
                case Step.Grow grow -> topic != null && topic.partitions() == grow.to();
                case Step.Configure change ->
                    topic != null && Objects.equals(topic.configs().get(change.key()), change.to());
                case Step.Delete delete -> topic == null;
            };
        });
    }

    /** Every permission that the authorizer knows. */
    public Collection<AclBinding> permissions() {
        return await(
                "reading permissions", admin.describeAcls(AclBindingFilter.ANY).values());
    }

    /** Gives and takes what the plan says, and waits until the broker knows. */
    public void apply(AccessPlan plan) {
        if (plan.nothingToDo()) return;
        await("giving permissions", admin.createAcls(plan.give()).all());
        await(
                "taking permissions",
                admin.deleteAcls(plan.take().stream().map(AclBinding::toFilter).toList())
                        .all());
        awaitSeen("waiting for the brokers to take up the permissions", () -> {
            var known = permissions();
            return known.containsAll(plan.give()) && Collections.disjoint(known, plan.take());
        });
    }

    private static NewTopic newTopic(Step.Create create) {
        var settings = create.settings();
        return new NewTopic(settings.name(), settings.partitions(), (short) settings.replicas())
                .configs(settings.configs());
    }

    private static AlterConfigOp alteration(Step.Configure change) {
        return new AlterConfigOp(
                new ConfigEntry(change.key(), change.to()),
                change.to() == null ? AlterConfigOp.OpType.DELETE : AlterConfigOp.OpType.SET);
    }

    private static <S extends Step> void all(
            TopologyPlan plan,
            Class<S> kind,
            String during,
            List<Step> done,
            Function<List<S>, KafkaFuture<Void>> how) {
        var steps =
                plan.steps().stream().filter(kind::isInstance).map(kind::cast).toList();
        if (steps.isEmpty()) return;
        await(during, how.apply(steps));
        done.addAll(steps);
    }

    /** Empty for a topic that was deleted since it was listed. */
    private static <T> Optional<T> unlessGone(String during, KafkaFuture<T> answer) {
        try {
            return Optional.of(await(during, answer));
        } catch (BrokerFailure failure) {
            if (failure.getCause() instanceof UnknownTopicOrPartitionException) return Optional.empty();
            throw failure;
        }
    }

    private static <T> T await(String during, KafkaFuture<T> answer) {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw new BrokerFailure(during, e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BrokerFailure(during, e);
        }
    }

    @Override
    public void close() {
        admin.close();
    }
}
