package io.archipelago.kit.core;

/** One step of a core's state, stored as a document. */
public sealed interface Change {

    /** Groups documents; one of {@link Core#documents}. */
    String kind();

    /** Unique within the kind. */
    String key();

    /** The document is now this. */
    record Put(String kind, String key, Object body) implements Change {}

    /** The document is gone. */
    record Remove(String kind, String key) implements Change {}
}
