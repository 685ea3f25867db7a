package io.archipelago.cli.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.archipelago.cli.Failure;
import io.archipelago.cli.client.Client;
import io.archipelago.cli.client.CloudFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeclaringTest {
    private record Request(String region, String service, String query, String body) {}

    @TempDir
    Path folder;

    private final List<Request> requests = new ArrayList<>();
    private HttpServer server;
    private String answer = "{\"results\":[]}";
    private int status = 200;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            var path = exchange.getRequestURI().getPath().split("/");
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            requests.add(new Request(path[1], path[2], exchange.getRequestURI().getQuery(), body));
            var bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private Client client() {
        return new Client(new CloudFile(List.of(region("eu-central"), region("us-east"))), null);
    }

    private CloudFile.Region region(String name) {
        var base = "http://127.0.0.1:" + server.getAddress().getPort() + "/" + name + "/";
        return new CloudFile.Region(
                name,
                "DE",
                "aws/eu-central-1",
                "127.0.0.1:1",
                "127.0.0.1:2",
                "http://127.0.0.1:3",
                "/nowhere",
                Map.of("inventory", base + "inventory", "residency-policy", base + "residency-policy"));
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    @Test
    void law_goes_first_and_each_site_to_its_own_region() throws IOException {
        var cloud = file("cloud.yaml", """
                kind: Site
                metadata: {name: virginia}
                spec: {region: us-east}
                ---
                kind: Workload
                metadata: {name: web}
                ---
                kind: ResidencyPolicy
                metadata: {name: gdpr}
                """);

        new Declaring(client()).apply(List.of(cloud), false);

        assertThat(requests.stream().map(r -> r.region() + " " + r.service() + " " + r.query()))
                .containsExactly(
                        "eu-central residency-policy dryRun=true",
                        "us-east inventory dryRun=true",
                        "eu-central inventory dryRun=true",
                        "eu-central residency-policy null",
                        "us-east inventory null",
                        "eu-central inventory null");
    }

    @Test
    void a_mistake_is_shown_at_its_line_of_its_file() throws IOException {
        var good = file("a.yaml", "# a comment\nkind: Workload\nmetadata: {name: web}\n");
        var bad = file(
                "b.yaml",
                "kind: Workload\nmetadata: {name: api}\n---\nkind: Workload\nmetadata:\n  name: cart\nspec: {}\n");
        status = 422;
        answer = """
                {"title":"Invalid declaration","errors":[{"document":2,"path":"spec.replicas","line":12,"detail":"is missing"}]}""";

        assertThatThrownBy(() -> new Declaring(client()).apply(List.of(good, bad), false))
                .isInstanceOf(Failure.class)
                .hasMessage(bad + ":7: Workload/cart spec.replicas: is missing\nnothing was changed");
        // The request's lines: '---', 3 of a, '---', 2 of b's first, '---', then b's second from line 9.
        assertThat(requests.getFirst().body().lines().toList().get(12 - 1)).isEqualTo("spec: {}");
    }

    @Test
    void a_folder_is_read_in_order_of_name_without_what_lies_below() throws IOException {
        file("2.yml", "kind: Dataset\nmetadata: {name: b}\n");
        file("1.json", "{\"kind\":\"Dataset\",\"metadata\":{\"name\":\"a\"}}");
        file("notes.txt", "not a declaration");
        Files.createDirectory(folder.resolve("later"));
        Files.writeString(folder.resolve("later/3.yaml"), "kind: Dataset\nmetadata: {name: c}\n");

        assertThat(Documents.read(List.of(folder.toString())).stream().map(Documents.Document::name))
                .containsExactly("a", "b");
    }

    @Test
    void what_is_not_there_is_named() {
        assertThatThrownBy(() ->
                        Documents.read(List.of(folder.resolve("nowhere.yaml").toString())))
                .hasMessageContaining("nowhere.yaml does not exist");
        assertThatThrownBy(() -> Documents.read(List.of(folder.toString()))).hasMessageContaining("nothing to read");
    }
}
