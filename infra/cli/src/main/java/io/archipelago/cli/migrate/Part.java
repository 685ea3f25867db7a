package io.archipelago.cli.migrate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A part of a declaration that remembers whether it was used: what nobody used can be told, so that nothing is dropped in
 * silence.
 */
final class Part {
    private final String path;
    private final JsonNode node;
    private final Map<String, Part> parts = new LinkedHashMap<>();
    private boolean used;

    private Part(String path, JsonNode node) {
        this.path = path;
        this.node = node;
    }

    static Part of(JsonNode node) {
        return new Part("", node);
    }

    /** @return as people write it, such as {@code spec.containers[0].image}; empty for the whole */
    String path() {
        return path;
    }

    boolean there() {
        return !node.isMissingNode() && !node.isNull();
    }

    boolean isList() {
        return node.isArray();
    }

    /** The one of this name; not {@link #there} when there is none. */
    Part at(String name) {
        var found = node.isObject() ? node.path(name) : MissingNode.getInstance();
        return parts.computeIfAbsent(name, n -> new Part(path.isEmpty() ? n : path + "." + n, found));
    }

    Part at(String first, String... then) {
        var part = at(first);
        for (var name : then) part = part.at(name);
        return part;
    }

    /** The elements of a list; none of anything else. */
    List<Part> items() {
        return IntStream.range(0, node.isArray() ? node.size() : 0)
                .mapToObj(i -> parts.computeIfAbsent("[" + i + "]", n -> new Part(path + n, node.path(i))))
                .toList();
    }

    List<String> names() {
        var names = new ArrayList<String>();
        if (node.isObject()) node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** Marks the whole as used. */
    Part use() {
        used = true;
        return this;
    }

    /** The text of a scalar, which is used with it; empty when there is none. */
    String text() {
        return use().node.asText("");
    }

    /** The number of a scalar, which is used with it. */
    int number(int otherwise) {
        return use().node.asInt(otherwise);
    }

    boolean isTrue() {
        return use().node.asBoolean();
    }

    /** The texts of a list of scalars, which is used with it. */
    List<String> texts() {
        use();
        return IntStream.range(0, node.isArray() ? node.size() : 0)
                .mapToObj(i -> node.path(i).asText())
                .toList();
    }

    /** Names and values of a mapping of scalars, which is used with it. */
    Map<String, String> entries() {
        use();
        var entries = new LinkedHashMap<String, String>();
        names().forEach(name -> entries.put(name, node.path(name).asText()));
        return entries;
    }

    /** The outermost parts of which nothing was used and that say anything: nothing, "" and an empty list do not. */
    List<Part> unused() {
        return unused(Part::says).toList();
    }

    /** The same where {@code false} and 0 say nothing either, because the source writes every field. */
    List<Part> unusedBesidesDefaults() {
        return unused(node -> says(node)
                        && !(node.isBoolean() && !node.asBoolean())
                        && !(node.isNumber() && node.asDouble() == 0))
                .toList();
    }

    private static boolean says(JsonNode node) {
        return !node.isNull()
                && !node.isMissingNode()
                && !(node.isTextual() && node.asText().isEmpty())
                && !(node.isContainerNode() && node.isEmpty());
    }

    private Stream<Part> unused(Predicate<JsonNode> says) {
        if (used || !says.test(node)) return Stream.empty();
        if (!anyUsed()) return Stream.of(this);
        return children().flatMap(part -> part.unused(says));
    }

    /** All parts that are explicitly nothing. */
    Stream<Part> nulls() {
        return node.isNull() ? Stream.of(this) : children().flatMap(Part::nulls);
    }

    private boolean anyUsed() {
        return used || parts.values().stream().anyMatch(Part::anyUsed);
    }

    private Stream<Part> children() {
        return node.isArray() ? items().stream() : names().stream().map(this::at);
    }
}
