package io.archipelago.local.supervisor;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.awaitility.Awaitility.await;

import io.archipelago.local.Installation;
import io.archipelago.local.http.JsonHttp;
import io.archipelago.local.trust.Issuer;
import io.archipelago.local.trust.Tls;
import io.archipelago.local.trust.Trust;
import java.lang.Thread.State;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the supervisor's port says to strangers, the tokens it gives, and its last words. */
class ControlServerTest {
    /** A machine that pauses for minutes proves nothing. */
    private static final int NO_LIMIT_SECONDS = 3_600;

    @TempDir
    private Path folder;

    private final Journal journal = new Journal();
    private ControlServer server;
    private JsonHttp http;

    @BeforeEach
    void open() throws Exception {
        var installation = new Installation(folder, folder);
        var trust = new Trust(installation);
        server = ControlServer.open(installation, "swordfish", journal, () -> trust.webContext("eu-central"));
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

    @Test
    void who_reads_along_hears_how_it_ends_although_the_port_closes_meanwhile() throws Exception {
        int operation = journal.begin();
        journal.notice("the first word");
        var heard = new LinkedBlockingQueue<String>();
        var reader = new JsonHttp(http.base(), "swordfish", http.tls(), Duration.ofSeconds(NO_LIMIT_SECONDS));
        var reading = new FutureTask<>(() -> {
            reader.lines("/progress", heard::add);
            return heard;
        });
        Thread.startVirtualThread(reading);
        assertThat(heard.poll(NO_LIMIT_SECONDS, SECONDS)).contains("the first word");

        var closing = Thread.ofPlatform().daemon().start(() -> server.close(NO_LIMIT_SECONDS));
        await().atMost(Duration.ofMinutes(1))
                .until(() -> closing.getState() == State.TIMED_WAITING || !closing.isAlive());
        journal.finished(operation, "down");

        assertThat(reading.get()).singleElement(STRING).contains("FINISHED");
        closing.join();
    }
}
