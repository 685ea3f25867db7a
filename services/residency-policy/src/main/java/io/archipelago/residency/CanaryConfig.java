package io.archipelago.residency;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How often the border is tried. Environment: {@code ARCHIPELAGO_CANARIES_EVERY}. */
@ConfigMapping(prefix = "archipelago.canaries")
public interface CanaryConfig {

    /** Time between two plantings; the same in all regions, as each knows by it when to miss the canaries of others. */
    @WithDefault("PT1M")
    Duration every();
}
