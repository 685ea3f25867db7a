package io.archipelago.images;

import com.sun.net.httpserver.HttpServer;
import io.archipelago.local.process.Folders;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A run of the command line to learn from: it asks a service, played here, for its sites. */
record CliRun(Program program, Runtime runtime, Path work) {
    private static final byte[] ANSWER = "{\"items\":[]}".getBytes(StandardCharsets.UTF_8);

    /** @param cache is written when the run ends */
    void teach(Path cache) throws IOException {
        Folders.delete(work);
        for (var file : program.files().entrySet())
            if (file.getKey().endsWith(".jar")) {
                var jar = Path.of(work + file.getKey());
                Files.createDirectories(jar.resolveSibling("."));
                Files.copy(file.getValue(), jar);
                Files.setLastModifiedTime(jar, FileTime.from(ImageBuild.TIME));
            }
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, ANSWER.length);
            exchange.getResponseBody().write(ANSWER);
            exchange.close();
        });
        server.start();
        try {
            var url = "http://127.0.0.1:" + server.getAddress().getPort();
            Files.write(
                    work.resolve("cloud.json"),
                    Json.bytes(Map.of(
                            "regions", List.of(Map.of("name", "somewhere", "services", Map.of("inventory", url))))));
            Commands.run(command(cache));
        } finally {
            server.stop(0);
            Folders.delete(work);
        }
    }

    private List<String> command(Path cache) {
        var words = new ArrayList<>(List.of(
                "env",
                "ARCHIPELAGO_HOME=" + work,
                runtime.folder().resolve("bin/java").toAbsolutePath().toString()));
        words.addAll(ImageBuild.OPTIONS);
        words.add("-XX:AOTCacheOutput=" + cache);
        for (var word : program.java()) words.add(word.replace(Program.HOME + "/", work + Program.HOME + "/"));
        words.addAll(List.of("get", "sites"));
        return words;
    }
}
