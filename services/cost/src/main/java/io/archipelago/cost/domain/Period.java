package io.archipelago.cost.domain;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.archipelago.events.cost.Charge;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * From when until when. Charges are by the hour, so an hour that is touched counts in full.
 *
 * @param from inclusive; null for as long as charges are kept
 * @param to exclusive; null for now
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Period(@Nullable Instant from, @Nullable Instant to) {

    public static final Period ALL = new Period(null, null);

    boolean overlaps(Charge charge) {
        return (from == null || charge.chargePeriodEnd().isAfter(from))
                && (to == null || charge.chargePeriodStart().isBefore(to));
    }
}
