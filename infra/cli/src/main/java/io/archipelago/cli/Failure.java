package io.archipelago.cli;

/** An error a person can act on: says what happened and what to do. Ends the command without a stack trace. */
public final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final int exitCode;

    public Failure(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    public Failure(String message) {
        this(ExitCode.ERROR, message);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    public int exitCode() {
        return exitCode;
    }
}
