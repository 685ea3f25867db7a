package io.archipelago.kit.declaration;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.archipelago.events.EventJson;
import io.archipelago.events.resource.Author;
import io.archipelago.events.resource.Metadata;
import io.archipelago.events.resource.Resource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The status of a declared thing.
 *
 * @param conditions what is to be known of it now; empty when all is well
 * @param changedAt when it was last written, by the clock of the region that wrote it
 * @param changedIn that region
 * @param changedBy who wrote it last; absent for what was written before authors were kept
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Standing(
        List<Condition> conditions,
        Instant changedAt,
        String changedIn,
        @Nullable Author changedBy) {

    /** The thing as people read it; empty when it is not there. */
    static <S> Optional<Resource> of(Shelf<S> shelf, String name, View view, NavigableMap<String, Conflict> conflicts) {
        var living = shelf.living().get(name);
        var entity = shelf.entity(name);
        if (living == null || entity == null) return Optional.empty();
        var kind = shelf.kind();
        var findings = Batch.review(kind, living, view);
        var conditions = new ArrayList<>(findings.conditions());
        findings.mistakes()
                .forEach(mistake ->
                        conditions.add(Condition.unmet("Valid", "Invalid", mistake.path() + ": " + mistake.detail())));
        conditions.addAll(lost(kind.kind().title(), entity, conflicts));
        var last = entity.lastStamp();
        JsonNode status = EventJson.MAPPER.valueToTree(new Standing(
                List.copyOf(conditions), Instant.ofEpochMilli(last.wallMs()), last.region(), entity.authorOf(last)));
        return Optional.of(new Resource(
                Resource.API_VERSION,
                kind.kind().title(),
                new Metadata(name, entity.labels(), entity.home(), entity.revision()),
                entity.spec(),
                status));
    }

    /** The writes that gave way to what stands now; the next write of the field settles it. */
    private static List<Condition> lost(String kind, Entity entity, NavigableMap<String, Conflict> conflicts) {
        var prefix = kind + "/" + entity.name() + "/";
        return conflicts.subMap(prefix, true, prefix + Character.MAX_VALUE, false).entrySet().stream()
                .map(Map.Entry::getValue)
                .map(Conflict::loss)
                .filter(loss -> entity.stampOf(loss.field()).equals(loss.keptStamp()))
                .map(loss -> Condition.unmet(
                        "ConflictFree",
                        "WriteLost",
                        loss.field() + " was written in " + loss.lostStamp().region() + by(loss.lostBy()) + " and "
                                + loss.keptStamp().region() + " at the same time; the later stands: write it again if "
                                + loss.lost() + " was meant"))
                .toList();
    }

    private static String by(@Nullable Author author) {
        return author == null ? "" : " by " + author;
    }
}
