package io.archipelago.residency.condition;

/** What is known of something that should hold. */
public enum Truth {
    YES,
    NO,
    UNKNOWN;

    public static Truth of(boolean holds) {
        return holds ? YES : NO;
    }

    /** No if either is no; unknown if one of them is and none is no. */
    public Truth and(Truth other) {
        if (this == NO || other == NO) return NO;
        return this == UNKNOWN ? this : other;
    }
}
