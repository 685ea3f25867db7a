package io.archipelago.kit.api;

import io.archipelago.events.resource.Author;
import io.archipelago.kit.runtime.RegionConfig;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.inject.Singleton;
import java.time.Instant;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** Who is asking. To be used after the role was checked: then there is a token, and its signature was true. */
@Singleton
public class Caller {

    private final SecurityIdentity identity;
    private final String claim;

    Caller(SecurityIdentity identity, RegionConfig config) {
        this.identity = identity;
        this.claim = config.oidc().author();
    }

    /** As an event may name them. */
    public Author author() {
        var token = token();
        var named = token.<Object>getClaim(claim);
        return new Author(named == null ? token.getName() : named.toString(), token.getIssuer());
    }

    /** When the token ends, and with it whatever is still being answered. */
    public Instant until() {
        return Instant.ofEpochSecond(token().getExpirationTime());
    }

    private JsonWebToken token() {
        if (identity.getPrincipal() instanceof JsonWebToken token) return token;
        throw new IllegalStateException("an anonymous request came past the check of roles");
    }
}
