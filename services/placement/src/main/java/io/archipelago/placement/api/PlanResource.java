package io.archipelago.placement.api;

import io.archipelago.kit.runtime.CoreRuntime;
import io.archipelago.kit.runtime.RegionConfig;
import io.archipelago.placement.domain.PlacementCore;
import io.archipelago.placement.domain.Preview;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;

/** What would change if drafts were declared. Nothing is changed, nobody is told. */
@Path("/api/v1/plan")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class PlanResource {
    private final CoreRuntime<PlacementCore> runtime;
    private final RegionConfig region;

    PlanResource(CoreRuntime<PlacementCore> runtime, RegionConfig region) {
        this.runtime = runtime;
        this.region = region;
    }

    @POST
    public Uni<Preview> plan(PlanRequest request) {
        var drafts = request.drafts(region.region());
        var now = Instant.now();
        return runtime.query(core -> core.overview().preview(drafts, now));
    }
}
