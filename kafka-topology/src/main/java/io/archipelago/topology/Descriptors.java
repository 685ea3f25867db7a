package io.archipelago.topology;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.archipelago.topology.Plan.Profile;
import io.archipelago.topology.Topic.Mirror;
import io.archipelago.topology.Topic.Through;
import io.archipelago.topology.Topology.Heartbeats;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads the descriptors, by hand instead of by reflection: every service does it at start.
 * What is unknown, missing or contradictory is an {@link InvalidDescriptor} with its path.
 */
final class Descriptors {

    private static final Set<String> TOPIC_FIELDS = Set.of(
            "name", "purpose", "key", "value", "plan", "classification", "producers", "through", "consumers", "mirror");

    /** Opens a descriptor by its file name; null when there is none. */
    @FunctionalInterface
    interface Source {
        @Nullable
        InputStream open(String file) throws IOException;
    }

    private final YAMLMapper yaml = new YAMLMapper();
    private final Source source;
    private final List<Topic> topics = new ArrayList<>();
    private final Map<String, Plan> plans = new LinkedHashMap<>();
    private final Map<String, Profile> profiles = new LinkedHashMap<>();
    private final Map<String, String> deadLetters = new TreeMap<>();
    private final Set<String> parties = new TreeSet<>();

    Descriptors(Source source) {
        this.source = source;
    }

    Topology read() {
        var main = document("topology.yaml", "Topology");
        var owners = main.at("owners").texts();
        parties.addAll(owners);
        parties.addAll(main.at("roles").texts());
        readPlans(document("plans.yaml", "TopicPlans"));
        for (var owner : owners) readTopics(owner, document(owner + ".yaml", "TopicSet"));
        var beats = main.at("heartbeats");
        beats.only(Set.of("name", "plan", "readers"));
        var heartbeats =
                new Heartbeats(beats.at("name").text(), knownPlan(beats.at("plan")), knownAll(beats.at("readers")));
        return new Topology(
                topics, plans, profiles, deadLetters, heartbeats, known(main.at("gate")), owners, programs(main));
    }

    /** What a program owns, nobody else does: neither a service nor another program. */
    private SortedMap<String, String> programs(Field main) {
        var programs = new TreeMap<String, String>();
        main.at("programs").fields().forEach((name, start) -> {
            var text = start.text();
            if (!text.matches("[a-z][a-z0-9-]*\\.")) throw start.invalid("is not a word and a dot");
            var taken = topics.stream().anyMatch(topic -> topic.name().startsWith(text));
            if (taken || text.equals(TopicNames.EXPORT_PREFIX) || programs.containsValue(text))
                throw start.invalid("begins the names of another's topics");
            programs.put(name, text);
        });
        return programs;
    }

    private void readPlans(Field spec) {
        spec.at("profiles").fields().forEach((name, profile) -> {
            profile.only(Set.of("replicas", "configs"));
            profiles.put(name, new Profile(name, profile.at("replicas").number(), configs(profile.at("configs"))));
        });
        spec.at("plans").fields().forEach((name, plan) -> {
            plan.only(Set.of("purpose", "partitions", "configs"));
            var partitions = new TreeMap<String, Integer>();
            plan.at("partitions").fields().forEach((profile, count) -> partitions.put(profile, count.number()));
            if (!partitions.keySet().equals(new TreeSet<>(profiles.keySet())))
                throw plan.at("partitions")
                        .invalid("says partitions for " + partitions.keySet() + ", not for each of "
                                + new TreeSet<>(profiles.keySet()));
            plans.put(
                    name,
                    new Plan(name, plan.at("purpose").text(), Map.copyOf(partitions), configs(plan.at("configs"))));
        });
    }

    private static Map<String, String> configs(Field field) {
        var configs = new TreeMap<String, String>();
        field.fields().forEach((name, value) -> configs.put(name, value.text()));
        return Map.copyOf(configs);
    }

