package io.archipelago.kit.declaration;

import io.archipelago.events.resource.Declared;
import io.archipelago.events.resource.Kind;
import java.util.Collection;
import java.util.Optional;

/** What is declared, as a rule sees it: the state, with the declarations judged together with this one on top. */
public interface View {

    <S> Optional<Declared<S>> find(Kind kind, Class<S> spec, String name);

    /** By name. */
    <S> Collection<Declared<S>> all(Kind kind, Class<S> spec);

    default <S> Optional<Declared<S>> find(OwnedKind<S> kind, String name) {
        return find(kind.kind(), kind.spec(), name);
    }

    default <S> Collection<Declared<S>> all(OwnedKind<S> kind) {
        return all(kind.kind(), kind.spec());
    }

    /** True when there is such a thing and it is not deleted. */
    default boolean has(Kind kind, String name) {
        return find(kind, kind.spec(), name).isPresent();
    }
}
