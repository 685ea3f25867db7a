package io.archipelago.residency.treatment;

import org.jspecify.annotations.Nullable;

/** What became of a record. */
public sealed interface Answer {

    /** It may leave in this form. */
    record Treated(byte @Nullable [] key, byte @Nullable [] value) implements Answer {}

    /** It stays: it cannot be treated as the law asks. */
    enum Refused implements Answer {
        UNREADABLE("unreadable value"),
        UNDECLARED("undeclared column"),
        KEY_LOST("key would be lost"),
        UNKNOWN_SUBJECT("unknown subject"),
        SUBJECT_ERASED("subject-erased");

        private final String reason;

        Refused(String reason) {
            this.reason = reason;
        }

        public String reason() {
            return reason;
        }
    }
}
