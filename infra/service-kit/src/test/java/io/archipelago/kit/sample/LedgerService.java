package io.archipelago.kit.sample;

import io.archipelago.kit.api.Role;
import io.archipelago.kit.runtime.CoreRuntime;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.inject.Produces;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

/** The smallest service: its core, and a resource for people. */
@Path("/api/v1/totals")
public class LedgerService {

    private final CoreRuntime<LedgerCore> runtime;

    LedgerService(CoreRuntime<LedgerCore> runtime) {
        this.runtime = runtime;
    }

    @Produces
    static LedgerCore core() {
        return new LedgerCore();
    }

    @POST
    @RolesAllowed(Role.OPERATOR)
    public Uni<LedgerCore.Total> add(LedgerCore.Add add) {
        return runtime.submit(add, LedgerCore.Total.class);
    }

    @GET
    @RolesAllowed(Role.READER)
    @Path("{account}")
    public Uni<LedgerCore.Total> total(String account) {
        return runtime.query(core -> core.total(account));
    }

    @GET
    @RolesAllowed(Role.READER)
    @Path("broken")
    public String broken() {
        throw new IllegalStateException("broken on purpose");
    }

    /** Somebody forgot to say who may. */
    @GET
    @Path("forgotten/role")
    public String forgotten() {
        return "secret";
    }
}
