package io.archipelago.residency.gate;

/**
 * Whether the gate is at work.
 *
 * @param reason for a person: what it waits for, or by which law it goes
 */
public record Status(boolean open, String reason) {

    static final Status STARTING = closed("waiting for the law: nothing leaves before it is known");

    static Status open(String version) {
        return new Status(true, "by the law of version " + version);
    }

    static Status closed(String reason) {
        return new Status(false, reason);
    }
}
