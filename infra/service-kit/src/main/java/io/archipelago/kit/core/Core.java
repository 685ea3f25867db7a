package io.archipelago.kit.core;

import java.util.Map;

/**
 * The pure half of a service, after the manner of Kafka's group coordinator: {@link #handle} decides and changes
 * nothing, {@link #apply} is the only place where state changes. The runtime calls both from one thread, stores the
 * changes, the events and the id of the input in one transaction, and after a restart applies the stored documents
 * again. No clock, no randomness, no I/O in here: time and ids come in with the input, so the same inputs lead to the
 * same decisions.
 */
public interface Core {

    /** Decides. Must not change any state; must not throw for bad input, but answer {@link Outcome#rejected}. */
    Outcome handle(Input input);

    /** Takes a change into the state. Called once for every stored document at start, then for each new change. */
    void apply(Change change);

    /** The document kinds this core writes, with the record that each is read back into. */
    Map<String, Class<?>> documents();

    /**
     * The topics this core reads (named as in the region that writes them), with the record their events carry. A topic
     * with raw bytes is mapped to {@code byte[].class}.
     */
    Map<String, EventBody> events();

    /**
     * True when something is left to decide that no input asked for, such as a plan whose inputs changed. The runtime
     * then hands in a {@link Input.Tick} at once instead of waiting for the next second: many changes of one batch are
     * decided together. True after a restart when in doubt.
     */
    default boolean hasWork() {
        return false;
    }
}
