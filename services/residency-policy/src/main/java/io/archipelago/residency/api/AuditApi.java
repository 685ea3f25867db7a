package io.archipelago.residency.api;

import io.archipelago.kit.core.Rejection;
import io.archipelago.kit.runtime.Rejected;
import io.archipelago.residency.audit.Audit;
import io.archipelago.residency.audit.Auditor;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What crossed this region's border, for one subject or one workload, with proofs. */
@Path("/api/v1/audit")
public class AuditApi {

    private final Auditor auditor;

    @Inject
    public AuditApi(Auditor auditor) {
        this.auditor = auditor;
    }

    /**
     * @param subject the key of the records in question
     * @param workload the workload whose data is in question; one of the two
     * @param at what crossed later is left out; now when absent
     */
    @GET
    @Blocking
    public Audit audit(
            @QueryParam("subject") @Nullable String subject,
            @QueryParam("workload") @Nullable String workload,
            @QueryParam("at") @Nullable String at) {
        var until = at == null ? Instant.now() : ResidencyApi.time("at", at);
        if (subject != null && workload == null) return auditor.subject(subject, until);
        if (workload != null && subject == null) return auditor.workload(workload, until);
        throw new Rejected(Rejection.malformed("either subject or workload must be given"));
    }
}
