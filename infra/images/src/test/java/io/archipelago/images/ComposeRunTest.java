package io.archipelago.images;

import static org.assertj.core.api.Assertions.assertThat;

import io.archipelago.local.LocalRegion;
import io.archipelago.local.PartName;
import io.archipelago.local.containers.Address;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One region in containers, where an engine runs and the images are loaded. */
class ComposeRunTest {
    private static final Path PROJECT = Path.of("../..").toAbsolutePath().normalize();
    private static final String NAME = "archipelago-test";
    private static final long PATIENCE_MINUTES = 15;

    private static final String DECLARED = """
            apiVersion: archipelago.io/v1
            kind: Site
            metadata: {name: frankfurt}
            spec: {region: eu-central, cloudRegion: aws/eu-central-1, capacity: {cpu: 16, memory: 64Gi, storage: 1Ti}}
            ---
            apiVersion: archipelago.io/v1
            kind: Workload
            metadata: {name: hello, home: eu-central}
            spec: {owner: shop, replicas: {min: 2, max: 2}, resources: {cpu: 250m, memory: 256Mi}}
            """;

    @TempDir
    private Path folder;

    private record Ended(int code, String said) {}

    @BeforeEach
    void an_engine_and_the_images_are_there() throws Exception {
        if (run(List.of("docker", "version")).code() != 0) skip("no container engine answers");
        if (run(List.of("docker", "compose", "version")).code() != 0) skip("docker has no compose");
        for (var image : compose("config", "--images").said().lines().toList())
            if (run(List.of("docker", "image", "inspect", image)).code() != 0) skip(image + " is not loaded");
        for (var part : PartName.values())
            if (part != PartName.POSTGRES && taken(Address.published(LocalRegion.ALL.getFirst(), part)))
                skip("something else listens on the ports of " + part.text());
    }

    @AfterEach
    void gone() throws Exception {
        if (Files.exists(folder.resolve("started"))) compose("down", "-v");
    }

    @Test
    void one_region_comes_up_and_places_what_is_declared() throws Exception {
        Files.createFile(folder.resolve("started"));
        var up = compose("up", "-d", "--wait");
        assertThat(up.code()).as(up.said()).isZero();
        var copied = compose(
                "cp", "hand-out-light:/handout/outside", folder.resolve("cloud").toString());
        assertThat(copied.code()).as(copied.said()).isZero();
        var declared = Files.writeString(folder.resolve("declared.yaml"), DECLARED);
        var applied = archipelago("apply", "-f", declared.toString());
        assertThat(applied.code()).as(applied.said()).isZero();
        var deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
        var placements = archipelago("get", "placements");
        while (!placements.said().contains("2/2") && System.nanoTime() < deadline)
            placements = archipelago("get", "placements");
        assertThat(placements.said()).contains("hello").contains("2/2");
        assertThat(archipelago("topology", "check").code()).isZero();
    }

    private static void skip(String why) {
        System.err.println("SKIPPED, a region in containers was not tried: " + why);
        Assumptions.abort(why);
    }

    private static boolean taken(int port) {
        try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return !socket.isBound();
        } catch (IOException e) {
            return true;
        }
    }

    private Ended compose(String... words) throws Exception {
        var all = new ArrayList<>(List.of("docker", "compose", "-p", NAME, "--profile", "light"));
        all.addAll(List.of(words));
        return run(all);
    }

    private Ended archipelago(String... words) throws Exception {
        var all = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                "-Darchipelago.project=" + PROJECT,
                "io.archipelago.cli.Archipelago"));
        all.addAll(List.of(words));
        return run(all);
    }

    private Ended run(List<String> words) throws Exception {
        var output = Files.createTempFile(folder, "said", ".txt");
        var builder = new ProcessBuilder(words)
                .directory(PROJECT.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("ARCHIPELAGO_HOME", folder.resolve("cloud").toString());
        try {
            var process = builder.start();
            if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                return new Ended(-1, words + " did not end");
            }
            return new Ended(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
        } catch (IOException noSuchProgram) {
            return new Ended(-1, String.valueOf(noSuchProgram.getMessage()));
        }
    }
}
