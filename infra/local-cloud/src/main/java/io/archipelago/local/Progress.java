package io.archipelago.local;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A step of a longer operation, as it begins or ends.
 *
 * @param phase what kind of step: {@code start}, {@code topology}, {@code connectors}, {@code stop}, {@code train}…
 * @param region null when the step concerns all of them
 * @param seconds how long the step took; while it begins, how long the operation has been going on
 * @param message what a person should know about it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Progress(
        State state,
        String phase,
        @Nullable String region,
        @Nullable String part,
        double seconds,
        @Nullable String message) {

    /** FINISHED and FAILED end the whole operation, NOTICE is a remark, the others are about one step. */
    public enum State {
        BEGUN,
        DONE,
        NOTICE,
        FINISHED,
        FAILED
    }

    @JsonIgnore
    public boolean endsOperation() {
        return state == State.FINISHED || state == State.FAILED;
    }
}
