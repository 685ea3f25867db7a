package io.archipelago.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.archipelago.cli.ExitCode;
import io.archipelago.cli.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
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
            return exchange(method, region, service, path, type, body);
        } catch (IOException e) {
            throw unreachable(service, region.name());
        }
    }

    private static Failure unreachable(String service, String where) {
        return new Failure(
                ExitCode.UNREACHABLE, service + " of " + where + " does not answer: ./archipelago status shows why");
    }

    private static JsonNode exchange(
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
        connection.setConnectTimeout(CONNECT_MS);
        connection.setReadTimeout(READ_MS);
        connection.setRequestMethod(method);
        connection.setRequestProperty("Accept", "application/json");
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
            var answer = in == null ? MissingNode.getInstance() : JSON.readTree(in.readAllBytes());
            if (status >= 400) throw new ApiProblem(status, answer);
            return answer;
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new Failure(
                    service + " of " + region.name() + " answered " + status + " with something that is not JSON");
        }
    }
}
