package io.archipelago.local.containers;

import com.fasterxml.jackson.core.type.TypeReference;
import com.sun.net.httpserver.HttpServer;
import io.archipelago.local.backbone.ConnectRest;
import io.archipelago.local.http.JsonHttp;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * What carries a region's facts, its connectors: registers them as they are described and starts again what has failed, for
 * Connect itself leaves it failed.
 *
 * @param connect base address of the worker's REST API
 * @param described the settings of each connector by its name, as JSON
 */
public record Carriers(String connect, Path described) {
    /** Answers 200 while all of them run; in the container only. */
    public static final int HEALTH_PORT = 8090;

    private static final Duration PAUSE = Duration.ofSeconds(5);

    /** Does not return. */
    public void tend() throws IOException, InterruptedException {
        var rest = ConnectRest.shielded(connect);
        Map<String, Map<String, String>> wanted =
                JsonHttp.JSON.readValue(Files.readAllBytes(described), new TypeReference<>() {});
        serveHealth(rest, wanted.size());
        for (var connector : wanted.entrySet())
            if (!rest.config(connector.getKey()).equals(connector.getValue()))
                rest.put(connector.getKey(), connector.getValue());
        while (true) {
            try {
                for (var state : rest.states())
                    if (state.failed()) {
                        System.out.println(state.name() + " failed (" + state.trace() + "); started again");
                        rest.restartFailed(state.name());
                    }
            } catch (IOException e) {
                System.out.println("Connect does not answer: " + e.getMessage());
            }
            Thread.sleep(PAUSE);
        }
    }

    private static void serveHealth(ConnectRest rest, int wanted) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), HEALTH_PORT), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(running(rest) == wanted ? 200 : 503, -1);
            exchange.close();
        });
        server.start();
    }

    private static long running(ConnectRest rest) {
        try {
            return rest.states().stream()
                    .filter(state -> state.worst().equals("RUNNING"))
                    .count();
        } catch (IOException e) {
            return 0;
        }
    }
}
