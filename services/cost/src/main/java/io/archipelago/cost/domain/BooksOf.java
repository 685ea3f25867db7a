package io.archipelago.cost.domain;

import java.time.Duration;
import java.util.Map;

/**
 * Whose books these are, and how they are kept.
 *
 * @param region that meters
 * @param jurisdiction ISO 3166 code of the country whose law binds it
 * @param locations by region, itself and its peers, the cloud region its backbone stands in: what a transfer costs
 * @param accrual running replicas are charged this often
 * @param retention charges are kept this long after their hour
 */
public record BooksOf(
        String region, String jurisdiction, Map<String, String> locations, Duration accrual, Duration retention) {

    public BooksOf {
        if (accrual.isNegative() || accrual.isZero() || retention.isNegative())
            throw new IllegalArgumentException("accrual must be positive and retention not negative");
    }
}
