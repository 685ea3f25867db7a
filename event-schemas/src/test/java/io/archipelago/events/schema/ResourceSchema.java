package io.archipelago.events.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.archipelago.events.resource.Kind;
import io.archipelago.events.resource.Resource;
import java.util.List;
import java.util.TreeMap;

/**
 * Derives from an event's schema the one of the declaration people write: the same spec in the frame of a resource, in
 * one file without references to others, and closed, so that an editor marks a misspelt field.
 */
final class ResourceSchema {

    private final SchemaFiles files;
    private final Kind kind;
    private final TreeMap<String, JsonNode> shared = new TreeMap<>();

    private ResourceSchema(SchemaFiles files, Kind kind) {
        this.files = files;
        this.kind = kind;
    }

    static ObjectNode of(SchemaFiles files, Kind kind) {
        return new ResourceSchema(files, kind).derive();
    }

    private ObjectNode derive() {
        var event = files.schema(kind.topic());
        var spec = event.at("/properties/spec");
        var schema = object();
        schema.put("$schema", event.path("$schema").asText());
        schema.put("$id", "https://archipelago.io/schemas/resources/" + fileName());
        schema.put("title", kind.title());
        schema.put("description", spec.path("description").asText());
        schema.put("type", "object");
        List.of("apiVersion", "kind", "metadata", "spec").forEach(schema.putArray("required")::add);
        var properties = schema.putObject("properties");
        properties.putObject("apiVersion").put("const", Resource.API_VERSION);
        properties.putObject("kind").put("const", kind.title());
        properties.set("metadata", metadata());
        properties.set("spec", closed(spec));
        properties.putObject("status").put("type", "object").put("description", "Set by Archipelago.");
        schema.put("additionalProperties", false);
        if (!shared.isEmpty()) schema.set("$defs", object().setAll(shared));
        return schema;
    }

    String fileName() {
        return fileName(kind);
    }

    static String fileName(Kind kind) {
        return kind.title().toLowerCase(java.util.Locale.ROOT) + ".schema.json";
    }

    private ObjectNode metadata() {
        var metadata = object().put("type", "object");
        metadata.putArray("required").add("name");
        var properties = metadata.putObject("properties");
        properties.set("name", closed(ref("name")));
        properties.set("labels", texts("Free tags."));
        properties.set(
                "home",
                closed(ref("region"))
                        .put("description", "The region that plans or keeps it; that of the first apply when absent."));
        properties
                .putObject("revision")
                .put("type", "integer")
                .put("description", "Counts accepted changes; set by Archipelago.");
        return metadata.put("additionalProperties", false);
    }

    private static ObjectNode texts(String description) {
        var map = object().put("type", "object").put("description", description);
        map.putObject("additionalProperties").put("type", "string");
        return map;
    }

    private static ObjectNode ref(String type) {
        return object().put("$ref", SchemaFiles.TYPES + ".json#/$defs/" + type);
    }

    /** A copy whose references stay inside the file and whose objects take no unknown field. */
    private ObjectNode closed(JsonNode node) {
        var copy = object();
        node.properties().forEach(field -> copy.set(field.getKey(), closedValue(field.getKey(), field.getValue())));
        if (copy.has("properties")) copy.put("additionalProperties", false);
        return copy;
    }

    private JsonNode closedValue(String keyword, JsonNode value) {
        if (keyword.equals("$ref")) return JsonNodeFactory.instance.textNode(local(value.asText()));
        if (keyword.equals("properties")) {
            var properties = object();
            value.properties().forEach(field -> properties.set(field.getKey(), closed(field.getValue())));
            return properties;
        }
        return value.isObject() ? closed(value) : value;
    }

    private String local(String ref) {
        var name = ref.substring(ref.lastIndexOf('/') + 1);
        if (!shared.containsKey(name)) {
            shared.put(name, object()); // before its own references are followed
            shared.put(name, closed(files.schema(SchemaFiles.TYPES).at("/$defs/" + name)));
        }
        return "#/$defs/" + name;
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
