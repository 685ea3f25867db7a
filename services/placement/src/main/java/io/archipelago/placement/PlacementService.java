package io.archipelago.placement;

import io.archipelago.kit.runtime.RegionConfig;
import io.archipelago.placement.domain.PlacementCore;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;

/** Wires the service: its core, in the region it runs in. */
public class PlacementService {

    @Produces
    @Dependent
    PlacementCore core(RegionConfig region, PlacementSettings settings) {
        var peers = region.peerList().stream().map(RegionConfig.Peer::name).toList();
        return new PlacementCore(
                region.region(), region.jurisdiction(), peers, settings.prices(), settings.planningSteps());
    }
}
