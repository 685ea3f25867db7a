package io.archipelago.kit.runtime;

import io.archipelago.kit.intake.Received;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** An input that waits for its turn, and whom to tell when it is done. */
sealed interface Pending {

    /** A record; {@code done} completes when its outcome is durable, and never fails. */
    record FromTopic(Received received, CompletableFuture<@Nullable Void> done) implements Pending {}

    /** @param traceparent of the request that brought it; null when it is not being followed */
    record FromPerson(String id, Object body, @Nullable String traceparent, CompletableFuture<@Nullable Object> done)
            implements Pending {}

    /** @param traceparent of the input that left work to be decided, if that is being followed */
    record TimePassed(String id, @Nullable String traceparent) implements Pending {}

    /** Alone in its batch it could not be stored: it is put aside without asking the core again. */
    record Condemned(Pending input, String reason) implements Pending {}
}
