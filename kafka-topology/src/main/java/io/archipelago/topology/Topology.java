package io.archipelago.topology;

import io.archipelago.topology.Plan.Profile;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** All topics of Archipelago, the same in every region. Immutable. */
public final class Topology {

    /**
     * A plain topic that Kafka Connect writes by itself, and the plan it follows.
     *
     * @param readers services that read the copies from other regions
     */
    public record Heartbeats(String name, String plan, List<String> readers) {

        /** As if it had been described: raw bytes, written past the gate, which has no say in signs of life. */
        Topic topic() {
            return new Topic(
                    name,
                    "connect",
                    "signs of life of another region's backbone",
                    "source and target region",
                    null,
                    plan,
                    "internal",
                    List.of("connect"),
                    Topic.Through.CLIENT,
                    List.of(),
                    readers,
                    Topic.Mirror.NONE);
        }
    }

    /** The plan of topics that no descriptor names: they carry the data of users. */
    private static final String USER_DATA = "user-data";

    private final Map<String, Topic> topics = new LinkedHashMap<>();
    private final Map<String, Plan> plans;
    private final Map<String, Profile> profiles;
    private final Map<String, String> deadLetters;
    private final Heartbeats heartbeats;
    private final String gate;
    private final List<String> owners;
    private final SortedMap<String, String> programs;

    Topology(
            List<Topic> topics,
            Map<String, Plan> plans,
            Map<String, Profile> profiles,
            Map<String, String> deadLetters,
            Heartbeats heartbeats,
            String gate,
            List<String> owners,
            SortedMap<String, String> programs) {
        topics.forEach(topic -> this.topics.put(topic.name(), topic));
        this.plans = Map.copyOf(plans);
        this.profiles = Map.copyOf(profiles);
        this.deadLetters = Map.copyOf(deadLetters);
        this.heartbeats = heartbeats;
        this.gate = gate;
        this.owners = List.copyOf(owners);
        this.programs = Collections.unmodifiableSortedMap(new TreeMap<>(programs));
    }

    /** Reads the descriptors on the classpath. Call it once: in a cold JVM it costs about 80 ms. */
    public static Topology load() {
        return new Descriptors(file -> Topology.class.getResourceAsStream("/topology/" + file)).read();
    }

    /** All of them, in the order of the descriptors. */
    public Collection<Topic> topics() {
        return topics.values();
    }

    public Optional<Topic> topic(String name) {
        return Optional.ofNullable(topics.get(name));
    }

    public List<Topic> topicsOf(String owner) {
        return where(topic -> topic.owner().equals(owner));
    }

    /** What a service reads of its own region. */
    public List<Topic> localTopicsReadBy(String service) {
        return where(topic -> topic.localReaders().contains(service));
    }

    /** What a service reads of every other region. */
    public List<Topic> mirroredTopicsReadBy(String service) {
        return where(topic -> topic.mirroredReaders().contains(service));
    }

    /** What the gate reads, to copy to export topics what the policies in force allow. */
    public List<Topic> topicsThroughGate() {
        return where(Topic::mirrored);
    }

    /**
     * What the gate's service searches in its own region for records that should not be there: dead letters, where anything
     * may end up, and canaries, among which there must be none of another region.
     */
    public List<Topic> searched() {
        return where(Topic::isOfMixedClasses);
    }

    private List<Topic> where(Predicate<Topic> holds) {
        return topics.values().stream().filter(holds).toList();
    }

    /** Everything a service reads in a region with these peers; without what it reads as the gate. */
    public List<Subscription> subscriptions(String service, Collection<String> peers) {
        var local = localTopicsReadBy(service).stream().map(topic -> new Subscription(topic.name(), topic, null));
        var mirrored = mirroredTopicsReadBy(service).stream().flatMap(topic -> peers.stream()
                .map(peer -> new Subscription(mirroredTopic(peer, topic.name()), topic, peer)));
        var beats = heartbeats.readers().contains(service)
                ? peers.stream()
                        .map(peer -> new Subscription(mirroredTopic(peer, heartbeats.name()), heartbeats.topic(), peer))
                : Stream.<Subscription>empty();
        return Stream.of(local, mirrored, beats).flatMap(all -> all).toList();
    }

