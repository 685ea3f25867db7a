package io.archipelago.kit.declaration;

import io.archipelago.events.resource.Kind;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A kind that a service keeps, and what it asks of its declarations.
 *
 * @param owner who pays and answers for such a thing, if it says so
 * @param soleWriter null when any region may write any
 * @param <S> the record of its spec
 */
public record OwnedKind<S>(
        Kind kind,
        Class<S> spec,
        Function<S, @Nullable String> owner,
        Rules<S> rules,
        @Nullable SoleWriter<S> soleWriter) {

    /** What must hold for a declaration beyond its shape. */
    @FunctionalInterface
    public interface Rules<S> {
        void check(Draft<S> draft, View view, Findings findings);
    }

    /**
     * Names the one region that may write a thing.
     *
     * @param path the field that says so
     */
    public record SoleWriter<S>(String path, Function<S, String> region) {}

    public static <S> OwnedKind<S> of(Kind kind, Class<S> spec, Function<S, @Nullable String> owner, Rules<S> rules) {
        return new OwnedKind<>(kind, spec, owner, rules, null);
    }

    /** The same kind, where the region that the field names alone writes the thing. */
    public OwnedKind<S> writtenOnlyBy(String path, Function<S, String> region) {
        return new OwnedKind<>(kind, spec, owner, rules, new SoleWriter<>(path, region));
    }

    /** The document kind of its entities. */
    String document() {
        return kind.title();
    }
}
