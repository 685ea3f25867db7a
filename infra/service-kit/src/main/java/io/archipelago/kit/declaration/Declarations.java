package io.archipelago.kit.declaration;

import io.archipelago.events.resource.Resource;
import io.archipelago.kit.core.Rejection.FieldError;
import java.util.List;

/**
 * The result of reading a multi-document text: the resources that have the right shape, and every mistake found.
 *
 * @param documents in the order of the text; those with mistakes are missing
 */
public record Declarations(List<Document> documents, List<FieldError> errors) {

    /** @param position in the text, from 0 */
    public record Document(int position, Resource resource) {}
}
