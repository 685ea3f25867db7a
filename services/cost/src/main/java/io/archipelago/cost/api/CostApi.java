package io.archipelago.cost.api;

import io.archipelago.cost.domain.Bill;
import io.archipelago.cost.domain.CostCore;
import io.archipelago.cost.domain.Period;
import io.archipelago.events.cost.Charge;
import io.archipelago.kit.api.Role;
import io.archipelago.kit.core.Rejection;
import io.archipelago.kit.core.Rejection.FieldError;
import io.archipelago.kit.runtime.CoreRuntime;
import io.archipelago.kit.runtime.Rejected;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The bill of all regions. */
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Role.READER)
public class CostApi {

    private final CoreRuntime<CostCore> runtime;
    private final InstantSource clock = InstantSource.system();

    CostApi(CoreRuntime<CostCore> runtime) {
        this.runtime = runtime;
    }

    /** What was spent, by one dimension. */
    @GET
    @Path("/costs")
    public Uni<Bill> costs(
            @QueryParam("by") @DefaultValue("owner") String by,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to) {
        var dimension = Bill.By.named(by)
                .orElseThrow(() -> wrong("by", "'" + by + "' is none of " + Arrays.toString(Bill.By.values())));
        var period = period(from, to);
        return runtime.query(core -> core.bill(dimension, period, clock.instant()));
    }

    /** A list in the manner of all lists. */
    public record Items<T>(Collection<T> items) {}

    /** The charges themselves, as JSON or, with {@code format=focus-csv}, as a FOCUS 1.3 table. */
    @GET
    @Path("/charges")
    public Uni<Response> charges(
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @QueryParam("format") @DefaultValue("json") String format) {
        var period = period(from, to);
        return switch (format) {
            case "json" ->
                runtime.query(
                        core -> Response.ok(new Items<>(core.charges(period))).build());
            case "focus-csv" -> runtime.query(core -> core.charges(period)).map(CostApi::csv);
            default -> throw wrong("format", "'" + format + "' is neither json nor focus-csv");
        };
    }

    private static Response csv(Collection<Charge> charges) {
        return Response.ok(FocusTable.of(charges), "text/csv; charset=utf-8; header=present")
                .header("Content-Disposition", "attachment; filename=\"archipelago-focus-1.3.csv\"")
                .build();
    }

    private static Period period(@Nullable String from, @Nullable String to) {
        var period = new Period(time("from", from), time("to", to));
        if (period.from() != null && period.to() != null && !period.from().isBefore(period.to()))
            throw wrong("to", "must be later than from");
        return period;
    }

    private static @Nullable Instant time(String parameter, @Nullable String text) {
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw wrong(parameter, "'" + text + "' is not a time such as 2026-11-25T12:00:00Z");
        }
    }

    private static Rejected wrong(String parameter, String detail) {
        return new Rejected(new Rejection(
                400,
                "bad-query",
                "Bad query",
                parameter + ": " + detail,
                List.of(new FieldError(0, parameter, null, detail))));
    }
}
