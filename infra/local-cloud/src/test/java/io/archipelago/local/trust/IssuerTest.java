package io.archipelago.local.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IssuerTest {
    private static final String URL = "http://127.0.0.1:18000";

    @TempDir
    private Path folder;

    private Issuer issuer() throws Exception {
        return Issuer.keptIn(folder.resolve("issuer.key"), URL);
    }

    @Test
    void a_token_says_who_and_what_and_its_signature_is_the_issuers() throws Exception {
        var token = issuer().token("olga", List.of("reader", "operator"));

        var keys = new JsonWebKeySet(issuer().keys()).getJsonWebKeys();
        var claims = new JwtConsumerBuilder()
                .setVerificationKeyResolver(new JwksVerificationKeyResolver(keys))
                .setExpectedIssuer(URL)
                .setExpectedAudience("archipelago")
                .setRequireExpirationTime()
                .setRequireIssuedAt()
                .build()
                .processToClaims(token);
        assertThat(claims.getSubject()).isEqualTo("olga");
        assertThat(claims.getStringListClaimValue("groups")).containsExactly("reader", "operator");
        assertThat(claims.getExpirationTime().getValue() - claims.getIssuedAt().getValue())
                .isEqualTo(3600);
    }

    @Test
    void the_secret_half_is_kept_by_its_owner_and_told_to_nobody() throws Exception {
        assertThat(issuer().keys()).contains("\"kty\":\"EC\"").doesNotContain("\"d\":");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("issuer.key"))))
                .isEqualTo("rw-------");
    }
}
