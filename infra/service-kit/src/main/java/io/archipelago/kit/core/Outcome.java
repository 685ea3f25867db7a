package io.archipelago.kit.core;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a core decided: the changes of its state, the events to publish and the answer to the one who asked. Or a
 * rejection: then nothing changes; a person gets the problem, an event goes to the service's dead letters.
 */
public record Outcome(
        List<Change> changes,
        List<Emit> events,
        @Nullable Object answer,
        @Nullable Rejection rejection) {

    private static final Outcome NOTHING = new Outcome(List.of(), List.of(), null, null);

    /** Nothing to do. */
    public static Outcome nothing() {
        return NOTHING;
    }

    public static Outcome answer(Object answer) {
        return new Outcome(List.of(), List.of(), answer, null);
    }

    public static Outcome rejected(Rejection rejection) {
        return new Outcome(List.of(), List.of(), null, rejection);
    }

    public boolean isNothing() {
        return changes.isEmpty() && events.isEmpty();
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Collects what a decision leads to. */
    public static final class Builder {
        private final List<Change> changes = new ArrayList<>();
        private final List<Emit> events = new ArrayList<>();
        private @Nullable Object answer;

        public Builder put(String kind, String key, Object body) {
            changes.add(new Change.Put(kind, key, body));
            return this;
        }

        public Builder remove(String kind, String key) {
            changes.add(new Change.Remove(kind, key));
            return this;
        }

        public Builder emit(Emit event) {
            events.add(event);
            return this;
        }

        public Builder answer(Object answer) {
            this.answer = answer;
            return this;
        }

        public Outcome build() {
            return new Outcome(List.copyOf(changes), List.copyOf(events), answer, null);
        }
    }
}
