package io.archipelago.residency.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.archipelago.events.EventJson;
import io.archipelago.events.ledger.SignedText;
import io.archipelago.events.residency.CanarySighted;
import io.archipelago.events.residency.Ruling;
import io.archipelago.events.resource.Kind;
import io.archipelago.kit.api.Caller;
import io.archipelago.kit.api.Role;
import io.archipelago.kit.core.Rejection;
import io.archipelago.kit.declaration.Apply;
import io.archipelago.kit.declaration.DeclarationReader;
import io.archipelago.kit.declaration.Declarations;
import io.archipelago.kit.declaration.api.DeclarationApi;
import io.archipelago.kit.runtime.CoreRuntime;
import io.archipelago.kit.runtime.RegionConfig;
import io.archipelago.kit.runtime.Rejected;
import io.archipelago.residency.ArrivalService;
import io.archipelago.residency.CanaryService;
import io.archipelago.residency.GateService;
import io.archipelago.residency.KeyFile;
import io.archipelago.residency.domain.CanaryWatch;
import io.archipelago.residency.domain.Certificate;
import io.archipelago.residency.domain.Preview;
import io.archipelago.residency.domain.ResidencyCore;
import io.archipelago.residency.domain.TransferTotal;
import io.archipelago.residency.preview.Foreseen;
import io.archipelago.residency.preview.Previewer;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Policies and groups, what follows from them, and the gate's accounts over HTTP. */
@Path("/api/v1")
public class ResidencyApi extends DeclarationApi<ResidencyCore> {

    private static final DeclarationReader DRAFTS = new DeclarationReader(Set.of(Kind.values()), ResidencyCore.SERVICE);

    private final CoreRuntime<ResidencyCore> runtime;
    private final GateService gate;
    private final ArrivalService arrivals;
    private final CanaryService canaries;
    private final Previewer previewer;
    private final KeyFile keyFile;
    private final String region;

    @Inject
    public ResidencyApi(
            CoreRuntime<ResidencyCore> runtime,
            GateService gate,
            ArrivalService arrivals,
            CanaryService canaries,
            Previewer previewer,
            KeyFile keyFile,
            RegionConfig config,
            Caller caller) {
        super(runtime, ResidencyCore::registry, ResidencyCore.SERVICE, caller);
        this.runtime = runtime;
        this.gate = gate;
        this.arrivals = arrivals;
        this.canaries = canaries;
        this.previewer = previewer;
        this.keyFile = keyFile;
        this.region = config.region();
    }

    @POST
    @Path("declarations")
    @Consumes({"application/yaml", "application/x-yaml", "text/yaml", "text/x-yaml", MediaType.APPLICATION_JSON})
    @Blocking
    @RolesAllowed(Role.POLICY_OWNER)
    public Uni<Apply.Applied> declare(byte @Nullable [] body, @QueryParam("dryRun") boolean dryRun) {
        return apply(body, dryRun);
    }

    @DELETE
    @Path("{plural}/{name}")
    @RolesAllowed(Role.POLICY_OWNER)
    public Uni<Apply.Result> delete(@PathParam("plural") String plural, @PathParam("name") String name) {
        return remove(plural, name);
    }

    /** Where each workload may run and each dataset may lie, and why. */
    @GET
    @RolesAllowed(Role.READER)
    @Path("rulings")
    public Uni<Items<Ruling>> rulings() {
        return runtime.query(core -> new Items<>(core.rulings()));
    }

    /** @param kind workload or dataset */
    @GET
    @RolesAllowed(Role.READER)
    @Path("rulings/{kind}/{name}")
    public Uni<Ruling> ruling(@PathParam("kind") String kind, @PathParam("name") String name) {
        var subject = kind + "/" + name;
        return runtime.query(core -> core.ruling(subject))
                .map(found -> found.orElseThrow(() -> new Rejected(Rejection.notFound("a ruling on " + subject))));
    }

