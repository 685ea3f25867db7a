package io.archipelago.topology.plan;

import io.archipelago.topology.TopicNames;
import io.archipelago.topology.TopicSettings;
import io.archipelago.topology.Topology;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What is to be done to a region's broker so that it matches the description. Pure: it is made from two lists and does
 * nothing itself.
 *
 * @param steps in the order they are to be done
 * @param refusals what the description asks for and cannot be done in place; while there are any, nothing is done
 * @param leftAlone topics of the broker that are not Archipelago's: users' own
 */
public record TopologyPlan(List<Step> steps, List<String> refusals, List<String> leftAlone) {

    /**
     * Compares.
     *
     * @param profile see {@link Topology#forRegion}
     * @param running the topics of the broker by name, internal ones left out
     */
    public static TopologyPlan of(
            Topology topology,
            String region,
            Collection<String> peers,
            String profile,
            Map<String, TopicSettings> running) {
        var wanted = topology.forRegion(region, peers, profile);
        var steps = new ArrayList<Step>();
        var refusals = new ArrayList<String>();
        for (var settings : wanted) {
            var is = running.get(settings.name());
            if (is == null) steps.add(new Step.Create(settings));
            else compare(is, settings, steps, refusals);
        }
        var names = wanted.stream().map(TopicSettings::name).collect(Collectors.toSet());
        var ours = ours(topology, peers);
        var leftAlone = new ArrayList<String>();
        for (var name : new TreeSet<>(running.keySet())) {
            if (names.contains(name)) continue;
            if (ours.test(name)) steps.add(new Step.Delete(name));
            else leftAlone.add(name);
        }
        return new TopologyPlan(List.copyOf(steps), List.copyOf(refusals), List.copyOf(leftAlone));
    }

    private static void compare(TopicSettings is, TopicSettings wanted, List<Step> steps, List<String> refusals) {
        var name = wanted.name();
        if (is.partitions() > wanted.partitions())
            refusals.add(name + " has " + is.partitions() + " partitions; Kafka cannot go down to "
                    + wanted.partitions() + ": describe a new version of the topic instead");
        if (is.partitions() < wanted.partitions()) steps.add(new Step.Grow(name, is.partitions(), wanted.partitions()));
        if (is.replicas() != wanted.replicas())
            refusals.add(name + " has " + is.replicas() + " replicas of each partition; move to " + wanted.replicas()
                    + " with kafka-reassign-partitions");
        var keys = new TreeSet<>(wanted.configs().keySet());
        keys.addAll(is.configs().keySet());
        for (var key : keys) {
            var from = is.configs().get(key);
            var to = wanted.configs().get(key);
            if (!Objects.equals(from, to)) steps.add(new Step.Configure(name, key, from, to));
        }
    }

    /**
     * Tells Archipelago's topics from users' own: a name in an owner's namespace, or a copy of a described topic for a
     * region that is no longer a peer.
     */
    private static Predicate<String> ours(Topology topology, Collection<String> peers) {
        var described =
                topology.topics().stream().map(topic -> topic.name()).collect(Collectors.toCollection(TreeSet::new));
        var namespaces = described.stream()
                .filter(name -> name.contains("."))
                .map(name -> name.substring(0, name.indexOf('.') + 1))
                .collect(Collectors.toSet());
        described.add(topology.heartbeats().name());
        return name -> {
            var local = TopicNames.local(name, peers);
            if (namespaces.stream().anyMatch(local::startsWith)) return true;
            var bare = local.startsWith(TopicNames.EXPORT_PREFIX)
                    ? local.substring(TopicNames.EXPORT_PREFIX.length())
                    : local;
            return described.contains(bare.substring(bare.indexOf('.') + 1)) && bare.contains(".");
        };
    }

    /** True when the broker is as described. */
    public boolean nothingToDo() {
        return steps.isEmpty() && refusals.isEmpty();
    }

    /** Topics whose records would be lost; done only where that is allowed. */
    public List<Step.Delete> deletions() {
        return steps.stream()
                .filter(Step.Delete.class::isInstance)
                .map(Step.Delete.class::cast)
                .toList();
    }

    /** The plan as a person reads it, one line for each step and refusal. */
    public List<String> lines() {
        var lines = new ArrayList<String>();
        steps.forEach(step -> lines.add(
                step instanceof Step.Delete
                        ? step + "  (its records would be lost: needs --allow-delete)"
                        : step.toString()));
        refusals.forEach(refusal -> lines.add("! " + refusal));
        return List.copyOf(lines);
    }
}
