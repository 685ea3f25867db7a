package io.archipelago.kit.runtime;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/** The time inputs are stamped with: milliseconds, never running backwards, not even over a restart. */
final class Clock {

    private final InstantSource source;
    private Instant last = Instant.EPOCH;

    Clock(InstantSource source) {
        this.source = source;
    }

    void notBefore(Instant earliest) {
        if (earliest.isAfter(last)) last = earliest;
    }

    Instant next() {
        notBefore(source.instant().truncatedTo(ChronoUnit.MILLIS));
        return last;
    }
}
