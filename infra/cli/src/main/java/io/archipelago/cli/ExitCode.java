package io.archipelago.cli;

/** What a script may rely on; the same table stands in docs/cli.md. */
public final class ExitCode {
    public static final int OK = 0;
    public static final int ERROR = 1;
    /** {@code plan --detailed-exitcode}: something would change. */
    public static final int CHANGES = 2;
    /** Wrong words on the command line. */
    public static final int USAGE = 64;
    /** No region, or not the one asked for, answers. */
    public static final int UNREACHABLE = 69;
    /** A wait ran out. */
    public static final int TIMEOUT = 124;

    private ExitCode() {}
}
