package io.archipelago.kubernetes;

/** A region that cannot be described so; the message says what to write instead. */
public final class InvalidRegion extends RuntimeException {
    private static final long serialVersionUID = 1;

    InvalidRegion(String message) {
        super(message);
    }
}
