package io.archipelago.observability.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Serves the console's sources and a recorded cloud, under the policy the service serves the console with. The only
 * difference to the bundle is that the rendering library comes from its jar, and that a page of ours may frame it.
 */
final class ConsoleUnderTest implements AutoCloseable {

    static final ObjectMapper JSON = new ObjectMapper();
    static final Path WEB = Path.of("src/main/resources/web");
    private static final Path RECORDED = Path.of("src/test/resources/console");

    private final HttpServer server;
    private final ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor();
    private final CompletableFuture<String> results = new CompletableFuture<>();
    private final String policy = policy().replace("frame-ancestors 'none'", "frame-ancestors 'self'");

    ConsoleUnderTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(readers);
        server.createContext("/", this::answer);
        server.start();
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    /** What the page posted to /results. */
    CompletableFuture<String> results() {
        return results;
    }

    /** The policy of the product's own settings. */
    static String policy() {
        var settings = new Properties();
        try (var in = Files.newBufferedReader(Path.of("src/main/resources/application.properties"))) {
            settings.load(in);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return settings.getProperty("quarkus.http.header.\"Content-Security-Policy\".value", "");
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var path = exchange.getRequestURI().getPath();
            exchange.getResponseHeaders().set("Content-Security-Policy", policy);
            if (path.equals("/results")) {
                results.complete(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
                send(exchange, "text/plain", new byte[0]);
            } else if (path.equals("/api/v1/stream")) enter(exchange);
            else send(exchange, type(path), body(path));
        }
    }

    /** Refuses as a service does; only the ending of the token says what is thought of it. */
    private static void enter(HttpExchange exchange) throws IOException {
        var said = exchange.getRequestHeaders().getFirst("Authorization");
        if (said != null && said.startsWith("Bearer ") && said.endsWith(".good")) {
            stream(exchange);
            return;
        }
        var type = said == null ? "token-missing" : "token-expired";
        var problem = ("{\"type\":\"urn:archipelago:problem:" + type + "\"}").getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/problem+json");
        exchange.sendResponseHeaders(401, problem.length);
        exchange.getResponseBody().write(problem);
    }

    /** One picture and the events so far, then silence: the page must say that it hears nothing. */
    private static void stream(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        var messages = "retry: 600000\nid: 1\nevent: state-delta\ndata: " + line("state.json")
                + "\n\nid: 2\nevent: event\ndata: " + line("events.json") + "\n\n";
        exchange.getResponseBody().write(messages.getBytes(UTF_8));
    }

    private static String line(String recorded) throws IOException {
        return JSON.readTree(Files.readString(RECORDED.resolve(recorded))).toString();
    }

    private static byte @Nullable [] body(String path) throws IOException {
        if (path.equals("/")) return page();
        if (path.equals("/app/lib/lit.js"))
            return Files.readString(WEB.resolve("app/lib/lit.js"))
                    .replace("'lit/html.js'", "'/lit/lit-html.js'")
                    .replace("'lit/", "'/lit/")
                    .getBytes(UTF_8);
        if (path.startsWith("/lit/")) return Lit.file(path.substring(5));
        if (path.equals("/api/v1/state")) return Files.readAllBytes(RECORDED.resolve("state.json"));
        if (path.equals("/api/v1/journeys")) return Files.readAllBytes(RECORDED.resolve("journeys.json"));
        if (path.startsWith("/api/v1/journeys/")) return Files.readAllBytes(RECORDED.resolve("journey.json"));
        if (path.startsWith("/api/v1/decisions/")) {
            var all = JSON.readTree(Files.readString(RECORDED.resolve("decisions.json")));
            return all.path(path.substring("/api/v1/decisions/".length()))
                    .toString()
                    .getBytes(UTF_8);
        }
        if (path.startsWith("/console/"))
            return Files.readAllBytes(RECORDED.resolve(path.substring("/console/".length())));
        var file = WEB.resolve(path.substring(1));
        return Files.isRegularFile(file) ? Files.readAllBytes(file) : null;
    }

    /** The page with its sources where the bundle would be. */
    private static byte[] page() throws IOException {
        var sources = new StringBuilder();
        try (var styles = Files.list(WEB.resolve("app/style"))) {
            styles.sorted().forEach(style -> sources.append("<link rel=\"stylesheet\" href=\"/app/style/")
                    .append(style.getFileName())
                    .append("\">"));
        }
        sources.append("<script type=\"module\" src=\"/app/main.js\"></script>");
        return Files.readString(WEB.resolve("index.html"))
                .replace("{#bundle /}", sources)
                .getBytes(UTF_8);
    }

    private static String type(String path) {
        if (path.endsWith(".js")) return "text/javascript";
        if (path.endsWith(".css")) return "text/css";
        if (path.startsWith("/api/")) return "application/json";
        return "text/html";
    }

    private static void send(HttpExchange exchange, String type, byte @Nullable [] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type + ";charset=UTF-8");
        exchange.sendResponseHeaders(body == null ? 404 : 200, body == null || body.length == 0 ? -1 : body.length);
        if (body != null && body.length > 0) exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
        readers.close();
    }
}
