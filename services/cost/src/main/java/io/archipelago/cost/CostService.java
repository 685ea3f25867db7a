package io.archipelago.cost;

import io.archipelago.cost.domain.BooksOf;
import io.archipelago.cost.domain.CostCore;
import io.archipelago.kit.runtime.RegionConfig;
import jakarta.enterprise.inject.Produces;
import java.util.HashMap;

/** Wires the service: its core, in the region it runs in. */
public class CostService {

    /** Without a scope: the runtime asks for a fresh core whenever it has to be built again from its documents. */
    @Produces
    CostCore core(RegionConfig region, CostConfig config) {
        var locations = new HashMap<String, String>();
        locations.put(region.region(), region.location());
        for (var peer : region.peerList()) locations.put(peer.name(), peer.location());
        return new CostCore(
                new BooksOf(region.region(), region.jurisdiction(), locations, config.accrual(), config.retention()));
    }
}
