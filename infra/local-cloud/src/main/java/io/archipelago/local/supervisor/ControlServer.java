package io.archipelago.local.supervisor;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.archipelago.local.Installation;
import io.archipelago.local.LocalCloud.Rotation;
import io.archipelago.local.LocalCloudException;
import io.archipelago.local.PartName;
import io.archipelago.local.Progress;
import io.archipelago.local.http.JsonHttp;
import io.archipelago.local.trust.Issuer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The supervisor's loopback port, for programs that know its word:
 *
 * <ul>
 *   <li>{@code GET /status}
 *   <li>{@code POST /up}, {@code POST /down}, {@code POST /chaos} with {@code {"action","region","part"}}: begin an
 *       operation; 409 while another is under way
 *   <li>{@code POST /rotate} with {@code {"region","what"}}: the same for new keys and certificates
 *   <li>{@code GET /progress}: the current or last operation from its beginning to its end, one JSON object a line
 * </ul>
 *
 * <p>It is the cloud's {@link Issuer} too. These take no header:
 *
 * <ul>
 *   <li>{@code GET /.well-known/openid-configuration}, {@code GET /jwks}
 *   <li>{@code POST /token}: OAuth 2.0 client credentials (RFC 6749, 4.4); {@code client_id} is whom the token names,
 *       {@code client_secret} the word, {@code scope} the roles, all of them when left out
 * </ul>
 */
final class ControlServer {
    private static final int LONGEST_FORM = 8_192;
    private static final int LONGEST_NAME = 100;
    private static final int LAST_ANSWER_SECONDS = 5;

    private final HttpsServer server;
    private final Ports ports;
    private final String token;
    private final Journal journal;

    private ControlServer(HttpsServer server, Ports ports, String token, Journal journal) {
        this.server = server;
        this.ports = ports;
        this.token = token;
        this.journal = journal;
    }

