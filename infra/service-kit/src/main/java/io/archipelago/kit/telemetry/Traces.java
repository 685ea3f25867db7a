package io.archipelago.kit.telemetry;

import io.archipelago.kit.intake.Received;
import org.jspecify.annotations.Nullable;

/** Opens a step of a trace for inputs that are being followed; most are not, and cost nothing. */
public interface Traces {

    /** The handling of one input. */
    interface Step {
        /** W3C trace context, for what follows from it. */
        String traceparent();

        /** The outcome is durable. */
        void end();

        void fail(String reason);
    }

    /** Follows nothing. */
    Traces NONE = new Traces() {
        @Override
        public @Nullable Step event(Received received) {
            return null;
        }

        @Override
        public @Nullable Step wish(String name, @Nullable String traceparent) {
            return null;
        }
    };

    /** Null when the record is not part of a sampled trace. */
    @Nullable
    Step event(Received received);

    /**
     * A command, or a tick that finishes what traced inputs began.
     *
     * @param traceparent what it follows from; null or not sampled opens nothing
     */
    @Nullable
    Step wish(String name, @Nullable String traceparent);
}