    /**
     * The rulings that drafts would lead to, and how they differ from those that hold. Nothing is changed.
     *
     * @param at the time to rule for; when absent, the first at which all the drafts are in force
     */
    @POST
    @Path("rulings/preview")
    @RolesAllowed({Role.OPERATOR, Role.POLICY_OWNER})
    @Consumes({"application/yaml", "application/x-yaml", "text/yaml", "text/x-yaml", MediaType.APPLICATION_JSON})
    @Blocking
    public Uni<Preview> preview(byte @Nullable [] body, @QueryParam("at") @Nullable String at) {
        var drafts = drafts(body);
        var time = at == null ? null : time("at", at);
        var now = Instant.now();
        return runtime.query(core -> core.preview(drafts.documents(), time, now))
                .invoke(preview -> {
                    var rejection = preview.rejection();
                    if (rejection != null) throw new Rejected(drafts.located(rejection));
                });
    }

    /**
     * What drafts would change of what left this region: its ledger, decided again. Nothing is changed.
     *
     * @param since entries from then on; the whole ledger when absent
     * @param at as for {@link #preview}
     */
    @POST
    @Path("policies/preview")
    @RolesAllowed({Role.OPERATOR, Role.POLICY_OWNER})
    @Consumes({"application/yaml", "application/x-yaml", "text/yaml", "text/x-yaml", MediaType.APPLICATION_JSON})
    @Blocking
    public Foreseen foresee(
            byte @Nullable [] body,
            @QueryParam("since") @Nullable String since,
            @QueryParam("at") @Nullable String at) {
        return previewer.preview(
                drafts(body), since == null ? Instant.EPOCH : time("since", since), at == null ? null : time("at", at));
    }

    private static Declarations drafts(byte @Nullable [] body) {
        var drafts = DRAFTS.read(body == null ? new byte[0] : body);
        var mistakes = drafts.rejection();
        if (mistakes != null) throw new Rejected(mistakes);
        return drafts;
    }

    static Instant time(String parameter, String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new Rejected(Rejection.malformed(
                    parameter + ": '" + text + "' is not a time in UTC, such as 2027-01-31T00:00:00Z"));
        }
    }

    /** What crossed and what stayed, per flow and destination, since the flow began. */
    @GET
    @RolesAllowed(Role.READER)
    @Path("transfers")
    public Uni<Items<TransferTotal>> transfers() {
        return runtime.query(ResidencyCore::transfers)
                .map(totals -> new Items<>(Accounts.upToNow(region, totals, gate.pending(), Instant.now())));
    }

    /** What became of the canaries of other regions, by region and class. */
    @GET
    @RolesAllowed(Role.READER)
    @Path("canaries")
    public Uni<Items<CanaryWatch.Row>> canaries() {
        return canaries.rows().map(Items::new);
    }

    /** What was seen here in the last day that must not be. */
    @GET
    @RolesAllowed(Role.READER)
    @Path("alarms")
    public Uni<Items<CanarySighted>> alarms() {
        return runtime.query(core -> new Items<>(core.alarms(Instant.now())));
    }

    /** What has come here of every flow of other regions, compared with their ledgers. */
    @GET
    @RolesAllowed(Role.READER)
    @Path("certificates")
    public Items<Certificate> certificates() {
        return new Items<>(arrivals.certificates());
    }

    /** @param lines a certificate each, as this region signed it */
    public record SignedLines(List<String> lines) {}

    /** The same, to be taken away: each with the time, and signed with this region's key. */
    @GET
    @RolesAllowed(Role.READER)
    @Path("certificates/signed")
    public SignedLines signedCertificates() {
        var now = Instant.now().toString();
        var key = keyFile.key();
        return new SignedLines(arrivals.certificates().stream()
                .map(certificate -> EventJson.MAPPER
                        .<ObjectNode>valueToTree(certificate)
                        .put("at", now)
                        .put("key", key.publicKey())
                        .toString())
                .map(text -> SignedText.write(text, key))
                .toList());
    }
}
