package io.archipelago.topology.docs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.archipelago.topology.Plan;
import io.archipelago.topology.Topic;
import io.archipelago.topology.Topology;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Writes the AsyncAPI document of a region: a channel per topic, a message per event, an operation per topic as seen
 * from Archipelago. Schemas are copied into the document, with their references pointing inside it.
 */
public final class AsyncApi {

    private static final String VERSION = "3.1.0";
    private static final String KAFKA_BINDING = "0.5.0";
    private static final String SCHEMAS = "#/components/schemas/";
    private static final String TYPES = "types";
    private static final Set<String> DROPPED = Set.of("$schema", "$id", "$defs");

    private final Topology topology;
    private final Function<String, JsonNode> schemas;
    private final TreeMap<String, JsonNode> copied = new TreeMap<>();

    private AsyncApi(Topology topology, Function<String, JsonNode> schemas) {
        this.topology = topology;
        this.schemas = schemas;
    }

    /** @param schemas gives a schema by its name, such as {@code headers} or {@code inventory.sites.v1} */
    public static ObjectNode of(Topology topology, Function<String, JsonNode> schemas) {
        return new AsyncApi(topology, schemas).write();
    }

    private ObjectNode write() {
        var document = object().put("asyncapi", VERSION);
        document.putObject("info")
                .put("title", "Archipelago")
                .put("version", "1.0.0")
                .put(
                        "description",
                        "The topics of one region, the same in every region. Events are CloudEvents 1.0 in Kafka binary"
                                + " mode: headers as below, the body as the record's value. A major version ends the"
                                + " topic's name; within it schemas only grow, so skip the fields you do not know."
                                + " Copies from another region carry its name as a prefix:"
                                + " us-east.inventory.sites.v1.");
        document.put("defaultContentType", "application/json");
        document.putObject("servers")
                .putObject("region")
                .put("host", "localhost:9092")
                .put("protocol", "kafka-secure")
                .put(
                        "description",
                        "The Kafka cluster of a region; ./archipelago status shows where each one listens.");
        var channels = document.putObject("channels");
        var operations = document.putObject("operations");
        var messages = object();
        for (var topic : topology.topics()) {
            if (topic.owner().equals("connect")) continue;
            channels.set(topic.name(), channel(topic));
            operations.set(operationName(topic), operation(topic));
            messages.set(messageName(topic), message(topic));
        }
        var components = document.putObject("components");
        components.set("messages", messages);
        components.set("schemas", object().setAll(copied));
        return document;
    }

    private ObjectNode channel(Topic topic) {
        var channel = object().put("address", topic.name()).put("description", topic.purpose());
        channel.putObject("messages")
                .putObject(messageName(topic))
                .put("$ref", "#/components/messages/" + messageName(topic));
        var plan = Objects.requireNonNull(topology.plans().get(topic.plan()));
        var kafka = channel.putObject("bindings").putObject("kafka");
        kafka.put("partitions", plan.partitions().get("production"));
        kafka.set("topicConfiguration", configuration(plan));
        kafka.put("bindingVersion", KAFKA_BINDING);
        channel.put("x-owner", topic.owner());
        channel.put("x-classification", topic.classification());
        channel.put("x-mirror", topic.mirror().name().toLowerCase(java.util.Locale.ROOT));
        topic.producers().forEach(channel.putArray("x-producers")::add);
        topic.localReaders().forEach(channel.putArray("x-readers")::add);
        topic.mirroredReaders().forEach(channel.putArray("x-readers-of-copies")::add);
        return channel;
    }

    /** The settings that the Kafka binding knows. */
    private static ObjectNode configuration(Plan plan) {
        var configuration = object();
        plan.configs().entrySet().stream()
                .sorted(java.util.Map.Entry.comparingByKey())
                .forEach(config -> {
                    switch (config.getKey()) {
                        case "cleanup.policy" ->
                            configuration.putArray(config.getKey()).add(config.getValue());
                        case "retention.ms", "delete.retention.ms", "max.message.bytes" ->
                            configuration.put(config.getKey(), Long.parseLong(config.getValue()));
                        default -> {}
                    }
                });
        return configuration;
    }

    private static String operationName(Topic topic) {
        return (fromOutside(topic) ? "receive." : "send.") + topic.name();
    }

    private static boolean fromOutside(Topic topic) {
        return topic.producers().contains("integrators");
    }

    private static ObjectNode operation(Topic topic) {
        var channel = "#/channels/" + topic.name();
        var operation = object().put("action", fromOutside(topic) ? "receive" : "send");
        operation.putObject("channel").put("$ref", channel);
        operation.putArray("messages").addObject().put("$ref", channel + "/messages/" + messageName(topic));
        return operation;
    }

    private String title(Topic topic) {
        return topic.schema() == null
                ? topic.name()
                : schema(topic.schema()).path("title").asText();
    }

    private static String messageName(Topic topic) {
        return topic.name();
    }

    private ObjectNode message(Topic topic) {
        var message =
                object().put("name", title(topic)).put("title", title(topic)).put("summary", topic.purpose());
        boolean dead = topic.plan().equals("dead");
        message.put(
                "contentType",
                topic.schema() != null ? "application/json" : dead ? "application/octet-stream" : "application/yaml");
        message.set("headers", ref(dead ? "dead-letter-headers" : "headers"));
        if (topic.schema() != null) message.set("payload", ref(topic.schema().replaceFirst("\\.json$", "")));
        var key = message.putObject("bindings").putObject("kafka");
        key.putObject("key").put("type", "string").put("description", topic.key());
        key.put("bindingVersion", KAFKA_BINDING);
        return message;
    }

    private ObjectNode ref(String name) {
        if (!copied.containsKey(name)) {
            copied.put(name, object()); // before its own references are followed
            copied.put(name, copy(schema(name)));
        }
        return object().put("$ref", SCHEMAS + name);
    }

    private JsonNode schema(String name) {
        var found = schemas.apply(name.replaceFirst("\\.json$", ""));
        if (found == null) throw new IllegalArgumentException("no schema " + name);
        return found;
    }

    private JsonNode copy(JsonNode node) {
        if (node instanceof ArrayNode array) {
            var copy = JsonNodeFactory.instance.arrayNode();
            array.forEach(item -> copy.add(copy(item)));
            return copy;
        }
        if (!node.isObject()) return node;
        var copy = object();
        node.properties().forEach(field -> {
            if (field.getKey().equals("$ref"))
                copy.put("$ref", shared(field.getValue().asText()));
            else if (!DROPPED.contains(field.getKey())) copy.set(field.getKey(), copy(field.getValue()));
        });
        return copy;
    }

    /** Where a shared type stands in the document; copies it there at its first use. */
    private String shared(String ref) {
        var name = ref.substring(ref.lastIndexOf('/') + 1);
        if (!copied.containsKey(name)) {
            copied.put(name, object());
            copied.put(name, copy(schema(TYPES).at("/$defs/" + name)));
        }
        return SCHEMAS + name;
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
