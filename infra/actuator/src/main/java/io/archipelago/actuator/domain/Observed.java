package io.archipelago.actuator.domain;

import io.archipelago.events.actuation.ReplicasObserved.Drift;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a cluster runs of a workload.
 *
 * @param home who planned what was asked last
 * @param asked how many replicas the cluster is told to run
 * @param ready how many serve
 * @param epoch of the reservation that was acted on last
 * @param plan likewise
 * @param order what was asked last, as a fingerprint; empty when it cannot be told
 * @param drift what somebody else has changed of it since
 * @param trouble why not all are ready, as far as the cluster says
 */
public record Observed(
        Slot slot,
        String home,
        int asked,
        int ready,
        long epoch,
        long plan,
        String order,
        List<Drift> drift,
        @Nullable String trouble) {}
