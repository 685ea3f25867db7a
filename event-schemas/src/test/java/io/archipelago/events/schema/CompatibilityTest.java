package io.archipelago.events.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The rule against hand-made changes: it must find every one that breaks a reader, and allow growth. */
class CompatibilityTest {

    private static final String SITE = """
            {
              "type": "object",
              "required": ["name", "state"],
              "properties": {
                "name": {"$ref": "types.json#/$defs/name"},
                "state": {"type": "string", "enum": ["open", "closed"]},
                "load": {"type": "number", "minimum": 0, "maximum": 1},
                "tags": {"type": "array", "items": {"$ref": "#/$defs/tag"}},
                "labels": {"type": "object", "additionalProperties": {"type": "string"}},
                "anything": {"type": "object"}
              },
              "$defs": {"tag": {"type": "string", "maxLength": 20}}
            }""";
    private static final String TYPES = """
            {"$defs": {"name": {"type": "string", "pattern": "^[a-z]+$", "minLength": 1}}}""";

    @Test
    void no_change_and_new_words_break_nothing() {
        allows(site -> at(site, "/properties/name").put("description", "what it is called"));
        allows(site -> {});
    }

    @Test
    void a_new_optional_field_is_growth() {
        allows(site -> at(site, "/properties").putObject("zone").put("type", "string"));
    }

    @Test
    void a_wider_enum_and_looser_bounds_are_growth() {
        allows(site -> list(site, "/properties/state/enum").add("draining"));
        allows(site -> at(site, "/properties/load").put("maximum", 2).remove("minimum"));
        allows(site -> at(site, "/properties/state").remove("enum"));
    }

    @Test
    void a_removed_field_is_found() {
        finds("/load is gone, or has another name", site -> at(site, "/properties")
                .remove("load"));
    }

    @Test
    void a_renamed_field_is_found_even_when_it_is_required() {
        finds("/name is gone, or has another name", site -> {
            var properties = at(site, "/properties");
            properties.set("title", properties.remove("name"));
        });
    }

    @Test
    void a_retyped_field_is_found() {
        finds("/load changed its type from \"number\" to \"string\"", site -> at(site, "/properties/load")
                .put("type", "string"));
    }

    @Test
    void a_newly_required_field_is_found() {
        finds("/load is newly required: older events do not have it", site -> list(site, "/required")
                .add("load"));
        finds("/zone is newly required: older events do not have it", site -> {
            at(site, "/properties").putObject("zone").put("type", "string");
            list(site, "/required").add("zone");
        });
    }

    @Test
    void a_field_that_is_no_longer_sure_to_be_there_is_found() {
        finds("/state is no longer required: readers count on it", site -> list(site, "/required")
                .remove(1));
    }

    @Test
    void a_narrower_enum_is_found() {
        finds("/state no longer allows closed", site -> list(site, "/properties/state/enum")
                .remove(1));
        finds("/labels/* is now limited to [a]", site -> at(site, "/properties/labels/additionalProperties")
                .putArray("enum")
                .add("a"));
    }

    @Test
    void tighter_bounds_are_found() {
        finds("/load has a tighter maximum: 0.5", site -> at(site, "/properties/load")
                .put("maximum", 0.5));
        finds("/load has a tighter minimum: 0.1", site -> at(site, "/properties/load")
                .put("minimum", 0.1));
        finds("/tags[] has a tighter maxLength: 10", site -> at(site, "/$defs/tag")
                .put("maxLength", 10));
        finds("/tags has a tighter minItems: 1", site -> at(site, "/properties/tags")
                .put("minItems", 1));
    }

    @Test
    void a_change_of_a_shared_type_is_found_where_it_is_used() {
        var types = tree(TYPES);
        at(types, "/$defs/name").put("pattern", "^[A-Z]+$");
        assertThat(Compatibility.between(files(tree(SITE), tree(TYPES)), files(tree(SITE), types), "site"))
                .extracting(Compatibility.Break::toString)
                .containsExactly("/name has another pattern: \"^[A-Z]+$\"");
    }

    @Test
    void forbidding_additions_is_found() {
        finds("/ no longer takes any additional property", site -> site.put("additionalProperties", false));
        finds("/anything no longer takes any additional property", site -> at(site, "/properties/anything")
                .putObject("additionalProperties")
                .put("type", "string"));
    }

    @Test
    void a_keyword_the_rule_does_not_know_is_found() {
        finds("/load uses multipleOf, which no rule covers", site -> at(site, "/properties/load")
                .put("multipleOf", 2));
    }

    @Test
    void a_vanished_event_is_found() {
        var gone = new SchemaFiles(new TreeMap<>(Map.of("types", tree(TYPES))));
        assertThat(Compatibility.between(files(tree(SITE), tree(TYPES)), gone, "site"))
                .singleElement()
                .asString()
                .startsWith("/ is gone");
    }

    private static void allows(Consumer<ObjectNode> change) {
        assertThat(breaks(change)).isEmpty();
    }

    private static void finds(String expected, Consumer<ObjectNode> change) {
        assertThat(breaks(change)).contains(expected);
    }

    private static java.util.List<String> breaks(Consumer<ObjectNode> change) {
        var changed = tree(SITE);
        change.accept(changed);
        return Compatibility.between(files(tree(SITE), tree(TYPES)), files(changed, tree(TYPES)), "site").stream()
                .map(Compatibility.Break::toString)
                .toList();
    }

    private static SchemaFiles files(JsonNode site, JsonNode types) {
        return new SchemaFiles(new TreeMap<>(Map.of("site", site, "types", types)));
    }

    private static ObjectNode tree(String json) {
        try {
            return (ObjectNode) new ObjectMapper().readTree(json);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static ObjectNode at(JsonNode node, String path) {
        return (ObjectNode) node.at(path);
    }

    private static ArrayNode list(JsonNode node, String path) {
        return (ArrayNode) node.at(path);
    }
}
