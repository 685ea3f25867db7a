package io.archipelago.residency;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready while the gate is at work; says what it waits for otherwise. */
@Readiness
class GateReadiness implements HealthCheck {

    private final GateService gate;

    GateReadiness(GateService gate) {
        this.gate = gate;
    }

    @Override
    public HealthCheckResponse call() {
        var status = gate.status();
        return HealthCheckResponse.named("gate")
                .status(status.open())
                .withData("reason", status.reason())
                .build();
    }
}
