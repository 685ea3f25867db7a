package io.archipelago.placement.api;

import io.archipelago.events.placement.Placement;
import io.archipelago.events.placement.TrafficWeights;
import io.archipelago.kit.api.Role;
import io.archipelago.kit.core.Rejection;
import io.archipelago.kit.runtime.CoreRuntime;
import io.archipelago.kit.runtime.Rejected;
import io.archipelago.placement.domain.Explanation;
import io.archipelago.placement.domain.Overview;
import io.archipelago.placement.domain.Overview.SiteBook;
import io.archipelago.placement.domain.PlacementCore;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What runs where, where users are sent, what sites hold, and why. */
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Role.READER)
public class PlacementResource {
    private final CoreRuntime<PlacementCore> runtime;

    PlacementResource(CoreRuntime<PlacementCore> runtime) {
        this.runtime = runtime;
    }

    /** The placements of all regions, as last heard. */
    @GET
    @Path("/placements")
    public Uni<Items<Placement>> placements() {
        return runtime.query(core -> new Items<>(core.overview().placements()));
    }

    @GET
    @Path("/placements/{workload}")
    public Uni<Placement> placement(String workload) {
        return one("A placement of workload " + workload, overview -> overview.placement(workload));
    }

    /** @param site whose turning points are wanted; without it those of the sites that come closest */
    @GET
    @Path("/placements/{workload}/explanation")
    public Uni<Explanation> explanation(String workload, @QueryParam("site") @Nullable String site) {
        var asOf = Instant.now();
        return runtime.query(core -> core.overview().snapshot())
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(overview -> overview.explain(workload, site, asOf)
                        .orElseThrow(() -> new Rejected(Rejection.notFound("Workload " + workload))));
    }

    /** Traffic weights of the workloads this region plans. */
    @GET
    @Path("/weights")
    public Uni<Items<TrafficWeights>> weights() {
        return runtime.query(core -> new Items<>(core.overview().weights()));
    }

    @GET
    @Path("/weights/{workload}")
    public Uni<TrafficWeights> weights(String workload) {
        return one("A workload " + workload + " that this region plans", overview -> overview.weights(workload));
    }

    /** Per site: what it has, what it promised to whom, what is free. */
    @GET
    @Path("/reservations")
    public Uni<Items<SiteBook>> reservations() {
        return runtime.query(core -> new Items<>(core.overview().reservations()));
    }

    private <T> Uni<T> one(String what, Function<Overview, Optional<T>> question) {
        return runtime.query(core -> question.apply(core.overview()))
                .map(found -> found.orElseThrow(() -> new Rejected(Rejection.notFound(what))));
    }
}
