package io.archipelago.residency.api;

import io.archipelago.events.ledger.LedgerSeal;
import io.archipelago.kit.api.Role;
import io.archipelago.kit.core.Rejection;
import io.archipelago.kit.runtime.CoreRuntime;
import io.archipelago.kit.runtime.RegionConfig;
import io.archipelago.kit.runtime.Rejected;
import io.archipelago.kit.store.Document;
import io.archipelago.residency.KeyFile;
import io.archipelago.residency.domain.LedgerArchive;
import io.archipelago.residency.domain.ResidencyCore;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.List;

/** The transfer ledger of this region, to be taken away and checked elsewhere. */
@Path("/api/v1/ledger")
@RolesAllowed(Role.READER)
public class LedgerApi {

    private static final int MAX_LINES = 100;

    private final CoreRuntime<ResidencyCore> runtime;
    private final KeyFile keyFile;
    private final String region;

    @Inject
    public LedgerApi(CoreRuntime<ResidencyCore> runtime, KeyFile keyFile, RegionConfig config) {
        this.runtime = runtime;
        this.keyFile = keyFile;
        this.region = config.region();
    }

    /** @param key public, Ed25519, 64 hexadecimal digits */
    public record PublicKey(String region, String key) {}

    /** What every signature of this region can be checked with. Keep a copy of it somewhere else. */
    @GET
    @Path("key")
    public PublicKey key() {
        return new PublicKey(region, keyFile.key().publicKey());
    }

    /**
     * @param lines entries from the number asked for on, some at a time; empty when there is none any more
     * @param seal for the end of an export: where the chain ends now
     */
    public record Lines(List<String> lines, String seal) {}

    /**
     * The entries as they were signed, one text each.
     *
     * @param from number of the first one wanted
     */
    @GET
    @Path("entries")
    public Uni<Lines> entries(@QueryParam("from") @DefaultValue("1") long from) {
        if (from < 1) throw new Rejected(Rejection.malformed("from: entries are counted from 1"));
        return runtime.query(ResidencyCore::ledgerHead)
                .flatMap(head -> runtime.archived(LedgerArchive.ENTRIES, LedgerArchive.key(from), MAX_LINES)
                        .map(found -> new Lines(
                                found.stream()
                                        .filter(entry -> entry.key().compareTo(LedgerArchive.key(head.number())) <= 0)
                                        .map(Document::body)
                                        .toList(),
                                LedgerSeal.of(region, head.number(), head.hash(), Instant.now(), keyFile.key())
                                        .text())));
    }
}
