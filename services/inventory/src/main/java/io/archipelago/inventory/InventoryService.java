package io.archipelago.inventory;

import io.archipelago.inventory.domain.InventoryCore;
import io.archipelago.kit.declaration.Region;
import io.archipelago.kit.runtime.RegionConfig;
import jakarta.enterprise.inject.Produces;
import java.util.stream.Collectors;

/** Wires the service: its core, in the region it runs in. */
public class InventoryService {

    /** A fresh, empty core, whenever the runtime needs one. */
    @Produces
    InventoryCore core(RegionConfig config) {
        var peers = config.peerList().stream().map(RegionConfig.Peer::name).collect(Collectors.toUnmodifiableSet());
        return new InventoryCore(new Region(config.region(), config.jurisdiction(), peers));
    }
}
