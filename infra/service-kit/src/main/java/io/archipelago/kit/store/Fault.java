package io.archipelago.kit.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.vertx.pgclient.PgException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What a failed transaction means for the batch that caused it. */
public enum Fault {
    /** The database cannot be reached, or refuses for a reason of its own: the same batch may pass later. */
    PASSING,
    /** An input of the batch is in the inbox already: the answer to an earlier commit was lost. */
    WRITTEN_BEFORE,
    /** The batch holds something that can never be stored. */
    POISON;

    /** Told by the SQLSTATE, whose first two characters are its class; what has none is passing. */
    public static Fault of(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof JsonProcessingException) return POISON;
            var state = sqlState(cause);
            if (state != null && state.length() == 5) return ofState(state);
        }
        return PASSING;
    }

    private static @Nullable String sqlState(Throwable failure) {
        return switch (failure) {
            case PgException database -> database.getSqlState();
            case SQLException database -> database.getSQLState();
            default -> null;
        };
    }

    private static Fault ofState(String state) {
        if (state.equals("23505")) return WRITTEN_BEFORE; // unique_violation
        return switch (state.substring(0, 2)) {
            // data exception, integrity constraint violation, program limit exceeded (such as an oversized key)
            case "22", "23", "54" -> POISON;
            default -> PASSING;
        };
    }
}
