package io.archipelago.kit.runtime;

import io.archipelago.kit.telemetry.Traces;
import io.archipelago.kit.trust.Signer;
import io.archipelago.topology.Topology;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;

/** Where a loop runs, and what it reports to. */
record Surroundings(
        String service,
        String region,
        Topology topology,
        Signer signer,
        Traces traces,
        MeterRegistry meters,
        InstantSource clock) {}
