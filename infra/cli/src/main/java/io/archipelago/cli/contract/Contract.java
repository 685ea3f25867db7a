package io.archipelago.cli.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What one program relies on in one topic.
 *
 * @param fields by path: {@code sites[].replicas}, {@code prices.*.perHour}
 * @param example an event that the program's own tests read; missing when there is none
 */
record Contract(String topic, List<Field> fields, JsonNode example) {

    /**
     * @param path as written
     * @param steps the same, one name a step; {@code []} for each element, {@code *} for each entry
     * @param types the JSON types that the program can read
     * @param optional whether it can do without
     */
    record Field(String path, List<String> steps, Set<String> types, boolean optional) {

        /** @param type {@code integer}, {@code string|number}; with a question mark at its end for what may be absent */
        static Field of(String path, String type) {
            var steps = Arrays.stream(path.replace("[]", ".[]").split("\\."))
                    .filter(step -> !step.isEmpty())
                    .toList();
            boolean optional = type.endsWith("?");
            var types = Arrays.stream(type.replace("?", "").split("\\|")).map(String::strip);
            return new Field(path, steps, types.collect(Collectors.toCollection(TreeSet::new)), optional);
        }
    }

    private static final Set<String> TYPES = Set.of("string", "number", "integer", "boolean", "object", "array");

    /** Everything in which the schema, or the example, does not keep what the program relies on. */
    List<String> breaks(Schemas schemas) {
        var schema = schemas.of(topic);
        if (!schema.there()) return List.of(topic + ": no such event is published");
        var breaks = new ArrayList<String>();
        for (var field : fields) check(field, schema, schemas, breaks);
        if (!example.isMissingNode()) fits("", example, schema, schemas, breaks);
        return breaks;
    }

    private void check(Field field, Schemas.Located schema, Schemas schemas, List<String> breaks) {
        var at = schema;
        var sure = true;
        for (var step : field.steps()) {
            sure &= step.equals("[]")
                    || step.equals("*")
                    || names(at.node().path("required")).contains(step);
            at = schemas.child(at, step);
            if (!at.there()) {
                breaks.add(topic + " " + field.path() + ": there is no such field");
                return;
            }
        }
        for (var type : field.types())
            if (!TYPES.contains(type)) breaks.add(topic + " " + field.path() + ": '" + type + "' is no JSON type");
        for (var type : names(at.node().path("type")))
            if (!reads(field.types(), type))
                breaks.add(topic + " " + field.path() + ": may be " + type + ", and " + String.join("|", field.types())
                        + " is read");
        if (!sure && !field.optional())
            breaks.add(topic + " " + field.path() + ": may be absent; write " + String.join("|", field.types())
                    + "? when the program can do without");
        if (!example.isMissingNode() && !field.optional() && present(example, field.steps()) == 0)
            breaks.add(topic + " " + field.path() + ": the example does not have it");
    }

    /** Who reads numbers reads whole ones, too. */
    private static boolean reads(Set<String> types, String type) {
        return types.contains(type) || (type.equals("integer") && types.contains("number"));
    }

    /** How many values the path leads to. */
    private static int present(JsonNode node, List<String> steps) {
        if (node.isMissingNode()) return 0;
        if (steps.isEmpty()) return 1;
        var rest = steps.subList(1, steps.size());
        var step = steps.getFirst();
        if (!step.equals("[]") && !step.equals("*")) return present(node.path(step), rest);
        int found = 0;
        for (var each : node) found += present(each, rest);
        return found;
    }

    /** An example with a field that no event has, or of another type, tests nothing. */
    private void fits(String path, JsonNode value, Schemas.Located schema, Schemas schemas, List<String> breaks) {
        var types = names(schema.node().path("type"));
        if (!types.isEmpty() && types.stream().noneMatch(type -> is(value, type))) {
            breaks.add(topic + " example" + path + ": is "
                    + value.getNodeType().name().toLowerCase(Locale.ROOT) + ", the event has "
                    + String.join("|", types));
            return;
        }
        for (var name : names(schema.node().path("required")))
            if (value.isObject() && !value.has(name))
                breaks.add(topic + " example" + path + ": every event has " + name);
        for (var field : value.properties()) {
            var child = schemas.child(schema, field.getKey());
            if (!child.there()) child = schemas.child(schema, "*");
            if (child.there()) fits(path + "." + field.getKey(), field.getValue(), child, schemas, breaks);
            else breaks.add(topic + " example" + path + "." + field.getKey() + ": no event has it");
        }
        if (value.isArray() && schema.node().has("items"))
            for (int i = 0; i < value.size(); i++)
                fits(path + "[" + i + "]", value.get(i), schemas.child(schema, "[]"), schemas, breaks);
        var words = names(schema.node().path("enum"));
        if (!words.isEmpty() && !words.contains(value.asText()))
            breaks.add(topic + " example" + path + ": is none of " + String.join(", ", words));
    }

    private static boolean is(JsonNode value, String type) {
        return switch (type) {
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            default -> value.isNull();
        };
    }

    /** Texts of a list, or of one alone. */
    private static List<String> names(JsonNode node) {
        if (node.isTextual()) return List.of(node.asText());
        var names = new ArrayList<String>();
        node.forEach(name -> names.add(name.asText()));
        return names;
    }

    /** @throws IllegalArgumentException says what a contract must have */
    static Contract of(JsonNode tree) {
        var topic = tree.path("topic").asText();
        if (topic.isEmpty()) throw new IllegalArgumentException("a contract names its topic");
        if (tree.path("fields").isEmpty()) throw new IllegalArgumentException(topic + ": a contract names fields");
        var fields = new ArrayList<Field>();
        for (var field : tree.path("fields").properties())
            fields.add(Field.of(field.getKey(), field.getValue().asText()));
        return new Contract(topic, fields, tree.has("example") ? tree.get("example") : MissingNode.getInstance());
    }
}