    /**
     * Where a service puts what it cannot handle.
     *
     * @throws IllegalArgumentException when no descriptor says so
     */
    public String deadLettersOf(String service) {
        var topic = deadLetters.get(service);
        if (topic == null) throw new IllegalArgumentException("no descriptor names the dead letters of " + service);
        return topic;
    }

    /** The service that alone writes to export topics. */
    public String gate() {
        return gate;
    }

    /** Those who have descriptors: the services and Kafka Connect. */
    public List<String> owners() {
        return owners;
    }

    /** Users' programs, and how the names of the topics begin that each owns. */
    public SortedMap<String, String> programs() {
        return programs;
    }

    public Heartbeats heartbeats() {
        return heartbeats;
    }

    public Map<String, Plan> plans() {
        return plans;
    }

    /** See {@link TopicNames#export}. */
    public String exportTopic(String destination, String topic) {
        return TopicNames.export(destination, topic);
    }

    /** See {@link TopicNames#mirrored}. */
    public String mirroredTopic(String source, String topic) {
        return TopicNames.mirrored(source, topic);
    }

    /**
     * Every topic the broker of a region has: its own, one export topic for each destination, one copy from each peer,
     * and MirrorMaker's heartbeats both ways. Sorted by name.
     *
     * @param profile such as {@code local}
     * @throws IllegalArgumentException when there is no such profile, or a region's name would be mistaken for part of
     *     a topic's
     */
    public List<TopicSettings> forRegion(String region, Collection<String> peers, String profile) {
        var size = profiles.get(profile);
        if (size == null)
            throw new IllegalArgumentException(
                    "no profile '" + profile + "'; there are " + new TreeMap<>(profiles).keySet());
        requireRegionNames(region, peers);
        var all = new ArrayList<TopicSettings>();
        for (var topic : topics.values()) {
            all.add(settings(topic.name(), topic.plan(), size));
            if (topic.mirrored()) addCopies(all, topic.name(), topic.plan(), peers, size);
        }
        addCopies(all, heartbeats.name(), heartbeats.plan(), peers, size);
        all.sort(Comparator.comparing(TopicSettings::name));
        return List.copyOf(all);
    }

    /**
     * How a topic is made that carries a dataset of users, or its copies, and is not there yet.
     *
     * @param name as the broker of the region knows it
     */
    public TopicSettings userData(String name, String profile) {
        var size = profiles.get(profile);
        if (size == null)
            throw new IllegalArgumentException(
                    "no profile '" + profile + "'; there are " + new TreeMap<>(profiles).keySet());
        return settings(name, USER_DATA, size);
    }

    private void addCopies(
            List<TopicSettings> all, String topic, String plan, Collection<String> peers, Profile profile) {
        for (var peer : peers) {
            all.add(settings(exportTopic(peer, topic), plan, profile));
            all.add(settings(mirroredTopic(peer, topic), plan, profile));
        }
    }

    private TopicSettings settings(String name, String planName, Profile profile) {
        var plan = plans.get(planName);
        if (plan == null) throw new IllegalStateException("no plan " + planName);
        var partitions = plan.partitions().get(profile.name());
        if (partitions == null)
            throw new IllegalStateException("plan " + planName + " says no partitions for profile " + profile.name());
        var configs = new TreeMap<>(plan.configs());
        configs.putAll(profile.configs());
        return new TopicSettings(name, partitions, profile.replicas(), configs);
    }

    private void requireRegionNames(String region, Collection<String> peers) {
        if (peers.contains(region)) throw new IllegalArgumentException(region + " cannot be a peer of itself");
        Stream.concat(Stream.of(region), peers.stream()).forEach(name -> {
            boolean taken = topics.keySet().stream().anyMatch(topic -> topic.startsWith(name + '.'))
                    || programs.containsValue(name + '.');
            if (taken || name.equals("export") || !name.matches("[a-z][a-z0-9-]{0,40}"))
                throw new IllegalArgumentException("'" + name
                        + "' cannot name a region: lower case letters, digits and '-', and not the start of a topic");
        });
    }
}
