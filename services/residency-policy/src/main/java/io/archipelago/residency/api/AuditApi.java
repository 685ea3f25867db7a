package io.archipelago.residency.api;

import io.archipelago.kit.api.Role;
import io.archipelago.kit.core.Rejection;
import io.archipelago.kit.runtime.Rejected;
import io.archipelago.residency.audit.Audit.Question;
import io.archipelago.residency.audit.Auditor;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What crossed this region's border, for one subject or one workload, with proofs. */
@Path("/api/v1/audit")
@RolesAllowed(Role.READER)
public class AuditApi {

    private static final int MAX_RECORDS = 1_000;
    private static final int SAMPLE = 100;

    private final Auditor auditor;

    @Inject
    public AuditApi(Auditor auditor) {
        this.auditor = auditor;
    }

    /**
     * An answer as {@link io.archipelago.residency.audit.Audit} says, and its signature: to be kept as it is.
     *
     * @param subject the key of the records in question
     * @param workload the workload whose data is in question; one of the two
     * @param since what crossed earlier is left out
     * @param at what crossed later is left out; now when absent
     * @param records to prove, at most: 1 to 1000; of a workload's data 100 when absent, of a subject 1000
     */
    @GET
    @Blocking
    @Produces(MediaType.APPLICATION_JSON)
    public String audit(
            @QueryParam("subject") @Nullable String subject,
            @QueryParam("workload") @Nullable String workload,
            @QueryParam("since") @Nullable String since,
            @QueryParam("at") @Nullable String at,
            @QueryParam("records") @Nullable Integer records) {
        if ((subject == null) == (workload == null))
            throw new Rejected(Rejection.malformed("either subject or workload must be given"));
        int limit = records != null ? records : subject != null ? MAX_RECORDS : SAMPLE;
        if (limit < 1 || limit > MAX_RECORDS)
            throw new Rejected(Rejection.malformed("records: must be 1 to " + MAX_RECORDS));
        var now = Instant.now();
        return auditor.answer(
                new Question(
                        subject,
                        workload,
                        since == null ? null : ResidencyApi.time("since", since),
                        at == null ? now : ResidencyApi.time("at", at),
                        limit),
                now);
    }
}