    private void readTopics(String owner, Field spec) {
        spec.only(Set.of("deadLetters", "topics"));
        var names = new TreeSet<String>();
        for (var field : spec.at("topics").items()) {
            var topic = topic(owner, field);
            if (!names.add(topic.name())
                    || topics.stream().anyMatch(t -> t.name().equals(topic.name())))
                throw field.at("name").invalid("is described twice");
            topics.add(topic);
        }
        if (!spec.at("deadLetters").present()) return;
        var target = spec.at("deadLetters").text();
        if (!names.contains(target)) throw spec.at("deadLetters").invalid("'" + target + "' is not described below");
        deadLetters.put(owner, target);
    }

    private Topic topic(String owner, Field field) {
        field.only(TOPIC_FIELDS);
        var consumers = field.at("consumers");
        consumers.only(Set.of("local", "mirrored"));
        var mirror = mirror(field.at("mirror"));
        var mirrored = knownAll(consumers.at("mirrored"));
        if (!mirrored.isEmpty() && mirror == Mirror.NONE)
            throw consumers.at("mirrored").invalid("has readers, but the topic is not mirrored");
        var value = field.at("value").text();
        return new Topic(
                field.at("name").text(),
                owner,
                field.at("purpose").text(),
                field.at("key").text(),
                value.equals("raw") ? null : value,
                knownPlan(field.at("plan")),
                field.at("classification").text(),
                knownAll(field.at("producers")),
                field.at("through").present() ? field.at("through").oneOf(Through.class) : Through.OUTBOX,
                knownAll(consumers.at("local")),
                mirrored,
                mirror);
    }

    private static Mirror mirror(Field field) {
        field.only(Set.of("to", "via"));
        if (!field.present()) return Mirror.NONE;
        if (!field.at("via").text().equals("gate"))
            throw field.at("via").invalid("nothing leaves but through the gate");
        return field.at("to").oneOf(Mirror.class);
    }

    private String knownPlan(Field field) {
        if (!plans.containsKey(field.text()))
            throw field.invalid("'" + field.text() + "' is not one of " + plans.keySet());
        return field.text();
    }

    private List<String> knownAll(Field field) {
        return field.items().stream().map(this::known).toList();
    }

    private String known(Field field) {
        if (!parties.contains(field.text())) throw field.invalid("'" + field.text() + "' is not one of " + parties);
        return field.text();
    }

    /** The spec of one document. */
    private Field document(String file, String kind) {
        try (var in = source.open(file)) {
            if (in == null) throw new InvalidDescriptor(file + " is missing");
            var root = new Field(yaml.readTree(in), file);
            root.only(Set.of("apiVersion", "kind", "metadata", "spec"));
            if (!root.at("kind").text().equals(kind)) throw root.at("kind").invalid("is not " + kind);
            return root.at("spec");
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": " + e.getMessage(), e);
        }
    }

    /** A node that knows where it stands. */
    private record Field(JsonNode node, String path) {

        boolean present() {
            return !node.isMissingNode() && !node.isNull();
        }

        Field at(String name) {
            return new Field(node.path(name), path + ": " + name);
        }

        String text() {
            if (!node.isValueNode() || !present()) throw invalid("is missing");
            return node.asText();
        }

        int number() {
            if (!node.isInt() || node.asInt() < 1) throw invalid("is not a whole number above 0");
            return node.asInt();
        }

        List<Field> items() {
            var items = new ArrayList<Field>();
            for (int i = 0; i < node.size(); i++) items.add(new Field(node.path(i), path + "[" + i + "]"));
            return items;
        }

        List<String> texts() {
            return items().stream().map(Field::text).toList();
        }

        Map<String, Field> fields() {
            var fields = new LinkedHashMap<String, Field>();
            node.fieldNames().forEachRemaining(name -> fields.put(name, at(name)));
            return fields;
        }

        void only(Set<String> allowed) {
            for (var name : fields().keySet())
                if (!allowed.contains(name)) throw at(name).invalid("is not one of " + new TreeSet<>(allowed));
        }

        <E extends Enum<E>> E oneOf(Class<E> values) {
            try {
                return Enum.valueOf(values, text().toUpperCase(Locale.ROOT));
            } catch (IllegalArgumentException e) {
                throw new InvalidDescriptor(path + " is not one of " + List.of(values.getEnumConstants()), e);
            }
        }

        InvalidDescriptor invalid(String what) {
            return new InvalidDescriptor(path + " " + what);
        }
    }
}
