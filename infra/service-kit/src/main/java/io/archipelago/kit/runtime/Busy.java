package io.archipelago.kit.runtime;

import io.archipelago.kit.core.Rejection;
import java.time.Duration;
import java.util.List;

/** Why a command is not taken just now: always 503, always worth another try. */
final class Busy {

    private Busy() {}

    static Rejection starting(Condition condition) {
        return unavailable("starting", "the service is not ready yet: " + condition.reason());
    }

    static Rejection full(int waitingCommands) {
        return unavailable(
                "overloaded",
                waitingCommands + " commands are waiting already; nothing was done, try again in a second");
    }

    static Rejection notDurable(Duration patience, Condition condition) {
        return unavailable(
                "not-durable",
                "after " + patience.toSeconds() + " s the outcome could not be stored (" + condition.reason()
                        + "); it may still be, so ask for the state before you repeat the command");
    }

    private static Rejection unavailable(String type, String detail) {
        return new Rejection(503, type, "Not available", detail, List.of());
    }
}
