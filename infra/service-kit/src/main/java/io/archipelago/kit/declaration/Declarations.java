package io.archipelago.kit.declaration;

import io.archipelago.events.resource.Resource;
import io.archipelago.kit.core.Rejection;
import io.archipelago.kit.core.Rejection.FieldError;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The result of reading a multi-document text: the resources that have the right shape, and every mistake found.
 *
 * @param documents in the order of the text; those with mistakes are missing
 * @param errors in the order of the text
 * @param text what was written, to find the lines of mistakes that are found later
 */
public record Declarations(List<Document> documents, List<FieldError> errors, Lines text) {

    /** How many mistakes an answer lists. */
    private static final int MAX_LISTED = 100;

    /** @param position in the text, from 0 */
    public record Document(int position, Resource resource) {}

    /** Knows where each document's fields were written. */
    @FunctionalInterface
    public interface Lines {
        /** From 1; null when nothing is known of it. */
        @Nullable
        Integer line(int document, String path);

        static Lines of(IntFunction<@Nullable Tree> documents) {
            return (document, path) -> {
                var tree = documents.apply(document);
                return tree == null ? null : Paths.line(tree, path);
            };
        }
    }

    /** Why nothing of it can be taken; null when it can. */
    public @Nullable Rejection rejection() {
        return errors.isEmpty() ? null : invalid(errors);
    }

    /** The same refusal with the line of each field added. */
    public Rejection located(Rejection rejection) {
        var located = rejection.errors().stream()
                .map(error -> error.line() != null
                        ? error
                        : new FieldError(
                                error.document(),
                                error.path(),
                                text.line(error.document(), error.path()),
                                error.detail()))
                .toList();
        return new Rejection(rejection.status(), rejection.type(), rejection.title(), rejection.detail(), located);
    }

    static Rejection invalid(List<FieldError> errors) {
        var all = Rejection.invalid(errors);
        if (errors.size() <= MAX_LISTED) return all;
        return new Rejection(
                all.status(),
                all.type(),
                all.title(),
                all.detail() + "; the first " + MAX_LISTED + " are listed",
                List.copyOf(errors.subList(0, MAX_LISTED)));
    }
}
