package io.archipelago.kit.declaration.api;

import io.archipelago.events.resource.Kind;
import io.archipelago.events.resource.Resource;
import io.archipelago.kit.core.Core;
import io.archipelago.kit.core.Rejection;
import io.archipelago.kit.declaration.Apply;
import io.archipelago.kit.declaration.Conflict;
import io.archipelago.kit.declaration.DeclarationReader;
import io.archipelago.kit.declaration.Declarations;
import io.archipelago.kit.declaration.Delete;
import io.archipelago.kit.declaration.Registry;
import io.archipelago.kit.declaration.Spelling;
import io.archipelago.kit.runtime.CoreRuntime;
import io.archipelago.kit.runtime.Rejected;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Declares, shows and deletes. A service extends it with its core and {@code @Path("/api/v1")}.
 *
 * @param <C> the service's core
 */
@Produces(MediaType.APPLICATION_JSON)
public abstract class DeclarationApi<C extends Core> {

    private static final String ACTOR = "http";

    private final CoreRuntime<C> runtime;
    private final Function<C, Registry> registry;
    private final String service;
    private final DeclarationReader reader;

    /** All of a kind, by name. */
    public record Items<T>(List<T> items) {}

    /** @param service whose kinds these are */
    protected DeclarationApi(CoreRuntime<C> runtime, Function<C, Registry> registry, String service) {
        this.runtime = runtime;
        this.registry = registry;
        this.service = service;
        this.reader = new DeclarationReader(DeclarationReader.kindsOf(service), service);
    }

    /** Takes all of the declarations or none. Reading a long text takes a second, so not on the event loop. */
    @POST
    @Path("declarations")
    @Consumes({"application/yaml", "application/x-yaml", "text/yaml", "text/x-yaml", MediaType.APPLICATION_JSON})
    @Blocking
    public Uni<Apply.Applied> declare(byte @Nullable [] body, @QueryParam("dryRun") boolean dryRun) {
        var declarations = read(body == null ? new byte[0] : body);
        return runtime.submit(new Apply(declarations.documents(), dryRun, ACTOR), Apply.Applied.class)
                .onFailure(Rejected.class)
                .transform(refused -> new Rejected(declarations.located(((Rejected) refused).rejection())));
    }

    private Declarations read(byte[] body) {
        if (body.length > DeclarationReader.MAX_BYTES)
            throw new Rejected(new Rejection(
                    413,
                    "too-large",
                    "Body too large",
                    "%,d bytes are more than the %,d that one body may have: divide it"
                            .formatted(body.length, DeclarationReader.MAX_BYTES),
                    List.of()));
        var declarations = reader.read(body);
        var rejection = declarations.rejection();
        if (rejection != null) throw new Rejected(rejection);
        return declarations;
    }

    @GET
    @Path("{plural}")
    public Uni<Items<Resource>> list(@PathParam("plural") String plural) {
        var kind = kind(plural);
        return runtime.query(core -> new Items<>(registry.apply(core).resources(kind)));
    }

    @GET
    @Path("{plural}/{name}")
    public Uni<Resource> show(@PathParam("plural") String plural, @PathParam("name") String name) {
        var kind = kind(plural);
        return runtime.query(core -> registry.apply(core).resource(kind, name))
                .map(found ->
                        found.orElseThrow(() -> new Rejected(Rejection.notFound(kind.title() + " '" + name + "'"))));
    }

    @DELETE
    @Path("{plural}/{name}")
    public Uni<Apply.Result> delete(@PathParam("plural") String plural, @PathParam("name") String name) {
        return runtime.submit(new Delete(kind(plural), name, ACTOR), Apply.Result.class);
    }

    /** The ledger of writes that gave way to a simultaneous one. */
    @GET
    @Path("conflicts")
    public Uni<Items<Conflict>> conflicts() {
        return runtime.query(core -> new Items<>(registry.apply(core).conflicts()));
    }

    private Kind kind(String plural) {
        var kinds = DeclarationReader.kindsOf(service);
        return Kind.withPlural(plural).filter(kinds::contains).orElseThrow(() -> {
            var plurals = kinds.stream().map(Kind::plural).sorted().toList();
            return new Rejected(Rejection.notFound("/api/v1/" + plural + Spelling.hint(plural, plurals)));
        });
    }
}
