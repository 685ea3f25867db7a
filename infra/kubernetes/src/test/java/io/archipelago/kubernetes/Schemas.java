package io.archipelago.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.gson.JsonParseException;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.kubernetes.client.openapi.JSON;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/**
 * What the API server would say of an object: Kubernetes' own by the classes generated from its OpenAPI document, custom
 * resources by the schemas of their makers (see {@code make_schemas.py}). A field that nobody knows is an error. The rules that
 * custom resources have in CEL are not evaluated.
 */
final class Schemas {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String MODELS = "io.kubernetes.client.openapi.models.";

    private final SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7);
    private final Map<String, Schema> custom = new HashMap<>();

    Schemas() {
        new JSON();
        try (var packed = Schemas.class.getResourceAsStream("/crds.json.gz");
                var in = new GZIPInputStream(Objects.requireNonNull(packed))) {
            MAPPER.readTree(in)
                    .properties()
                    .forEach(entry -> custom.put(
                            entry.getKey(),
                            registry.getSchema(closed(entry.getValue().path("schema")))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Empty when the object is as its API wants it. */
    List<String> errors(JsonNode object) {
        var api = object.path("apiVersion").asText();
        var kind = object.path("kind").asText();
        var schema = custom.get(api + ' ' + kind);
        var errors = new ArrayList<String>();
        if (schema != null) {
            schema.validate(object).stream().map(Error::toString).forEach(errors::add);
            parse(object.path("metadata"), V1ObjectMeta.class, errors);
        } else
            try {
                var version = api.substring(api.indexOf('/') + 1);
                parse(object, Class.forName(MODELS + version.toUpperCase(java.util.Locale.ROOT) + kind), errors);
            } catch (ClassNotFoundException e) {
                errors.add("no schema of " + api + ' ' + kind);
            }
        return errors.stream()
                .map(error -> Manifests.name(object) + ": " + error)
                .toList();
    }

    private static void parse(JsonNode object, Class<?> type, List<String> errors) {
        try {
            JSON.deserialize(object.toString(), type);
        } catch (JsonParseException | IllegalArgumentException e) {
            errors.add(String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
    }

    /** An object with described fields has no others, unless it says so: so the API server prunes, or warns. */
    private static JsonNode closed(JsonNode schema) {
        var copy = schema.deepCopy();
        close(copy, true);
        return copy;
    }

    private static void close(JsonNode node, boolean root) {
        if (node instanceof ObjectNode schema) {
            boolean described = schema.path("properties").isObject()
                    && schema.path("type").asText().equals("object");
            if (described
                    && !schema.path("x-kubernetes-preserve-unknown-fields").asBoolean()
                    && !schema.has("additionalProperties")) schema.put("additionalProperties", false);
            // What every object has; metadata is checked as Kubernetes' own.
            if (root)
                for (var name : List.of("apiVersion", "kind", "metadata"))
                    ((ObjectNode) schema.path("properties")).putObject(name);
        }
        node.forEach(child -> close(child, false));
    }
}
