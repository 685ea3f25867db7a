package io.archipelago.kit.runtime;

/**
 * Whether the service can do its work.
 *
 * @param reason for a person: what it waits for, or that all is well
 */
public record Condition(boolean ready, String reason) {

    static final Condition STARTING = new Condition(false, "reading its documents from the database");
    static final Condition WORKING = new Condition(true, "working");
    static final Condition STOPPED = new Condition(false, "stopped");

    static Condition waiting(String reason) {
        return new Condition(false, reason);
    }
}
