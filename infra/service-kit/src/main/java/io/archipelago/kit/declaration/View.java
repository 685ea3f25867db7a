package io.archipelago.kit.declaration;

import io.archipelago.events.resource.Declared;
import java.util.Collection;
import java.util.Optional;

/** What is declared, as a rule sees it: the state, with the declarations judged together with this one on top. */
public interface View {

    <S> Optional<Declared<S>> find(OwnedKind<S> kind, String name);

    /** By name. */
    <S> Collection<Declared<S>> all(OwnedKind<S> kind);
}
