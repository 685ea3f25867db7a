package io.archipelago.kit.declaration.api;

import io.archipelago.events.resource.Kind;
import io.archipelago.events.resource.Resource;
import io.archipelago.kit.api.Caller;
import io.archipelago.kit.api.Role;
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
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Declares, shows and deletes. A service extends it with its core and {@code @Path("/api/v1")}, and says by whom its kinds
 * may be declared.
 *
 * @param <C> the service's core
 */
@Produces(MediaType.APPLICATION_JSON)
public abstract class DeclarationApi<C extends Core> {

    private final CoreRuntime<C> runtime;
    private final Function<C, Registry> registry;
    private final String service;
    private final DeclarationReader reader;
    private final Caller caller;

    /** All of a kind, by name. */
    public record Items<T>(List<T> items) {}

    /** @param service whose kinds these are */
    protected DeclarationApi(CoreRuntime<C> runtime, Function<C, Registry> registry, String service, Caller caller) {
        this.runtime = runtime;
        this.registry = registry;
        this.service = service;
        this.reader = new DeclarationReader(DeclarationReader.kindsOf(service), service);
        this.caller = caller;
    }

    /** Takes all of the declarations or none. Reading a long text takes a second: not to be called on the event loop. */
    protected Uni<Apply.Applied> apply(byte @Nullable [] body, boolean dryRun) {
        var declarations = read(body == null ? new byte[0] : body);
        return runtime.submit(new Apply(declarations.documents(), dryRun, caller.author()), Apply.Applied.class)
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
    @RolesAllowed(Role.READER)
    @Path("{plural}")
    public Uni<Items<Resource>> list(@PathParam("plural") String plural) {
        var kind = kind(plural);
        return runtime.query(core -> new Items<>(registry.apply(core).resources(kind)));
    }

    @GET
    @RolesAllowed(Role.READER)
    @Path("{plural}/{name}")
    public Uni<Resource> show(@PathParam("plural") String plural, @PathParam("name") String name) {
        var kind = kind(plural);
        return runtime.query(core -> registry.apply(core).resource(kind, name))
                .map(found ->
                        found.orElseThrow(() -> new Rejected(Rejection.notFound(kind.title() + " '" + name + "'"))));
    }

    protected Uni<Apply.Result> remove(String plural, String name) {
        return runtime.submit(new Delete(kind(plural), name, caller.author()), Apply.Result.class);
    }

    /** The ledger of writes that gave way to a simultaneous one. */
    @GET
    @RolesAllowed(Role.READER)
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