    /**
     * Claims a block of ports for this cloud by listening on its first.
     *
     * @param certificate the one of the moment
     */
    static ControlServer open(
            Installation installation, String token, Journal journal, Supplier<SSLContext> certificate)
            throws IOException {
        for (int after = 0; ; ) {
            var ports = Ports.find(installation, after);
            try {
                var server =
                        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), ports.control()), 0);
                server.setHttpsConfigurator(new HttpsConfigurator(certificate.get()));
                return new ControlServer(server, ports, token, journal);
            } catch (BindException claimedMeanwhile) {
                after = ports.base();
            }
        }
    }

    Ports ports() {
        return ports;
    }

    void serve(Supervisor supervisor, Issuer issuer) {
        open("GET", "/.well-known/openid-configuration", exchange -> answer(exchange, 200, issuer.configuration()));
        open("GET", "/jwks", exchange -> answer(exchange, 200, JsonHttp.JSON.readTree(issuer.keys())));
        open("POST", "/token", exchange -> token(exchange, issuer));
        handle("GET", "/status", exchange -> answer(exchange, 200, supervisor.status()));
        handle("GET", "/progress", this::progress);
        handle("POST", "/up", exchange -> begun(exchange, supervisor.beginUp()));
        handle("POST", "/down", exchange -> begun(exchange, supervisor.beginDown(() -> close(LAST_ANSWER_SECONDS))));
        handle("POST", "/chaos", exchange -> {
            var body = JsonHttp.JSON.readTree(exchange.getRequestBody());
            var part = text(body, "part");
            var action = String.valueOf(text(body, "action"));
            var region = String.valueOf(text(body, "region"));
            begun(exchange, supervisor.beginChaos(action, region, part == null ? null : PartName.of(part)));
        });
        handle("POST", "/rotate", exchange -> {
            var body = JsonHttp.JSON.readTree(exchange.getRequestBody());
            var what = text(body, "what");
            begun(
                    exchange,
                    supervisor.beginRotation(
                            String.valueOf(text(body, "region")),
                            what == null ? Rotation.CERTIFICATES : Rotation.of(what)));
        });
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    /** Takes no more questions, and returns when those under way are answered, or the limit is over. */
    void close(int limitSeconds) {
        server.stop(limitSeconds);
    }

    private interface Handler {
        void handle(HttpExchange exchange) throws IOException;
    }

    private void handle(String method, String path, Handler handler) {
        open(method, path, exchange -> {
            var said = exchange.getRequestHeaders().getFirst("Authorization");
            if (said == null || !same(said, "Bearer " + token))
                answer(exchange, 401, Map.of("detail", "the word is missing or wrong"));
            else handler.handle(exchange);
        });
    }

    private void open(String method, String path, Handler handler) {
        server.createContext(path, exchange -> {
            try (exchange) {
                if (!exchange.getRequestMethod().equals(method))
                    answer(exchange, 405, Map.of("detail", path + " takes " + method));
                else handler.handle(exchange);
            } catch (LocalCloudException | IllegalArgumentException e) {
                answer(exchange, 400, Map.of("detail", String.valueOf(e.getMessage())));
            } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
                answer(exchange, 400, Map.of("detail", "the body is not JSON: " + e.getOriginalMessage()));
            }
        });
    }

    private void token(HttpExchange exchange, Issuer issuer) throws IOException {
        var form = form(exchange);
        var who = form.getOrDefault("client_id", "");
        var scope = form.getOrDefault("scope", "").strip();
        var roles = scope.isEmpty() ? Issuer.ROLES : List.of(scope.split(" +"));
        if (!"client_credentials".equals(form.get("grant_type")))
            refuse(exchange, 400, "unsupported_grant_type", "grant_type is client_credentials");
        else if (who.isBlank() || who.length() > LONGEST_NAME || !same(form.getOrDefault("client_secret", ""), token))
            refuse(exchange, 401, "invalid_client", "client_id is a name, client_secret the supervisor's word");
        else if (!Issuer.ROLES.containsAll(roles))
            refuse(exchange, 400, "invalid_scope", "roles are " + String.join(", ", Issuer.ROLES));
        else {
            exchange.getResponseHeaders().add("Cache-Control", "no-store");
            answer(
                    exchange,
                    200,
                    Map.of(
                            "access_token", issuer.token(who, roles),
                            "token_type", "Bearer",
                            "expires_in", Issuer.LIFE.toSeconds(),
                            "scope", String.join(" ", roles)));
        }
    }

    private static void refuse(HttpExchange exchange, int status, String error, String why) throws IOException {
        answer(exchange, status, Map.of("error", error, "error_description", why));
    }

    private static Map<String, String> form(HttpExchange exchange) throws IOException {
        var body = new String(exchange.getRequestBody().readNBytes(LONGEST_FORM), StandardCharsets.UTF_8);
        var fields = new HashMap<String, String>();
        for (var field : body.split("&", -1)) {
            int equals = field.indexOf('=');
            if (equals > 0)
                fields.put(
                        URLDecoder.decode(field.substring(0, equals), StandardCharsets.UTF_8),
                        URLDecoder.decode(field.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return fields;
    }

    private void progress(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "application/x-ndjson");
        exchange.sendResponseHeaders(200, 0);
        try (var out = exchange.getResponseBody()) {
            Progress entry;
            int index = 0;
            do {
                entry = journal.entry(index++);
                out.write((JsonHttp.JSON.writeValueAsString(entry) + "\n").getBytes(StandardCharsets.UTF_8));
                out.flush();
            } while (!entry.endsOperation());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void begun(HttpExchange exchange, boolean begun) throws IOException {
        if (begun) answer(exchange, 202, Map.of());
        else answer(exchange, 409, Map.of("detail", "another operation is under way: ./archipelago status"));
    }

    private static void answer(HttpExchange exchange, int status, Object body) throws IOException {
        var bytes = JsonHttp.JSON.writeValueAsBytes(body);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static boolean same(String said, String wanted) {
        return MessageDigest.isEqual(said.getBytes(StandardCharsets.UTF_8), wanted.getBytes(StandardCharsets.UTF_8));
    }

    private static @Nullable String text(JsonNode body, String field) {
        return body.path(field).isTextual() ? body.path(field).asText() : null;
    }
}
