package io.archipelago.kit.intake;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;
import java.util.Set;

/** Environment: {@code ARCHIPELAGO_INTAKE_EXCEPT}. */
@ConfigMapping(prefix = "archipelago.intake")
public interface IntakeConfig {

    /** Topics, as named in the region that writes them, that the service reads in another way than through its core. */
    Optional<Set<String>> except();
}
