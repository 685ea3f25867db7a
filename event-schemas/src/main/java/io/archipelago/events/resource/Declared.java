package io.archipelago.events.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.archipelago.events.envelope.Hlc;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The current state of one declared entity, as its region knows it: the body of every {@code inventory.*} and
 * {@code residency.policies|groups} event. State-based, so a repeat or an older copy changes nothing.
 *
 * @param name the entity's name, equal to the record key
 * @param home the region that plans or keeps it
 * @param revision counts accepted changes in the publishing region
 * @param removed true when it was deleted; the spec is then the last one known
 * @param spec the declaration
 * @param stamps when each top-level field of the spec was last written; a merge keeps the later one, field by field
 * @param removedAt when it was deleted, if ever; an edit stamped later revives it
 * @param seen the latest write of each region that this copy knows: tells an edit made in knowledge of another from one
 *     made at the same time
 * @param authors who made the writes that {@code stamps} and {@code removedAt} tell of, by the text of the stamp; a write
 *     older than this field has none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Declared<S>(
        String name,
        String home,
        long revision,
        boolean removed,
        Map<String, String> labels,
        S spec,
        Map<String, Hlc> stamps,
        @Nullable Hlc removedAt,
        Map<String, Hlc> seen,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Author> authors) {

    public Declared(
            String name,
            String home,
            long revision,
            boolean removed,
            @Nullable Map<String, String> labels,
            S spec,
            @Nullable Map<String, Hlc> stamps,
            @Nullable Hlc removedAt,
            @Nullable Map<String, Hlc> seen,
            @Nullable Map<String, Author> authors) {
        this.name = name;
        this.home = home;
        this.revision = revision;
        this.removed = removed;
        this.labels = labels == null ? Map.of() : labels;
        this.spec = spec;
        this.stamps = stamps == null ? Map.of() : stamps;
        this.removedAt = removedAt;
        this.seen = seen == null ? Map.of() : seen;
        this.authors = authors == null ? Map.of() : authors;
    }

    /** A copy that says nothing of what it has seen, nor who wrote it. */
    public Declared(
            String name,
            String home,
            long revision,
            boolean removed,
            @Nullable Map<String, String> labels,
            S spec,
            @Nullable Map<String, Hlc> stamps,
            @Nullable Hlc removedAt) {
        this(name, home, revision, removed, labels, spec, stamps, removedAt, null, null);
    }

    /** Who made the latest write or the deletion; null when nobody was named. */
    public @Nullable Author changedBy() {
        return Stream.concat(stamps.values().stream(), Stream.ofNullable(removedAt))
                .max(Comparator.naturalOrder())
                .map(stamp -> authors.get(stamp.toString()))
                .orElse(null);
    }
}
