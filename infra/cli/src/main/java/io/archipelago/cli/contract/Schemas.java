package io.archipelago.cli.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.archipelago.cli.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The event schemas: those that were published with this program, or those of a folder. */
final class Schemas {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String PUBLISHED = "/schemas/published/";

    private final @Nullable Path folder;
    private final Map<String, JsonNode> read = new HashMap<>();

    /** @param folder with one {@code <topic>.json} each; null for the published ones */
    Schemas(@Nullable Path folder) {
        this.folder = folder;
    }

    /** A node and the document that its references are about. */
    record Located(JsonNode node, JsonNode document) {
        boolean there() {
            return !node.isMissingNode();
        }
    }

    /** The schema of a topic; not there when it has none. */
    Located of(String topic) {
        var document = document(topic);
        return new Located(document, document);
    }

    /** The value of a field, or of each element with {@code []} and of each entry with {@code *}. */
    Located child(Located parent, String name) {
        var node =
                switch (name) {
                    case "[]" -> parent.node.path("items");
                    case "*" -> parent.node.path("additionalProperties");
                    default -> parent.node.path("properties").path(name);
                };
        return resolved(new Located(node, parent.document));
    }

    private Located resolved(Located at) {
        if (!at.node.has("$ref")) return at;
        var reference = at.node.get("$ref").asText();
        int hash = reference.indexOf('#');
        var document =
                hash == 0 ? at.document : document(reference.substring(0, hash).replaceFirst("\\.json$", ""));
        return resolved(new Located(document.at(reference.substring(hash + 1)), document));
    }

    private JsonNode document(String name) {
        return read.computeIfAbsent(name, this::load);
    }

    private JsonNode load(String name) {
        if (!name.matches("[a-z0-9.-]+")) return MissingNode.getInstance();
        try (InputStream in = open(name + ".json")) {
            return in == null ? MissingNode.getInstance() : JSON.readTree(in);
        } catch (IOException e) {
            throw new Failure("the schema of " + name + " cannot be read: " + e.getMessage());
        }
    }

    private @Nullable InputStream open(String file) throws IOException {
        if (folder == null) return Schemas.class.getResourceAsStream(PUBLISHED + file);
        var path = folder.resolve(file);
        return Files.exists(path) ? Files.newInputStream(path) : null;
    }
}
