package io.archipelago.local.trust;

import io.archipelago.local.Installation;
import io.archipelago.local.LocalCloudException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;

/**
 * The OpenID Connect issuer of a cloud on one machine: whoever knows the supervisor's word may be anybody. Its key is
 * made at the first start; each region has the public half as a file and needs nobody to know its people.
 */
public final class Issuer {
    public static final String AUDIENCE = "archipelago";

    /** What there is to be allowed. */
    public static final List<String> ROLES = List.of("reader", "operator", "policy-owner");

    /** How long a token is good. */
    public static final Duration LIFE = Duration.ofHours(1);

    private static final float SKEW_MINUTES = 1;

    private final PublicJsonWebKey key;
    private final String url;

    private Issuer(PublicJsonWebKey key, String url) {
        this.key = key;
        this.url = url;
    }

    /** The issuer whose key this is; made at the first call. Only its owner may read it. */
    public static Issuer keptIn(Path file, String url) throws IOException {
        try {
            if (!Files.exists(file)) Pem.write(file, generate().toJson(OutputControlLevel.INCLUDE_PRIVATE));
            return new Issuer(PublicJsonWebKey.Factory.newPublicJwk(Files.readString(file)), url);
        } catch (JoseException e) {
            throw new IOException(file + " holds no key of an issuer: " + e.getMessage(), e);
        }
    }

    private static PublicJsonWebKey generate() throws JoseException {
        var key = EcJwkGenerator.generateJwk(EllipticCurves.P256);
        key.setKeyId(key.calculateBase64urlEncodedThumbprint("SHA-256"));
        key.setAlgorithm(AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256);
        key.setUse("sig");
        return key;
    }

    /** How a region's services know whose tokens to take: environment. */
    public Map<String, String> environment(Installation installation, String region) {
        var file = installation.trust(region).resolve("issuer.json");
        try {
            Pem.write(file, keys());
        } catch (IOException e) {
            throw new LocalCloudException(file + " cannot be written: " + e.getMessage(), e);
        }
        return Map.of("ARCHIPELAGO_OIDC_ISSUER", url, "ARCHIPELAGO_OIDC_KEYS", file.toString());
    }

    /** The public half, as a JSON Web Key Set. */
    public String keys() {
        return new JsonWebKeySet(key).toJson(OutputControlLevel.PUBLIC_ONLY);
    }

    /** What {@code /.well-known/openid-configuration} says. */
    public Map<String, Object> configuration() {
        return Map.of(
                "issuer",
                url,
                "jwks_uri",
                url + "/jwks",
                "token_endpoint",
                url + "/token",
                "grant_types_supported",
                List.of("client_credentials"),
                "token_endpoint_auth_methods_supported",
                List.of("client_secret_post"),
                "scopes_supported",
                ROLES,
                "id_token_signing_alg_values_supported",
                List.of(AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256));
    }

    /**
     * A token that says somebody has some roles.
     *
     * @param roles some of {@link #ROLES}
     */
    public String token(String who, Collection<String> roles) {
        var claims = new JwtClaims();
        claims.setIssuer(url);
        claims.setAudience(AUDIENCE);
        claims.setSubject(who);
        claims.setStringClaim("preferred_username", who);
        claims.setStringListClaim("groups", List.copyOf(roles));
        claims.setIssuedAtToNow();
        claims.setNotBeforeMinutesInThePast(SKEW_MINUTES);
        claims.setExpirationTimeMinutesInTheFuture(LIFE.toMinutes());
        var signature = new JsonWebSignature();
        signature.setPayload(claims.toJson());
        signature.setHeader("typ", "JWT");
        signature.setKeyIdHeaderValue(key.getKeyId());
        signature.setAlgorithmHeaderValue(key.getAlgorithm());
        signature.setKey(key.getPrivateKey());
        try {
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException("this JDK cannot sign tokens", e);
        }
    }
}
