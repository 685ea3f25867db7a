package io.archipelago.kit.declaration;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.archipelago.events.EventJson;
import io.archipelago.events.envelope.Hlc;
import io.archipelago.events.resource.Author;
import io.archipelago.events.resource.Declared;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One declared thing as a set of registers, each stamped by its last write: the labels, the home, and every top-level
 * field of the spec. Deletion is a stamp too, and counts while no register was written after it. A field of a newer
 * contract, unknown here, is a register like any other and survives.
 *
 * @param revision counts accepted changes in this region
 * @param stamps by register; one that was never written has none
 * @param seen the latest write of each region this copy knows
 * @param removedAt the latest deletion, if ever
 * @param authors who made the writes and the deletion that still count, by the text of their stamps
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Entity(
        String name,
        String home,
        long revision,
        Map<String, String> labels,
        ObjectNode spec,
        Map<String, Hlc> stamps,
        Map<String, Hlc> seen,
        @Nullable Hlc removedAt,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Author> authors) {

    static final String LABELS = "metadata.labels";
    static final String HOME = "metadata.home";
    private static final String SPEC = "spec.";

    public Entity(
            String name,
            String home,
            long revision,
            Map<String, String> labels,
            ObjectNode spec,
            Map<String, Hlc> stamps,
            Map<String, Hlc> seen,
            @Nullable Hlc removedAt,
            @Nullable Map<String, Author> authors) {
        this.name = name;
        this.home = home;
        this.revision = revision;
        this.labels = new TreeMap<>(labels);
        this.spec = spec;
        this.stamps = new TreeMap<>(stamps);
        this.seen = new TreeMap<>(seen);
        this.removedAt = removedAt;
        this.authors = authors == null ? new TreeMap<>() : new TreeMap<>(authors);
        this.authors.keySet().retainAll(counting(stamps, removedAt));
    }

    private static Set<String> counting(Map<String, Hlc> stamps, @Nullable Hlc removedAt) {
        return Stream.concat(stamps.values().stream(), Stream.ofNullable(removedAt))
                .map(Hlc::toString)
                .collect(Collectors.toSet());
    }

    /** A copy that came from elsewhere. */
    public static Entity of(Declared<ObjectNode> copy) {
        var seen = new TreeMap<>(copy.seen());
        Stream.concat(copy.stamps().values().stream(), Stream.ofNullable(copy.removedAt()))
                .forEach(stamp -> seen.merge(stamp.region(), stamp, Hlc::max));
        return new Entity(
                copy.name(),
                copy.home(),
                copy.revision(),
                copy.labels(),
                copy.spec(),
                copy.stamps(),
                seen,
                copy.removedAt(),
                copy.authors());
    }

    /** How it is published. */
    public Declared<ObjectNode> published() {
        return new Declared<>(name, home, revision, removed(), labels, spec, stamps, removedAt, seen, authors);
    }

    /** How it is read as the kind's record. */
    public <S> Declared<S> as(Class<S> type) {
        return new Declared<>(
                name,
                home,
                revision,
                removed(),
                labels,
                EventJson.MAPPER.convertValue(spec, type),
                stamps,
                removedAt,
                seen,
                authors);
    }

    /** True when it was deleted and no write came after. */
    boolean removed() {
        return removedAt != null && removedAt.compareTo(lastWrite()) >= 0;
    }

    private Hlc lastWrite() {
        return stamps.values().stream().reduce(Hlc.ZERO, Hlc::max);
    }

    /** The latest thing that happened to it: a write or its deletion. */
    public Hlc lastStamp() {
        return removedAt == null ? lastWrite() : removedAt.max(lastWrite());
    }

    /** The latest stamp this copy knows of, in force or not. */
    Hlc lastSeen() {
        return seen.values().stream().reduce(lastStamp(), Hlc::max);
    }

    /** True when this copy was made in knowledge of that write. */
    boolean knows(Hlc write) {
        var latest = seen.get(write.region());
        return latest != null && latest.compareTo(write) >= 0;
    }

    /** Who made a write; null when it no longer counts, or nobody was named. */
    @Nullable
    Author authorOf(Hlc stamp) {
        return authors.get(stamp.toString());
    }

    Hlc stampOf(String register) {
        return stamps.getOrDefault(register, Hlc.ZERO);
    }

    /** What is written in each register; an absent field has no entry. */
    Map<String, JsonNode> registers() {
        var registers = new TreeMap<String, JsonNode>();
        spec.properties().forEach(field -> registers.put(SPEC + field.getKey(), field.getValue()));
        if (!labels.isEmpty()) registers.put(LABELS, EventJson.MAPPER.valueToTree(labels));
        registers.put(HOME, TextNode.valueOf(home));
        return registers;
    }

    /** The entity that holds these registers. */
    static Entity of(
            String name,
            long revision,
            Map<String, JsonNode> registers,
            Map<String, Hlc> stamps,
            Map<String, Hlc> seen,
            @Nullable Hlc removedAt,
            Map<String, Author> authors) {
        var spec = JsonNodeFactory.instance.objectNode();
        var labels = new TreeMap<String, String>();
        var home = "";
        for (var register : registers.entrySet()) {
            switch (register.getKey()) {
                case HOME -> home = register.getValue().asText();
                case LABELS ->
                    register.getValue()
                            .properties()
                            .forEach(label ->
                                    labels.put(label.getKey(), label.getValue().asText()));
                default -> spec.set(register.getKey().substring(SPEC.length()), register.getValue());
            }
        }
        return new Entity(name, home, revision, labels, spec, stamps, seen, removedAt, authors);
    }
}
