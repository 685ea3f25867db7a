package io.archipelago.cost;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the books are kept. Environment: {@code ARCHIPELAGO_COST_ACCRUAL}, {@code ARCHIPELAGO_COST_RETENTION}. */
@ConfigMapping(prefix = "archipelago.cost")
public interface CostConfig {

    /** Running replicas are charged this often, and whenever their placement or a price changes. */
    @WithDefault("PT1M")
    Duration accrual();

    /** Charges are kept this long after their hour. */
    @WithDefault("P90D")
    Duration retention();
}
