package io.archipelago.events.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every schema says what a stranger must know. */
class SchemasTest {

    private static final SchemaFiles FILES = SchemaFiles.in(SchemaFiles.FOLDER);

    static Stream<String> all() {
        return FILES.byName().keySet().stream();
    }

    static Stream<String> topics() {
        return FILES.events().stream().filter(name -> name.matches(".*\\.v[0-9]+"));
    }

    @ParameterizedTest
    @MethodSource("all")
    void is_a_json_schema_2020_12_that_knows_its_own_address(String name) {
        var schema = FILES.schema(name);
        assertThat(schema.path("$schema").asText()).isEqualTo("https://json-schema.org/draft/2020-12/schema");
        assertThat(schema.path("$id").asText()).isEqualTo("https://archipelago.io/schemas/" + name + ".json");
        assertThat(schema.path("description").asText()).endsWith(".");
    }

    @ParameterizedTest
    @MethodSource("topics")
    void is_named_in_the_past_tense_and_names_the_record_key(String name) {
        var schema = FILES.schema(name);
        assertThat(schema.path("title").asText()).matches("[A-Z][A-Za-z]+(ed|Sent|Set|Made)");
        assertThat(schema.path("description").asText()).contains("Key: ");
    }

    @ParameterizedTest
    @MethodSource("all")
    void describes_every_field_and_uses_only_what_the_version_rule_covers(String name) {
        var faults = new ArrayList<String>();
        var schema = FILES.schema(name);
        check(name, schema, schema, faults);
        schema.path("$defs").properties().forEach(def -> {
            if (!def.getValue().has("description")) faults.add(def.getKey() + " is not described");
            check(name + "#" + def.getKey(), def.getValue(), schema, faults);
        });
        assertThat(faults).isEmpty();
    }

    private static void check(String path, JsonNode node, JsonNode document, List<String> faults) {
        node.fieldNames().forEachRemaining(keyword -> {
            if (!Compatibility.KNOWN.contains(keyword)) faults.add(path + " uses " + keyword);
        });
        node.path("required").forEach(required -> {
            if (!node.path("properties").has(required.asText())) faults.add(path + " requires unknown " + required);
        });
        node.path("properties").properties().forEach(property -> {
            var at = path + "/" + property.getKey();
            var meaning = FILES.resolve(property.getValue(), document);
            if (!property.getValue().has("description") && !meaning.has("description"))
                faults.add(at + " is not described");
            check(at, property.getValue(), document, faults);
        });
        if (node.has("items")) check(path + "[]", node.get("items"), document, faults);
        if (node.path("additionalProperties").isObject())
            check(path + "/*", node.get("additionalProperties"), document, faults);
    }
}
