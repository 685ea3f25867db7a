package io.archipelago.events.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A folder of schemas, by name without {@code .json}. {@value #TYPES} holds what several share. */
record SchemaFiles(Map<String, JsonNode> byName) {

    static final String TYPES = "types";
    static final Path FOLDER = Path.of("src/main/resources/schemas");
    static final Path PUBLISHED = FOLDER.resolve("published");
    static final Path EXAMPLES = Path.of("src/main/resources/examples");

    private static final ObjectMapper JSON = new ObjectMapper();

    static SchemaFiles in(Path folder) {
        return new SchemaFiles(list(folder).stream()
                .collect(Collectors.toMap(SchemaFiles::name, SchemaFiles::read, (a, b) -> a, TreeMap::new)));
    }

    /** The JSON files of a folder, sorted. */
    static List<Path> list(Path folder) {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String name(Path file) {
        return file.getFileName().toString().replaceFirst("\\.json$", "");
    }

    static JsonNode read(Path file) {
        try {
            return JSON.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": " + e.getMessage(), e);
        }
    }

    /** All but the shared types. */
    List<String> events() {
        return byName.keySet().stream().filter(name -> !name.equals(TYPES)).toList();
    }

    JsonNode schema(String name) {
        var schema = byName.get(name);
        if (schema == null) throw new IllegalArgumentException("no schema " + name);
        return schema;
    }

    /** What a node stands for: itself, or what its {@code $ref} points to. */
    JsonNode resolve(JsonNode node, JsonNode document) {
        if (!node.has("$ref")) return node;
        var ref = node.get("$ref").asText();
        int hash = ref.indexOf('#');
        var target = hash == 0 ? document : schema(ref.substring(0, hash).replaceFirst("\\.json$", ""));
        var found = target.at(ref.substring(hash + 1));
        if (found.isMissingNode()) throw new IllegalArgumentException(ref + " points to nothing");
        return resolve(found, target);
    }

    /** The document a resolved node lives in, for the references inside it. */
    JsonNode documentOf(JsonNode node, JsonNode document) {
        if (!node.has("$ref")) return document;
        var ref = node.get("$ref").asText();
        return ref.startsWith("#")
                ? document
                : schema(ref.substring(0, ref.indexOf('#')).replaceFirst("\\.json$", ""));
    }
}
