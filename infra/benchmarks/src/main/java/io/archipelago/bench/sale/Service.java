package io.archipelago.bench.sale;

import io.archipelago.cli.Failure;
import io.archipelago.testkit.Ports;
import io.archipelago.testkit.Region;
import io.archipelago.testkit.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The placement service as it is shipped, in a process of its own, on a region's broker and database. */
final class Service implements AutoCloseable {
    private static final Duration READY = Duration.ofSeconds(120);
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final Process process;

    /** Returns when it is ready. */
    Service(Path project, Region region) {
        var jar = project.resolve("services/placement/target/quarkus-app/quarkus-run.jar");
        if (!Files.exists(jar)) throw new Failure(jar + " is not there: ./archipelago build");
        int port = Ports.free();
        var builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-jar",
                        jar.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment()
                .putAll(Map.of(
                        "ARCHIPELAGO_REGION",
                        Region.NAME,
                        "ARCHIPELAGO_JURISDICTION",
                        Region.JURISDICTION,
                        "ARCHIPELAGO_LOCATION",
                        Region.LOCATION,
                        "ARCHIPELAGO_PEERS",
                        "us-east:US:aws/us-east-1,ap-southeast:SG:aws/ap-southeast-1",
                        "ARCHIPELAGO_DATABASE",
                        region.database().address(),
                        "ARCHIPELAGO_DATABASE_PASSWORD",
                        TestDatabase.PASSWORD,
                        "KAFKA_BOOTSTRAP_SERVERS",
                        region.broker().bootstrap(),
                        "QUARKUS_HTTP_HOST",
                        "127.0.0.1",
                        "QUARKUS_HTTP_PORT",
                        Integer.toString(port)));
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new Failure("cannot start the placement service: " + e.getMessage());
        }
        awaitReady(URI.create("http://127.0.0.1:" + port + "/q/health/ready"));
    }

    private void awaitReady(URI health) {
        long deadline = System.nanoTime() + READY.toNanos();
        try (var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(health)
                    .timeout(PAUSE.multipliedBy(10))
                    .build();
            do {
                if (answers(http, request)) return;
            } while (!process.waitFor(PAUSE) && System.nanoTime() < deadline);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        close();
        throw new Failure("the placement service was not ready after " + READY.toSeconds() + " s");
    }

    private static boolean answers(HttpClient http, HttpRequest request) throws InterruptedException {
        try {
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
