package io.archipelago.local.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import io.archipelago.local.Installation;
import io.archipelago.local.http.JsonHttp;
import io.archipelago.local.trust.Issuer;
import java.nio.file.Path;
import java.util.Map;
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
        var server = ControlServer.open(new Installation(folder, folder), "swordfish", new Journal());
        var url = "http://127.0.0.1:" + server.ports().control();
        server.serve(null, Issuer.keptIn(folder.resolve("issuer.key"), url));
        http = JsonHttp.to(url);
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
    void it_says_where_its_keys_are_as_every_issuer_does() throws Exception {
        var configuration = http.get("/.well-known/openid-configuration").body();
        assertThat(configuration.path("issuer").asText()).isEqualTo(http.base());
        var keys = JsonHttp.to(configuration.path("jwks_uri").asText()).get("");
        assertThat(keys.body().path("keys")).hasSize(1);
    }
}
