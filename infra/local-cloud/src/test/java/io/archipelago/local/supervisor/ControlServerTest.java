package io.archipelago.local.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archipelago.local.Installation;
import io.archipelago.local.http.JsonHttp;
import io.archipelago.local.trust.Issuer;
import io.archipelago.local.trust.Tls;
import io.archipelago.local.trust.Trust;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the supervisor's port says to strangers, and the tokens it gives. A supervisor never closes it: it ends. */
class ControlServerTest {
    @TempDir
    private Path folder;

    private JsonHttp http;

    @BeforeEach
    void open() throws Exception {
        var installation = new Installation(folder, folder);
        var trust = new Trust(installation);
        var server = ControlServer.open(installation, "swordfish", new Journal(), () -> trust.webContext("eu-central"));
        var url = "https://localhost:" + server.ports().control();
        server.serve(null, Issuer.keptIn(folder.resolve("issuer.key"), url));
        var sockets = Tls.trusting(trust.authorityOf("eu-central"));
        http = new JsonHttp(url, null, () -> sockets, Duration.ofMinutes(1));
    }

    private JsonHttp.Answer token(String word, String roles) throws Exception {
        return http.form(
                "/token",
                Map.of("grant_type", "client_credentials", "client_id", "olga", "client_secret", word, "scope", roles));
    }

    @Test
    void whoever_knows_the_word_gets_a_token_of_the_roles_asked_for() throws Exception {
        var answer = token("swordfish", "reader operator");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().path("access_token").asText().split("\\.", -1)).hasSize(3);
        assertThat(answer.body().path("scope").asText()).isEqualTo("reader operator");
        assertThat(answer.body().path("expires_in").asInt()).isEqualTo(3600);
        assertThat(token("swordfish", "").body().path("scope").asText()).isEqualTo("reader operator policy-owner");
    }

    @Test
    void nobody_else_does_and_no_role_is_made_up() throws Exception {
        assertThat(token("herring", "reader").status()).isEqualTo(401);
        assertThat(token("swordfish", "emperor").body().path("error").asText()).isEqualTo("invalid_scope");
        assertThat(http.form("/token", Map.of("grant_type", "password")).status())
                .isEqualTo(400);
        assertThat(http.get("/token").status()).isEqualTo(405);
        assertThat(http.get("/status").status()).isEqualTo(401);
    }

    @Test
    void who_trusts_another_region_is_not_talked_into_this_one() throws Exception {
        var stranger = Tls.trusting(new Trust(new Installation(folder, folder)).authorityOf("us-east"));
        var elsewhere = new JsonHttp(http.base(), null, () -> stranger, Duration.ofMinutes(1));
        assertThatThrownBy(() -> elsewhere.get("/jwks")).isInstanceOf(SSLHandshakeException.class);
    }

    @Test
    void it_says_where_its_keys_are_as_every_issuer_does() throws Exception {
        var configuration = http.get("/.well-known/openid-configuration").body();
        assertThat(configuration.path("issuer").asText()).isEqualTo(http.base());
        assertThat(configuration.path("jwks_uri").asText()).isEqualTo(http.base() + "/jwks");
        var keys = http.get("/jwks");
        assertThat(keys.body().path("keys")).hasSize(1);
    }
}
