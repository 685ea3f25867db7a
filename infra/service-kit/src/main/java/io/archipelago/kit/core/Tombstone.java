package io.archipelago.kit.core;

/** The body of an event whose record has no value: what its key names is gone from the topic. */
public enum Tombstone {
    TOMBSTONE
}
