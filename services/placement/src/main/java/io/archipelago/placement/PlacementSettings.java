package io.archipelago.placement;

import io.archipelago.events.quantity.Usd;
import io.archipelago.placement.domain.Prices;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What may be tuned. Money in USD. Environment: {@code ARCHIPELAGO_PLACEMENT_CARBON_TONNE}, … */
@ConfigMapping(prefix = "archipelago.placement")
public interface PlacementSettings {

    /** Price of a tonne of CO2e. */
    @WithDefault("100")
    String carbonTonne();

    /** Watts drawn by a vCPU under load. */
    @WithDefault("2.12")
    double wattsPerCpu();

    /** Watts drawn by a GiB of memory. */
    @WithDefault("0.392")
    double wattsPerGibibyte();

    /** What a data centre draws per watt of its machines. */
    @WithDefault("1.135")
    double powerUsageEffectiveness();

    /** What it is worth to spare a million requests one millisecond each. */
    @WithDefault("0.001")
    String waiting();

    /** What it is worth that a million requests meet their latency objective. */
    @WithDefault("1")
    String misses();

    /** Cost of moving one replica, once. */
    @WithDefault("0.05")
    String move();

    /** Within how many hours a voluntary move must earn its cost. */
    @WithDefault("24")
    int paybackHours();

    /** Improvement steps per planning run: a limit in work, not in time, so that a replay plans alike. */
    @WithDefault("5000")
    long planningSteps();

    /** @throws IllegalArgumentException when an amount is not a decimal number */
    default Prices prices() {
        return new Prices(
                Usd.of(carbonTonne()),
                wattsPerCpu(),
                wattsPerGibibyte(),
                powerUsageEffectiveness(),
                Usd.of(waiting()),
                Usd.of(misses()),
                Usd.of(move()),
                paybackHours());
    }
}
