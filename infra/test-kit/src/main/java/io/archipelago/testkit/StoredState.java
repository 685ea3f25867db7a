package io.archipelago.testkit;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.archipelago.events.EventJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * State of a service as its last published version stored it, in {@code src/test/resources/published-documents.json} of its
 * module: what the service finds when its region is upgraded. Of each kind of document some are kept.
 */
public final class StoredState {

    /** Given to a build at a release, the tests of a service keep what the service has stored meanwhile. */
    static final String PUBLISH = "schemas.publish";

    private static final Path FILE = Path.of("src/test/resources/published-documents.json");
    private static final int OF_A_KIND = 3;

    /** Characters of a document; longer ones show nothing that short ones do not. */
    private static final int LONGEST = 10_000;

    private StoredState() {}

    /** Takes a document into today's core. */
    @FunctionalInterface
    public interface Taking {
        void take(String kind, String key, Object body);
    }

    /**
     * Hands every document to today's core, read into what its kind is today.
     *
     * @param kinds as the core describes them
     * @throws AssertionError when a kind is gone, or something of a document is lost in reading
     */
    public static void readBy(Map<String, Class<?>> kinds, Taking core) {
        try {
            for (var kind : read().entrySet())
                for (var document : kind.getValue().entrySet()) {
                    var type = kinds.get(kind.getKey());
                    if (type == null)
                        throw new AssertionError("documents of kind " + kind.getKey() + " are left behind");
                    var body = EventJson.MAPPER.readValue(document.getValue().toString(), type);
                    requireWhole(kind.getKey() + ' ' + document.getKey(), document.getValue(), body);
                    core.take(kind.getKey(), document.getKey(), body);
                }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void requireWhole(String name, JsonNode stored, Object body) throws IOException {
        var today = leaves(EventJson.MAPPER.readTree(EventJson.MAPPER.writeValueAsString(body)), "", new TreeMap<>());
        leaves(stored, "", new TreeMap<>()).forEach((path, value) -> {
            if (!value.equals(today.get(path)))
                throw new AssertionError(name + path + " was " + value + " and is " + today.get(path));
        });
    }

    /** Each value by the path to it; a number by its value. */
    private static SortedMap<String, String> leaves(JsonNode node, String path, SortedMap<String, String> leaves) {
        if (node.isObject())
            node.properties().forEach(field -> leaves(field.getValue(), path + '/' + field.getKey(), leaves));
        else if (node.isArray()) for (int i = 0; i < node.size(); i++) leaves(node.get(i), path + '/' + i, leaves);
        else if (node.isNumber())
            leaves.put(path, node.decimalValue().stripTrailingZeros().toPlainString());
        else leaves.put(path, node.asText());
        return leaves;
    }

    private static SortedMap<String, SortedMap<String, JsonNode>> read() throws IOException {
        return EventJson.MAPPER.readValue(Files.readString(FILE), new TypeReference<>() {});
    }

    /** Keeps some of what is stored in a database, when the build is told to and the module keeps state at all. */
    static void publish(TestDatabase database) {
        if (!Boolean.getBoolean(PUBLISH) || !Files.exists(FILE)) return;
        var all = new TreeMap<String, SortedMap<String, JsonNode>>();
        for (var schema : TestDatabase.SERVICES)
            for (var row : rows(database, schema)) {
                var kind = all.computeIfAbsent(row.path("kind").asText(), any -> new TreeMap<>());
                if (kind.size() < OF_A_KIND) kind.put(row.path("key").asText(), row.path("body"));
            }
        try {
            if (!all.isEmpty())
                Files.writeString(
                        FILE,
                        EventJson.MAPPER
                                        .writer(SerializationFeature.INDENT_OUTPUT)
                                        .writeValueAsString(all)
                                + '\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<JsonNode> rows(TestDatabase database, String schema) {
        var rows = new ArrayList<JsonNode>();
        for (var row : database.query("select json_build_object('kind', kind, 'key', key, 'body', body::json) from "
                + schema + ".documents where length(body) < " + LONGEST + " order by kind, key"))
            try {
                rows.add(EventJson.MAPPER.readTree(row));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        return rows;
    }
}
