package io.archipelago.placement.domain;

import io.archipelago.events.quantity.Resources;
import java.time.Duration;
import java.time.Instant;

/**
 * A site granted fewer replicas than asked for, although there seemed to be room. Its word about its room counts until it
 * grows old; each further refusal is believed twice as long, so that planner and site never chase each other.
 *
 * @param taken what others hold there, as its answers tell; nothing once that is too old to be believed
 * @param count refusals so far
 * @param at when it last refused
 * @param believed false once grown old
 */
public record Refusal(String site, Resources taken, int count, Instant at, boolean believed) {
    private static final Duration FIRST = Duration.ofSeconds(15);
    private static final int DOUBLINGS = 6;

    static Refusal first(String site) {
        return new Refusal(site, Resources.NONE, 0, Instant.EPOCH, false);
    }

    Refusal again(Resources nowTaken, Instant now) {
        return new Refusal(site, nowTaken, count + 1, now, true);
    }

    Refusal updated(Resources nowTaken) {
        return new Refusal(site, nowTaken, count, at, believed);
    }

    Refusal forgotten() {
        return new Refusal(site, Resources.NONE, count, at, false);
    }

    boolean outdated(Instant now) {
        var doubled = FIRST.multipliedBy(1L << Math.clamp(count - 1L, 0, DOUBLINGS));
        return believed && !now.isBefore(at.plus(doubled));
    }
}
