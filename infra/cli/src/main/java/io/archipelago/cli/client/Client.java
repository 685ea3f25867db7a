package io.archipelago.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.archipelago.cli.ExitCode;
import io.archipelago.cli.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.net.ssl.HttpsURLConnection;
import org.jspecify.annotations.Nullable;

/**
 * Talks to the services of one region, or of the first that answers. HttpURLConnection, because java.net.http costs
 * 200 ms more at every start of a command.
 */
public final class Client {
    public static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int CONNECT_MS = 2_000;
    private static final int READ_MS = 60_000;

    private final CloudFile cloud;
    private final @Nullable String wanted;

    /** @param wanted the region to ask; null asks each in turn until one answers */
    public Client(CloudFile cloud, @Nullable String wanted) {
        this.cloud = cloud;
        this.wanted = wanted;
        if (wanted != null) cloud.region(wanted);
    }

    public CloudFile cloud() {
        return cloud;
    }

    /** The region that is asked first. */
    public CloudFile.Region home() {
        return wanted != null ? cloud.region(wanted) : cloud.regions().getFirst();
    }

    public static String encode(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /**
     * @param path behind {@code /api/v1}
     * @throws ApiProblem when the service refuses
     * @throws Failure when no region answers
     */
    public JsonNode get(String service, String path) {
        return json(service, answer(service, path));
    }

    /** As {@link #get}, every byte as it was answered: for what is signed. */
    public String text(String service, String path) {
        return new String(answer(service, path), StandardCharsets.UTF_8);
    }

    private byte[] answer(String service, String path) {
        var candidates = wanted != null ? List.of(cloud.region(wanted)) : cloud.regions();
        for (var region : candidates) {
            try {
                return exchange("GET", region, service, path, null, null);
            } catch (IOException e) {
                if (wanted == null) System.err.println(region.name() + " does not answer, asking the next region");
            }
        }
        throw unreachable(service, wanted == null ? "any region" : wanted);
    }

    public JsonNode send(
            String method, CloudFile.Region region, String service, String path, @Nullable String type, byte[] body) {
        try {
            return json(service, exchange(method, region, service, path, type, body));
        } catch (IOException e) {
            throw unreachable(service, region.name());
        }
    }

    private static Failure unreachable(String service, String where) {
        return new Failure(
                ExitCode.UNREACHABLE, service + " of " + where + " does not answer: ./archipelago status shows why");
    }

    private static JsonNode json(String service, byte[] answer) {
        try {
            return JSON.readTree(answer);
        } catch (IOException e) {
            throw new Failure(service + " answered with something that is not JSON");
        }
    }

    private static byte[] exchange(
            String method,
            CloudFile.Region region,
            String service,
            String path,
            @Nullable String type,
            byte @Nullable [] body)
            throws IOException {
        var base = region.services().get(service);
        if (base == null) throw new IOException("no " + service + " in " + region.name());
        var connection =
                (HttpURLConnection) URI.create(base + "/api/v1" + path).toURL().openConnection();
        if (connection instanceof HttpsURLConnection secured) secured.setSSLSocketFactory(region.sockets());
        connection.setConnectTimeout(CONNECT_MS);
        connection.setReadTimeout(READ_MS);
        connection.setRequestMethod(method);
        connection.setRequestProperty("Accept", "application/json");
        Token.own().ifPresent(token -> connection.setRequestProperty("Authorization", "Bearer " + token));
        if (body != null && body.length > 0) {
            connection.setDoOutput(true);
            if (type != null) connection.setRequestProperty("Content-Type", type);
            connection.setFixedLengthStreamingMode(body.length);
            try (var out = connection.getOutputStream()) {
                out.write(body);
            }
        }
        int status = connection.getResponseCode();
        try (InputStream in = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            var answer = in == null ? new byte[0] : in.readAllBytes();
            if (status >= 400) throw new ApiProblem(status, json(service, answer));
            return answer;
        }
    }
}
