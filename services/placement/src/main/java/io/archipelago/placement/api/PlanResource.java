package io.archipelago.placement.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.archipelago.events.residency.Ruling;
import io.archipelago.kit.api.Role;
import io.archipelago.kit.core.Rejection;
import io.archipelago.kit.runtime.CoreRuntime;
import io.archipelago.kit.runtime.RegionConfig;
import io.archipelago.kit.runtime.Rejected;
import io.archipelago.placement.domain.Market;
import io.archipelago.placement.domain.MarketReport;
import io.archipelago.placement.domain.Overview;
import io.archipelago.placement.domain.PlacementCore;
import io.archipelago.placement.domain.Preview;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What would change if drafts were declared. Nothing is changed, nobody is told. */
@Path("/api/v1/plan")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed({Role.OPERATOR, Role.POLICY_OWNER})
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
        return apart(overview -> overview.preview(drafts, now));
    }

    /** @param market the market to enter, with the drafts and rulings that would hold then */
    public record MarketRequest(
            @Nullable Market market,
            @Nullable List<JsonNode> resources,
            @Nullable List<Ruling> rulings) {

        private Market known() {
            if (market == null || market.country() == null || market.workload() == null)
                throw new Rejected(Rejection.malformed("market.country and market.workload are needed"));
            return market;
        }
    }

    /** What entering a market would take. */
    @POST
    @Path("/market")
    public Uni<MarketReport> enter(MarketRequest request) {
        var market = request.known();
        var drafts = new PlanRequest(request.resources(), request.rulings()).drafts(region.region());
        var now = Instant.now();
        return apart(overview -> overview.enter(market, drafts, now)
                .orElseThrow(() -> new Rejected(Rejection.notFound("Workload " + market.workload()))));
    }

    /** Plans take a while: they are thought through beside the core, which goes on deciding. */
    private <T> Uni<T> apart(Function<Overview, T> question) {
        return runtime.query(core -> core.overview().snapshot())
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(question);
    }
}
