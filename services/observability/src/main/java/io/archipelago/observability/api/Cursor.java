package io.archipelago.observability.api;

import org.jspecify.annotations.Nullable;

/**
 * How far a reader of the stream has come; the {@code id:} of each message.
 *
 * @param run names the process: what another one counted says nothing here
 * @param version of the picture
 * @param sequence of the last event
 */
record Cursor(String run, long version, long sequence) {

    /** Of a reader that has seen nothing. */
    static Cursor start(String run) {
        return new Cursor(run, -1, -1);
    }

    /** What a reader says it has seen; the start when it is unreadable or of another process. */
    static Cursor parse(@Nullable String lastEventId, String run) {
        if (lastEventId == null) return start(run);
        var parts = lastEventId.strip().split("-", -1);
        if (parts.length != 3 || !parts[0].equals(run)) return start(run);
        try {
            return new Cursor(run, Long.parseLong(parts[1]), Long.parseLong(parts[2]));
        } catch (NumberFormatException e) {
            return start(run);
        }
    }

    @Override
    public String toString() {
        return run + "-" + version + "-" + sequence;
    }
}
