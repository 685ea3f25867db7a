package io.archipelago.events.schema;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Bodies of events by their topic: those that published versions wrote, kept beside the tests, and those of today. */
final class PublishedEvents {
    private static final Path FILE = Path.of("src/test/resources/published-events.json");
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private PublishedEvents() {}

    static TreeMap<String, List<JsonNode>> read() {
        try {
            return JSON.readValue(FILE.toFile(), new TypeReference<>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The valid examples of each. */
    static TreeMap<String, List<JsonNode>> ofToday() {
        return EventRecords.BY_TOPIC.keySet().stream()
                .collect(Collectors.toMap(topic -> topic, PublishedEvents::examples, (a, b) -> a, TreeMap::new));
    }

    /** What was published once stays: it may lie in a compacted topic. */
    static void addToday() throws IOException {
        var all = read();
        ofToday().forEach((topic, events) -> {
            var known = all.computeIfAbsent(topic, any -> new ArrayList<>());
            for (var event : events) if (!known.contains(event)) known.add(event);
        });
        JSON.writeValue(FILE.toFile(), all);
    }

    private static List<JsonNode> examples(String topic) {
        return SchemaFiles.list(SchemaFiles.EXAMPLES.resolve(topic)).stream()
                .filter(file -> SchemaFiles.name(file).startsWith("valid-"))
                .map(SchemaFiles::read)
                .toList();
    }
}
