package io.archipelago.local.supervisor;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.archipelago.local.Installation;
import io.archipelago.local.LocalCloud.Rotation;
import io.archipelago.local.LocalCloudException;
import io.archipelago.local.PartName;
import io.archipelago.local.Progress;
import io.archipelago.local.http.JsonHttp;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.concurrent.Executors;
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
 */
final class ControlServer {
    private final HttpServer server;
    private final Ports ports;
    private final String token;
    private final Journal journal;

    private ControlServer(HttpServer server, Ports ports, String token, Journal journal) {
        this.server = server;
        this.ports = ports;
        this.token = token;
        this.journal = journal;
    }

    /** Claims a block of ports for this cloud by listening on its first. */
    static ControlServer open(Installation installation, String token, Journal journal) throws IOException {
        for (int after = 0; ; ) {
            var ports = Ports.find(installation, after);
            try {
                var server =
                        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), ports.control()), 0);
                return new ControlServer(server, ports, token, journal);
            } catch (BindException claimedMeanwhile) {
                after = ports.base();
            }
        }
    }

    Ports ports() {
        return ports;
    }

    void serve(Supervisor supervisor) {
        handle("GET", "/status", exchange -> answer(exchange, 200, supervisor.status()));
        handle("GET", "/progress", this::progress);
        handle("POST", "/up", exchange -> begun(exchange, supervisor.beginUp()));
        handle("POST", "/down", exchange -> begun(exchange, supervisor.beginDown()));
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

    private interface Handler {
        void handle(HttpExchange exchange) throws IOException;
    }

    private void handle(String method, String path, Handler handler) {
        server.createContext(path, exchange -> {
            try (exchange) {
                if (!knowsTheWord(exchange)) answer(exchange, 401, Map.of("detail", "the word is missing or wrong"));
                else if (!exchange.getRequestMethod().equals(method))
                    answer(exchange, 405, Map.of("detail", path + " takes " + method));
                else handler.handle(exchange);
            } catch (LocalCloudException e) {
                answer(exchange, 400, Map.of("detail", String.valueOf(e.getMessage())));
            } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
                answer(exchange, 400, Map.of("detail", "the body is not JSON: " + e.getOriginalMessage()));
            }
        });
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

    private boolean knowsTheWord(HttpExchange exchange) {
        var said = exchange.getRequestHeaders().getFirst("Authorization");
        return said != null
                && MessageDigest.isEqual(
                        said.getBytes(StandardCharsets.UTF_8), ("Bearer " + token).getBytes(StandardCharsets.UTF_8));
    }

    private static @Nullable String text(JsonNode body, String field) {
        return body.path(field).isTextual() ? body.path(field).asText() : null;
    }
}
