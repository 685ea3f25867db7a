package io.archipelago.observability;

import io.archipelago.kit.runtime.RegionConfig;
import io.archipelago.observability.domain.ObservabilityCore;
import io.archipelago.observability.domain.Outlook;
import io.archipelago.observability.domain.Outlook.Place;
import jakarta.enterprise.inject.Produces;
import java.util.HashMap;

/** Wires the service: its core, in the region it looks from. */
public class ObservabilityService {

    /** Without a scope: the runtime asks for a fresh core whenever it has to be built again from its documents. */
    @Produces
    ObservabilityCore core(RegionConfig region, WatchConfig watch) {
        var peers = new HashMap<String, Place>();
        for (var peer : region.peerList())
            peers.put(peer.name(), new Place(peer.name(), peer.jurisdiction(), peer.location()));
        var home = new Place(region.region(), region.jurisdiction(), region.location());
        return new ObservabilityCore(new Outlook(home, peers, watch.patience()));
    }
}
