package io.archipelago.events.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import io.archipelago.events.EventJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Schema, Java record and examples say the same. */
class ExamplesTest {

    private static final SchemaFiles FILES = SchemaFiles.in(SchemaFiles.FOLDER);

    static Stream<Path> valid() {
        return examples("valid-");
    }

    static Stream<Path> validEvents() {
        return valid().filter(file -> EventRecords.BY_TOPIC.containsKey(topic(file)));
    }

    static Stream<Path> invalid() {
        return examples("invalid-");
    }

    private static Stream<Path> examples(String prefix) {
        return FILES.events().stream()
                .flatMap(topic -> SchemaFiles.list(SchemaFiles.EXAMPLES.resolve(topic)).stream())
                .filter(file -> SchemaFiles.name(file).startsWith(prefix));
    }

    @Test
    void every_schema_has_examples_of_both_kinds_and_every_topic_a_record() {
        var events = FILES.events();
        assertThat(valid().map(ExamplesTest::topic)).containsAll(events);
        assertThat(invalid().map(ExamplesTest::topic)).containsAll(events);
        assertThat(EventRecords.BY_TOPIC.keySet())
                .containsExactlyElementsOf(events.stream()
                        .filter(name -> !name.endsWith("headers"))
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("valid")
    void a_valid_example_is_valid(Path file) {
        assertThat(Judge.TODAY.faults(topic(file), SchemaFiles.read(file))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void an_invalid_example_fails_for_the_reason_it_states(Path file) {
        var example = SchemaFiles.read(file);
        assertThat(example.path("reason").asText()).isNotBlank();
        assertThat(Judge.TODAY.faults(topic(file), example.get("event")))
                .singleElement()
                .satisfies(fault -> {
                    assertThat(pointer(fault)).isEqualTo(example.path("at").asText());
                    assertThat(fault.getKeyword())
                            .isEqualTo(example.path("keyword").asText());
                });
    }

    @ParameterizedTest
    @MethodSource("validEvents")
    void a_valid_example_passes_through_its_record_unharmed(Path file) throws IOException {
        var topic = topic(file);
        var type = EventRecords.type(topic);
        var example = SchemaFiles.read(file);
        var body = EventJson.MAPPER.readValue(file.toFile(), type);
        var written = EventJson.MAPPER.writeValueAsString(body);

        var tree = EventJson.MAPPER.readTree(written);
        Judge.assertContains(tree, example, "");
        assertThat(Judge.TODAY.faults(topic, tree)).isEmpty();
        assertThat(EventJson.MAPPER.<Object>readValue(written, type)).isEqualTo(body);
    }

    @ParameterizedTest
    @MethodSource("validEvents")
    void fields_of_a_later_version_are_skipped(Path file) throws IOException {
        var type = EventRecords.type(topic(file));
        var later = SchemaFiles.read(file);
        grow(later, FILES.schema(topic(file)), FILES.schema(topic(file)));
        assertThat(later.has("addedInTheFuture")).isTrue();
        assertThat(EventJson.MAPPER.<Object>readValue(later.toString(), type).getClass())
                .isEqualTo(type.getRawClass());
    }

    /** Adds a field wherever the schema speaks of a record; maps of free keys stay as they are. */
    private static void grow(JsonNode node, JsonNode schemaNode, JsonNode document) {
        var schema = FILES.resolve(schemaNode, document);
        var home = FILES.documentOf(schemaNode, document);
        if (node.isArray()) node.forEach(item -> grow(item, schema.path("items"), home));
        if (!node.isObject()) return;
        var values = schema.path("additionalProperties");
        node.properties()
                .forEach(field ->
                        grow(field.getValue(), schema.path("properties").path(field.getKey()), home));
        if (values.isObject()) node.forEach(value -> grow(value, values, home));
        if (schema.has("properties"))
            ((ObjectNode) node).putObject("addedInTheFuture").put("deep", 1);
    }

    private static String pointer(Error fault) {
        return fault.getInstanceLocation().toString();
    }

    private static String topic(Path file) {
        return file.getParent().getFileName().toString();
    }
}
