package io.archipelago.local.http;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Calls one server.
 *
 * @param base such as {@code http://127.0.0.1:18000}
 * @param token sent as a bearer token; none when null
 * @param tls for a base that begins with {@code https}; Java's own when null
 * @param readLimit how long an answer may keep still
 */
public record JsonHttp(
        String base, @Nullable String token, @Nullable Supplier<SSLSocketFactory> tls, Duration readLimit) {
    public static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    private static final int CONNECT_LIMIT_MS = 2_000;

    /** An answer; the body is missing when there was none or it was not JSON. */
    public record Answer(int status, JsonNode body) {
        public boolean succeeded() {
            return status / 100 == 2;
        }
    }

    public Answer get(String path) throws IOException {
        return call("GET", path, null);
    }

    public Answer put(String path, Object body) throws IOException {
        return call("PUT", path, body);
    }

    public Answer post(String path, @Nullable Object body) throws IOException {
        return call("POST", path, body);
    }

    /** Posts what an HTML form would: OAuth wants it so. */
    public Answer form(String path, Map<String, String> fields) throws IOException {
        var body = fields.entrySet().stream()
                .map(field -> encoded(field.getKey()) + '=' + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
        return answer(open("POST", path, "application/x-www-form-urlencoded", body.getBytes(StandardCharsets.UTF_8)));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    public Answer delete(String path) throws IOException {
        return call("DELETE", path, null);
    }

    /** Hands over each line of an answer as it arrives, until the server ends it. */
    public void lines(String path, Consumer<String> line) throws IOException {
        var connection = open("GET", path, "", null);
        if (connection.getResponseCode() != 200)
            throw new IOException(base + path + " answered " + connection.getResponseCode());
        try (var reader =
                new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
            for (var next = reader.readLine(); next != null; next = reader.readLine())
                if (!next.isBlank()) line.accept(next);
        }
    }

    private Answer call(String method, String path, @Nullable Object body) throws IOException {
        return answer(open(method, path, "application/json", body == null ? null : JSON.writeValueAsBytes(body)));
    }

    private static Answer answer(HttpURLConnection connection) throws IOException {
        var status = connection.getResponseCode();
        var failed = status >= 400;
        try (var stream = failed ? connection.getErrorStream() : connection.getInputStream()) {
            return new Answer(status, read(stream));
        }
    }

    private HttpURLConnection open(String method, String path, String type, byte @Nullable [] body) throws IOException {
        var connection = (HttpURLConnection) URI.create(base + path).toURL().openConnection();
        if (tls != null && connection instanceof HttpsURLConnection secured) secured.setSSLSocketFactory(tls.get());
        connection.setRequestMethod(method);
        connection.setConnectTimeout(CONNECT_LIMIT_MS);
        connection.setReadTimeout(Math.toIntExact(readLimit.toMillis()));
        connection.setRequestProperty("Accept", "application/json");
        if (token != null) connection.setRequestProperty("Authorization", "Bearer " + token);
        if (body != null) {
            connection.setDoOutput(true);
            connection.setRequestProperty("Content-Type", type);
            try (var out = connection.getOutputStream()) {
                out.write(body);
            }
        }
        return connection;
    }

    private static JsonNode read(@Nullable InputStream stream) throws IOException {
        if (stream == null) return MissingNode.getInstance();
        var bytes = stream.readAllBytes();
        if (bytes.length == 0) return MissingNode.getInstance();
        try {
            return JSON.readTree(bytes);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }
}
