package io.archipelago.kit.telemetry;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How many changes are followed. Environment: {@code ARCHIPELAGO_TRACES_BURST}, {@code ARCHIPELAGO_TRACES_EVERY}. */
@ConfigMapping(prefix = "archipelago.traces")
public interface TracesConfig {

    /** Changes that are followed at once; 0 follows none. */
    @WithDefault("10")
    int burst();

    /** After a burst one more may be followed whenever this has passed. */
    @WithDefault("PT10S")
    Duration every();
}
