package io.archipelago.events.inventory;

import io.archipelago.events.inventory.WorkloadSpec.AreaDemand;
import java.util.List;

/** The load a workload has now, per user area. Replaces the demand written in the workload itself, area by area. */
public record DemandSpec(String workload, List<AreaDemand> areas) {}
