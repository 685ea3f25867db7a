package io.archipelago.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.lang.JoseException;

/** An OpenID Connect issuer for tests: the services check its signatures as they would check any other's. */
public final class TestIssuer {

    public static final String URL = "https://issuer.test";
    public static final String AUDIENCE = "archipelago";
    private static final int KEY_BITS = 2048;
    private static final int LIFE_MINUTES = 60;

    private final RsaJsonWebKey key;

    public TestIssuer() {
        try {
            key = RsaJwkGenerator.generateJwk(KEY_BITS);
            key.setKeyId("test");
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes its public keys where a service looks for them. */
    void publish(Path file) {
        try {
            Files.writeString(file, new JsonWebKeySet(key).toJson());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A good token of {@code who}. */
    public String token(String who, String... roles) {
        return token(who, List.of(roles), claims -> {});
    }

    /** A token with claims that are bent a little. */
    public String token(String who, List<String> roles, Consumer<JwtClaims> bend) {
        var claims = new JwtClaims();
        claims.setIssuer(URL);
        claims.setAudience(AUDIENCE);
        claims.setSubject(who);
        claims.setIssuedAtToNow();
        claims.setExpirationTimeMinutesInTheFuture(LIFE_MINUTES);
        claims.setStringListClaim("groups", roles);
        bend.accept(claims);
        var signature = new JsonWebSignature();
        signature.setPayload(claims.toJson());
        signature.setKeyIdHeaderValue(key.getKeyId());
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
        signature.setKey(key.getPrivateKey());
        try {
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }
}
