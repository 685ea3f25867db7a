package io.archipelago.cost.domain;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/**
 * Whose books these are, and how they are kept.
 *
 * @param region that meters
 * @param jurisdiction ISO 3166 code of the country whose law binds it
 * @param locations by region, itself and its peers, the cloud region its backbone stands in: what a transfer costs
 * @param accrual running replicas are charged this often; at least 1 ms
 * @param retention charges are kept this long after their hour
 */
public record BooksOf(
        String region, String jurisdiction, Map<String, String> locations, Duration accrual, Duration retention) {

    public BooksOf {
        if (accrual.toMillis() < 1 || retention.isNegative())
            throw new IllegalArgumentException("accrual must be positive and retention not negative");
    }

    /** The last moment at which all meters were due: a multiple of the accrual since the epoch, or the hour's beginning. */
    Instant lastAccrual(Instant now) {
        var step = accrual.toMillis();
        var multiple = Instant.ofEpochMilli(Math.floorDiv(now.toEpochMilli(), step) * step);
        var hour = now.truncatedTo(ChronoUnit.HOURS);
        return multiple.isAfter(hour) ? multiple : hour;
    }
}
