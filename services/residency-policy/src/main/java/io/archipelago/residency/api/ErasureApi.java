package io.archipelago.residency.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.archipelago.events.EventJson;
import io.archipelago.events.erasure.ErasureOrder;
import io.archipelago.events.resource.Author;
import io.archipelago.kit.api.Caller;
import io.archipelago.kit.api.Role;
import io.archipelago.kit.core.Rejection;
import io.archipelago.kit.declaration.api.DeclarationApi.Items;
import io.archipelago.kit.runtime.CoreRuntime;
import io.archipelago.kit.runtime.Rejected;
import io.archipelago.residency.ErasureService;
import io.archipelago.residency.domain.Erasures;
import io.archipelago.residency.domain.ResidencyCore;
import io.archipelago.residency.keyring.DataKey;
import io.archipelago.residency.keyring.Keyring;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** Erasing persons, and reading what is encrypted for them: both only where the dataset is kept. */
@Path("/api/v1")
public class ErasureApi {

    private final CoreRuntime<ResidencyCore> runtime;
    private final ErasureService erasures;
    private final Caller caller;

    @Inject
    public ErasureApi(CoreRuntime<ResidencyCore> runtime, ErasureService erasures, Caller caller) {
        this.runtime = runtime;
        this.erasures = erasures;
        this.caller = caller;
    }

    /** @param subject as the dataset's subject column has it; in the body, since paths are logged */
    public record Request(
            @Nullable String dataset, @Nullable String subject) {}

    /** Destroys the key before it answers. Repeated, it answers with the first order. */
    @POST
    @Path("erasures")
    @RolesAllowed(Role.POLICY_OWNER)
    @Consumes(MediaType.APPLICATION_JSON)
    @Blocking
    public ErasureOrder erase(@Nullable Request request) {
        if (request == null
                || request.dataset() == null
                || request.subject() == null
                || request.subject().isEmpty())
            throw new Rejected(Rejection.malformed("dataset and subject: both must be said"));
        return erasures.erase(request.dataset(), request.subject(), caller.author());
    }

    /**
     * @param state {@code SWEEPING}: the gate is sending tombstones; {@code ATTESTING}: regions are missing; {@code CERTIFIED}
     * @param missing regions that have not attested; absent while the gate is sending
     * @param orderedBy absent when it is not known: of an order that came back from topics after a restore
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Row(
            String id,
            String dataset,
            String home,
            String subject,
            String state,
            @Nullable SortedSet<String> missing,
            @Nullable Long tombstones,
            Instant orderedAt,
            @Nullable Author orderedBy) {

        static Row of(Erasures.Ordered ordered) {
            var order = ordered.erasure().order();
            var swept = ordered.erasure().swept();
            var missing = ordered.missing();
            return new Row(
                    order.id(),
                    order.dataset(),
                    order.home(),
                    order.subject(),
                    missing == null ? "SWEEPING" : missing.isEmpty() ? "CERTIFIED" : "ATTESTING",
                    missing,
                    swept == null ? null : (Long) swept.tombstones(),
                    order.orderedAt(),
                    ordered.erasure().author());
        }
    }

    /** Of datasets that are kept here, the oldest first. */
    @GET
    @Path("erasures")
    @RolesAllowed(Role.READER)
    public Uni<Items<Row>> all() {
        return runtime.query(core -> new Items<>(core.erasures().all().stream()
                .map(Row::of)
                .sorted(Comparator.comparing(Row::orderedAt).thenComparing(Row::id))
                .toList()));
    }

    /** @param lines a certificate, a line each, as {@code erasure verify} reads it */
    public record Certificate(List<String> lines) {}

    /** Only when every region that ever received something of the dataset has attested. */
    @GET
    @Path("erasures/{id}/certificate")
    @RolesAllowed(Role.READER)
    public Uni<Certificate> certificate(@PathParam("id") String id) {
        return runtime.query(core -> core.erasures().proof(id, Instant.now())).map(found -> switch (found.orElseThrow(
                () -> new Rejected(Rejection.notFound("an erasure " + id)))) {
            case Erasures.Proof.Certified(var lines) -> new Certificate(lines);
            case Erasures.Proof.Waiting(var since, var missing) ->
                throw new Rejected(Rejection.conflict(
                        missing == null
                                ? "ordered at " + since + "; the gate has not sent all tombstones yet"
                                : "ordered at " + since + "; not attested yet by " + String.join(", ", missing)));
        });
    }

    /** @param record a row, or any JSON with rows in it, as it lies in a copy */
    public record Copy(@Nullable String dataset, @Nullable JsonNode record) {}

    /** The same with every column in clear that this region's keys open. Nothing of it is kept or logged. */
    @POST
    @Path("decryptions")
    @RolesAllowed(Role.POLICY_OWNER)
    @Consumes(MediaType.APPLICATION_JSON)
    @Blocking
    public JsonNode decrypt(@Nullable Copy copy) {
        if (copy == null || copy.dataset() == null || copy.record() == null)
            throw new Rejected(Rejection.malformed("dataset and record: both must be said"));
        return opened(copy.dataset(), "", copy.record());
    }

    private JsonNode opened(String dataset, String column, JsonNode node) {
        switch (node) {
            case ObjectNode object ->
                object.properties().forEach(field -> field.setValue(opened(dataset, field.getKey(), field.getValue())));
            case ArrayNode array -> {
                for (int i = 0; i < array.size(); i++) array.set(i, opened(dataset, column, array.get(i)));
            }
            default -> {
                var sealed = node.isTextual() ? DataKey.Sealed.parse(node.asText()) : null;
                if (sealed != null) return opened(dataset, column, sealed);
            }
        }
        return node;
    }

    private JsonNode opened(String dataset, String column, DataKey.Sealed sealed) {
        return switch (erasures.key(dataset, sealed.subject())) {
            case Keyring.Found.Known(var key) -> {
                var json = key.decrypt(column, sealed);
                if (json == null)
                    throw new Rejected(Rejection.conflict("column " + column
                            + " does not open: it was changed, or made for another column, person or dataset"));
                yield tree(json);
            }
            case Keyring.Found.Destroyed(var at) ->
                throw new Rejected(new Rejection(
                        410, "erased", "Erased", "the key of this person was destroyed at " + at, List.of()));
            case Keyring.Found.Unknown() ->
                throw new Rejected(Rejection.notFound("a key of " + dataset + " for column " + column));
        };
    }

    private static JsonNode tree(String json) {
        try {
            return EventJson.MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was encrypted was JSON", e);
        }
    }
}
