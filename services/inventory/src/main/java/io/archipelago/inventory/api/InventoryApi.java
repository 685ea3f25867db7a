package io.archipelago.inventory.api;

import io.archipelago.inventory.domain.InventoryCore;
import io.archipelago.kit.declaration.api.DeclarationApi;
import io.archipelago.kit.runtime.CoreRuntime;
import jakarta.inject.Inject;
import jakarta.ws.rs.Path;

/** Sites, workloads, datasets, catalogues and demands over HTTP. */
@Path("/api/v1")
public class InventoryApi extends DeclarationApi<InventoryCore> {

    @Inject
    public InventoryApi(CoreRuntime<InventoryCore> runtime) {
        super(runtime, InventoryCore::registry, InventoryCore.SERVICE);
    }
}
