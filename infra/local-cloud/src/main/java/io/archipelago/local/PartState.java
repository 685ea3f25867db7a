package io.archipelago.local;

/** What a part is doing. */
public enum PartState {
    /** Not started, or stopped in an orderly way. */
    DOWN,
    /** Its process runs and does not answer yet. */
    STARTING,
    READY,
    /** It died; it is started again after a pause. */
    RESTARTING,
    /** Taken down on purpose, by a person or a test: stays down until it is started. */
    TAKEN_DOWN,
    /** Its program is not built. */
    ABSENT
}
