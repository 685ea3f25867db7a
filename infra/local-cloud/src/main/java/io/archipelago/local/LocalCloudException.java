package io.archipelago.local;

/** What went wrong with the cloud on this machine, and what to do about it; the message is meant for a person. */
public final class LocalCloudException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public LocalCloudException(String message) {
        super(message);
    }

    public LocalCloudException(String message, Throwable cause) {
        super(message, cause);
    }
}
