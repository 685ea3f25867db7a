package io.archipelago.events.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * The version rule: within a major version a schema may only grow. A reader of yesterday must understand the events of
 * tomorrow, and a reader of tomorrow those that still lie in compacted topics. Whatever breaks either needs a new topic
 * with the next major version.
 */
final class Compatibility {

    /** What would break a reader. */
    record Break(String path, String what) {
        @Override
        public String toString() {
            return (path.isEmpty() ? "/" : path) + " " + what;
        }
    }

    /** Keywords this rule knows; a schema with any other would slip through it. */
    static final Set<String> KNOWN = Set.of(
            "$schema",
            "$id",
            "$ref",
            "$defs",
            "title",
            "description",
            "examples",
            "type",
            "required",
            "properties",
            "additionalProperties",
            "items",
            "enum",
            "const",
            "pattern",
            "format",
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "minLength",
            "maxLength",
            "minItems",
            "maxItems");

    private static final List<String> LOWER_BOUNDS = List.of("minimum", "exclusiveMinimum", "minLength", "minItems");
    private static final List<String> UPPER_BOUNDS = List.of("maximum", "maxLength", "maxItems");
    private static final List<String> FIXED = List.of("pattern", "format");

    private final SchemaFiles before;
    private final SchemaFiles after;
    private final List<Break> breaks = new ArrayList<>();

    private Compatibility(SchemaFiles before, SchemaFiles after) {
        this.before = before;
        this.after = after;
    }

    /** Everything in {@code after} that would break a reader of {@code before}, for one schema. */
    static List<Break> between(SchemaFiles before, SchemaFiles after, String name) {
        if (!after.byName().containsKey(name))
            return List.of(new Break("", "is gone: a published event stays; describe its successor as a new version"));
        var comparison = new Compatibility(before, after);
        var old = before.schema(name);
        var now = after.schema(name);
        comparison.compare("", old, old, now, now);
        return comparison.breaks;
    }

    private void compare(String path, JsonNode oldNode, JsonNode oldDocument, JsonNode newNode, JsonNode newDocument) {
        var old = before.resolve(oldNode, oldDocument);
        var now = after.resolve(newNode, newDocument);
        var oldHome = before.documentOf(oldNode, oldDocument);
        var newHome = after.documentOf(newNode, newDocument);
        unknownKeywords(path, now);
        if (!texts(old.path("type")).equals(texts(now.path("type"))))
            breaks.add(new Break(path, "changed its type from " + old.path("type") + " to " + now.path("type")));
        required(path, old, now);
        values(path, old, now);
        bounds(path, old, now);
        for (var keyword : FIXED)
            if (!Objects.equals(now.get(keyword), old.get(keyword)) && now.has(keyword))
                breaks.add(new Break(path, "has another " + keyword + ": " + now.get(keyword)));
        properties(path, old, oldHome, now, newHome);
        if (old.has("items") && now.has("items"))
            compare(path + "[]", old.get("items"), oldHome, now.get("items"), newHome);
        if (!old.has("items") && now.has("items")) breaks.add(new Break(path, "now says what its items are"));
        additional(path, old, oldHome, now, newHome);
    }

    private void unknownKeywords(String path, JsonNode now) {
        now.fieldNames().forEachRemaining(keyword -> {
            if (!KNOWN.contains(keyword)) breaks.add(new Break(path, "uses " + keyword + ", which no rule covers"));
        });
    }

    private void required(String path, JsonNode old, JsonNode now) {
        var was = texts(old.path("required"));
        var is = texts(now.path("required"));
        for (var name : is)
            if (!was.contains(name))
                breaks.add(new Break(path + "/" + name, "is newly required: older events do not have it"));
        for (var name : was)
            if (!is.contains(name) && now.path("properties").has(name))
                breaks.add(new Break(path + "/" + name, "is no longer required: readers count on it"));
    }

    private void values(String path, JsonNode old, JsonNode now) {
        var was = allowed(old);
        var is = allowed(now);
        if (is.isEmpty()) return;
        if (was.isEmpty()) breaks.add(new Break(path, "is now limited to " + is));
        for (var value : was) if (!is.contains(value)) breaks.add(new Break(path, "no longer allows " + value));
    }

    private static Set<String> allowed(JsonNode schema) {
        return schema.has("const") ? Set.of(schema.get("const").asText()) : texts(schema.path("enum"));
    }

    private void bounds(String path, JsonNode old, JsonNode now) {
        for (var keyword : LOWER_BOUNDS)
            if (now.has(keyword)
                    && (!old.has(keyword)
                            || now.get(keyword).asDouble() > old.get(keyword).asDouble()))
                breaks.add(new Break(path, "has a tighter " + keyword + ": " + now.get(keyword)));
        for (var keyword : UPPER_BOUNDS)
            if (now.has(keyword)
                    && (!old.has(keyword)
                            || now.get(keyword).asDouble() < old.get(keyword).asDouble()))
                breaks.add(new Break(path, "has a tighter " + keyword + ": " + now.get(keyword)));
    }

    private void properties(String path, JsonNode old, JsonNode oldHome, JsonNode now, JsonNode newHome) {
        old.path("properties").properties().forEach(property -> {
            var name = property.getKey();
            var kept = now.path("properties").get(name);
            if (kept == null) breaks.add(new Break(path + "/" + name, "is gone, or has another name"));
            else compare(path + "/" + name, property.getValue(), oldHome, kept, newHome);
        });
    }

    private void additional(String path, JsonNode old, JsonNode oldHome, JsonNode now, JsonNode newHome) {
        var was = old.get("additionalProperties");
        var is = now.get("additionalProperties");
        if (was != null && is != null && was.isObject() && is.isObject())
            compare(path + "/*", was, oldHome, is, newHome);
        else if (is != null && !is.equals(was)) breaks.add(new Break(path, "no longer takes any additional property"));
    }

    private static Set<String> texts(JsonNode node) {
        var texts = new TreeSet<String>();
        if (node.isValueNode()) texts.add(node.asText());
        else node.forEach(item -> texts.add(item.asText()));
        return texts;
    }
}
