package io.archipelago.residency.domain;

import java.time.Instant;

/**
 * Something that should not be, on the way of one sequence.
 *
 * @param first sequence number, or offset where the kind says so
 * @param last the last one concerned; {@code first} when it is one
 * @param offset in this region's topic at which it was noticed; -1 when it was noticed by the ledger alone
 * @param detail for a person
 */
public record Finding(Kind kind, long first, long last, long offset, Instant at, String detail) {

    public enum Kind {
        /** Numbers that never came although later ones did. */
        GAP,
        /** A number that had come before. */
        REPEAT,
        /** A number that came after a later one. */
        REORDER,
        /** Let cross by another region's gate than the one it came from. */
        LOOP,
        /** In a mirrored topic without a gate's mark. */
        STRAY,
        /** Came, but not as it was entered: root of the ledger and root of the arrivals differ. */
        ALTERED,
        /** Offsets of this region's topic that were gone before they could be counted. */
        PURGED,
        /** This region's topic began anew below an offset that had been read. */
        RECREATED,
        /** Offsets of the source's topic that were gone before its gate could decide on them. */
        SOURCE_PURGED,
        /** The source's topic began anew. */
        SOURCE_RECREATED
    }
}
