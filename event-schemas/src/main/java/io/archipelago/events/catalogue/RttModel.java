package io.archipelago.events.catalogue;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Round trip between two places no one measured: {@code fixedMs + msPerKm * great-circle km}, never less than light in
 * fibre allows.
 *
 * @param accessMs added once where one end is a user, for the last mile
 * @param medianErrorPercent how far the model is off on the pairs it was not fitted to: median of |model/measured - 1|
 * @param p90ErrorPercent the same at the 90th percentile
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RttModel(
        double fixedMs,
        double msPerKm,
        double accessMs,
        @Nullable Double medianErrorPercent,
        @Nullable Double p90ErrorPercent) {}
