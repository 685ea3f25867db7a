package io.archipelago.topology;

/** A descriptor contradicts itself or says something unknown; the message names the file and the field. */
public final class InvalidDescriptor extends RuntimeException {
    private static final long serialVersionUID = 1;

    InvalidDescriptor(String message) {
        super(message);
    }

    InvalidDescriptor(String message, Throwable cause) {
        super(message, cause);
    }
}
