package io.archipelago.topology.connect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.archipelago.topology.Topic;
import io.archipelago.topology.Topology;
import io.archipelago.topology.connect.Surroundings.Kafka;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Fills the templates of {@code connectors/*.yaml}: one outbox per region, a mirror and a heartbeat per peer. */
public final class Connectors {

    /** Wherever a connector is told of a broker, it is told as well how to prove there who it is. */
    private static final String BOOTSTRAP = "bootstrap.servers";

    private static final List<String> TEMPLATES = List.of("outbox", "mirror", "heartbeat");

    /** {@code ${name}}; {@code $${name}} stands for the text itself. */
    private static final Pattern PLACEHOLDER = Pattern.compile("(?<escaped>\\$)?\\$\\{(?<name>[A-Za-z.]+)}");

    private Connectors() {}

    /** All connectors of a region, in the order in which they should be started. */
    public static List<Connector> of(Surroundings surroundings) {
        var connectors = new ArrayList<Connector>();
        var values = values(surroundings);
        for (var name : TEMPLATES) {
            var template = template(name);
            if (template.path("each").asText().equals("peer"))
                surroundings.peers().forEach((peer, kafka) -> {
                    values.put("peer", peer);
                    values.put("peer.bootstrap", kafka.bootstrap());
                    connectors.add(filled(template, values, List.of(kafka, surroundings.kafka())));
                });
            else
                connectors.add(
                        outbox(filled(template, values, List.of(surroundings.kafka())), surroundings.database()));
        }
        return List.copyOf(connectors);
    }

    private static Map<String, String> values(Surroundings surroundings) {
        var regions = new TreeSet<>(surroundings.peers().keySet());
        regions.add(surroundings.region());
        var database = surroundings.database();
        var values = new HashMap<>(Map.of(
                "region", surroundings.region(),
                "regions", String.join(",", regions),
                "bootstrap", surroundings.kafka().bootstrap(),
                "replicas", String.valueOf(surroundings.replicas()),
                "database.host", database.host(),
                "database.port", String.valueOf(database.port()),
                "database.name", database.name(),
                "database.user", database.user()));
        values.putAll(outboxes(Topology.load()));
        return values;
    }

    /** Which schema of the database may write to which topics. */
    private static Map<String, String> outboxes(Topology topology) {
        var topics = new TreeSet<String>();
        var deadLetters = new TreeSet<String>();
        for (var topic : topology.topics())
            if (topic.through() == Topic.Through.OUTBOX)
                for (var producer : topic.producers()) {
                    var pair = schema(producer) + '/' + topic.name();
                    topics.add(pair);
                    if (topic.name().equals(topology.deadLettersOf(producer))) deadLetters.add(pair);
                }
        return Map.of("outbox.topics", String.join(",", topics), "outbox.deadLetters", String.join(",", deadLetters));
    }

    /** As it stands in {@code table.include.list}. */
    private static String schema(String service) {
        return service.replace("-policy", "");
    }

    private static JsonNode template(String name) {
        var path = "/connectors/" + name + ".yaml";
        try (var in = Connectors.class.getResourceAsStream(path)) {
            if (in == null) throw new IllegalStateException(path + " is not on the classpath");
            return new YAMLMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(path + ": " + e.getMessage(), e);
        }
    }

    private static Connector filled(JsonNode template, Map<String, String> values, List<Kafka> brokers) {
        var name = fill(template.path("name").asText(), values);
        var config = new TreeMap<String, String>();
        template.path("config")
                .properties()
                .forEach(entry ->
                        config.put(entry.getKey(), fill(entry.getValue().asText(), values)));
        for (var key : List.copyOf(config.keySet())) {
            if (!key.endsWith(BOOTSTRAP)) continue;
            var start = key.substring(0, key.length() - BOOTSTRAP.length());
            brokers.stream()
                    .filter(kafka -> kafka.bootstrap().equals(config.get(key)))
                    .forEach(kafka -> kafka.security().forEach((setting, value) -> config.put(start + setting, value)));
        }
        config.put("name", name);
        return new Connector(name, config);
    }

    /** Debezium hands to the driver what begins with {@code driver.}. */
    private static Connector outbox(Connector connector, Surroundings.Database database) {
        var config = new TreeMap<>(connector.config());
        database.security().forEach((setting, value) -> config.put("driver." + setting, value));
        return new Connector(connector.name(), config);
    }

    private static String fill(String text, Map<String, String> values) {
        var filled = new StringBuilder();
        int from = 0;
        for (var matcher = PLACEHOLDER.matcher(text); matcher.find(); from = matcher.end()) {
            filled.append(text, from, matcher.start());
            var name = matcher.group("name");
            if (matcher.group("escaped") != null)
                filled.append("${").append(name).append('}');
            else if (values.containsKey(name)) filled.append(values.get(name));
            else throw new IllegalStateException("a connector template asks for ${" + name + "}, which nobody knows");
        }
        return filled.append(text, from, text.length()).toString();
    }
}
