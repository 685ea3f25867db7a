package io.archipelago.observability.domain;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Instants that may be missing. */
final class Moments {

    private Moments() {}

    static @Nullable Instant later(@Nullable Instant a, @Nullable Instant b) {
        if (a == null) return b;
        return b == null || a.isAfter(b) ? a : b;
    }

    /** True when the moment is missing or further back than that. */
    static boolean longerAgo(@Nullable Instant moment, Duration span, Instant now) {
        return moment == null || Duration.between(moment, now).compareTo(span) > 0;
    }

    /** Such as {@code 8.1 s}. */
    static String seconds(Duration span) {
        return span.toSeconds() + "." + span.toMillisPart() / 100 + " s";
    }
}
