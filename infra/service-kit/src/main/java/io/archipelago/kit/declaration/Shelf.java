package io.archipelago.kit.declaration;

import io.archipelago.events.resource.Declared;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The entities of one kind, by name: all of them as registers, and the living ones as records. */
final class Shelf<S> {
    private final OwnedKind<S> kind;
    private final NavigableMap<String, Entity> entities = new TreeMap<>();
    private final NavigableMap<String, Declared<S>> living = new TreeMap<>();

    Shelf(OwnedKind<S> kind) {
        this.kind = kind;
    }

    OwnedKind<S> kind() {
        return kind;
    }

    void put(Entity entity) {
        entities.put(entity.name(), entity);
        if (entity.removed()) living.remove(entity.name());
        else living.put(entity.name(), entity.as(kind.spec()));
    }

    void remove(String name) {
        entities.remove(name);
        living.remove(name);
    }

    /** Deleted ones too. */
    @Nullable
    Entity entity(String name) {
        return entities.get(name);
    }

    NavigableMap<String, Declared<S>> living() {
        return living;
    }
}
