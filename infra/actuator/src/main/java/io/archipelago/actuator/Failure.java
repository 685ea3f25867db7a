package io.archipelago.actuator;

/** Ends a command with a message for people. */
final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1;

    Failure(String message) {
        super(message);
    }
}
