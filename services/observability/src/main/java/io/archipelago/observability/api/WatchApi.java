package io.archipelago.observability.api;

import io.archipelago.kit.api.Role;
import io.archipelago.kit.core.Rejection;
import io.archipelago.kit.runtime.CoreRuntime;
import io.archipelago.kit.runtime.Rejected;
import io.archipelago.observability.domain.Explanation;
import io.archipelago.observability.domain.Flow;
import io.archipelago.observability.domain.Happening;
import io.archipelago.observability.domain.Journey;
import io.archipelago.observability.domain.ObservabilityCore;
import io.archipelago.observability.domain.Picture;
import io.archipelago.observability.domain.Section;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What this region knows. Described for readers in docs/console-api.md. */
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Role.READER)
public class WatchApi {

    private final CoreRuntime<ObservabilityCore> runtime;
    private final InstantSource clock = InstantSource.system();

    WatchApi(CoreRuntime<ObservabilityCore> runtime) {
        this.runtime = runtime;
    }

    /** A list in the manner of all lists. */
    public record Items<T>(List<T> items) {

        static <T> Items<T> of(@Nullable List<T> items) {
            return new Items<>(items == null ? List.of() : items);
        }
    }

    @GET
    @Path("/state")
    public Uni<Picture> state() {
        return runtime.query(core -> core.picture(ObservabilityCore.EVERYTHING, now()));
    }

    private Uni<Picture> section(Section section) {
        return runtime.query(core -> core.picture(Set.of(section), now()));
    }

    @GET
    @Path("/regions")
    public Uni<Items<Picture.RegionRow>> regions() {
        return section(Section.REGIONS).map(picture -> Items.of(picture.regions()));
    }

    @GET
    @Path("/links")
    public Uni<Items<Picture.LinkRow>> links() {
        return section(Section.LINKS).map(picture -> Items.of(picture.links()));
    }

    @GET
    @Path("/flows")
    public Uni<Items<Flow>> flows() {
        return section(Section.FLOWS).map(picture -> Items.of(picture.flows()));
    }

    @GET
    @Path("/events")
    public Uni<Items<Happening>> events(@QueryParam("limit") @DefaultValue("100") int limit) {
        if (limit < 1) throw new Rejected(Rejection.malformed("limit: must be at least 1"));
        return runtime.query(core -> Items.of(core.happenings(limit)));
    }

    @GET
    @Path("/decisions")
    public Uni<Items<Explanation>> decisions() {
        return runtime.query(core -> Items.of(core.decisions()));
    }

    @GET
    @Path("/decisions/{workload}")
    public Uni<Explanation> decision(@PathParam("workload") String workload) {
        return one("a decision on workload " + workload, core -> core.decision(workload));
    }

    @GET
    @Path("/journeys")
    public Uni<Items<Journey.Glance>> journeys() {
        return runtime.query(core -> Items.of(core.journeys()));
    }

    @GET
    @Path("/journeys/{traceId}")
    public Uni<Journey> journey(@PathParam("traceId") String traceId) {
        return one("a journey " + traceId, core -> core.journey(traceId));
    }

    private <T> Uni<T> one(String what, Function<ObservabilityCore, Optional<T>> question) {
        return runtime.query(question).map(found -> found.orElseThrow(() -> new Rejected(Rejection.notFound(what))));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
