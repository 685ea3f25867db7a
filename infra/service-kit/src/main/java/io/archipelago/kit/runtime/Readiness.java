package io.archipelago.kit.runtime;

import io.archipelago.kit.core.Core;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/** Ready when the documents are read and transactions pass; says what it waits for otherwise. */
@org.eclipse.microprofile.health.Readiness
class Readiness implements HealthCheck {

    private final CoreLoop<Core> loop;

    Readiness(CoreLoop<Core> loop) {
        this.loop = loop;
    }

    @Override
    public HealthCheckResponse call() {
        var condition = loop.condition();
        return HealthCheckResponse.named("core")
                .status(condition.ready())
                .withData("reason", condition.reason())
                .build();
    }
}
