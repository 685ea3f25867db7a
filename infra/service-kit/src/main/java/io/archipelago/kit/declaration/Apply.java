package io.archipelago.kit.declaration;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.archipelago.events.resource.Author;
import java.util.List;

/**
 * The wish that these declarations hold: all of them, or none.
 *
 * @param dryRun answer what would happen, and leave everything as it is
 * @param author who asks
 */
public record Apply(List<Declarations.Document> documents, boolean dryRun, Author author) {

    /** The answer, one result per document in their order. */
    public record Applied(List<Result> results) {}

    /**
     * @param result created, configured, unchanged or deleted
     * @param conditions what is to be known of it although it was accepted
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Result(String kind, String name, String result, long revision, List<Condition> conditions) {}
}
