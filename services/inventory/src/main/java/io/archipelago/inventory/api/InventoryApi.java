package io.archipelago.inventory.api;

import io.archipelago.inventory.domain.InventoryCore;
import io.archipelago.kit.api.Caller;
import io.archipelago.kit.api.Role;
import io.archipelago.kit.declaration.Apply;
import io.archipelago.kit.declaration.api.DeclarationApi;
import io.archipelago.kit.runtime.CoreRuntime;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;

/** Sites, workloads, datasets, catalogues and demands over HTTP. */
@Path("/api/v1")
public class InventoryApi extends DeclarationApi<InventoryCore> {

    @Inject
    public InventoryApi(CoreRuntime<InventoryCore> runtime, Caller caller) {
        super(runtime, InventoryCore::registry, InventoryCore.SERVICE, caller);
    }

    @POST
    @Path("declarations")
    @Consumes({"application/yaml", "application/x-yaml", "text/yaml", "text/x-yaml", MediaType.APPLICATION_JSON})
    @Blocking
    @RolesAllowed(Role.OPERATOR)
    public Uni<Apply.Applied> declare(byte @Nullable [] body, @QueryParam("dryRun") boolean dryRun) {
        return apply(body, dryRun);
    }

    @DELETE
    @Path("{plural}/{name}")
    @RolesAllowed(Role.OPERATOR)
    public Uni<Apply.Result> delete(@PathParam("plural") String plural, @PathParam("name") String name) {
        return remove(plural, name);
    }
}
