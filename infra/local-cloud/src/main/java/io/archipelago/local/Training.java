package io.archipelago.local;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;

/** Runs {@link LocalCloud#train} for the start script; a cloud also starts without, only slower. */
public final class Training {
    private Training() {}

    /** @param args the project's folder and a file for what is going on */
    public static void main(String[] args) throws IOException {
        var began = System.nanoTime();
        var cloud = new LocalCloud(Installation.of(Path.of(args[0])));
        var log = Path.of(args[1]);
        Files.createDirectories(log.toAbsolutePath().normalize().getParent());
        try (var lines = new PrintStream(Files.newOutputStream(log), true, StandardCharsets.UTF_8)) {
            var untrained = cloud.installation().programsToTrain();
            if (untrained.isEmpty()) return;
            System.err.println(
                    "learning to start fast, once after a build (" + untrained.size() + " programs; log: " + log + ")");
            cloud.train(step -> lines.println(Instant.now() + " " + step));
            System.err.printf(Locale.ROOT, "✓ learned  %.0f s%n", (System.nanoTime() - began) / 1e9);
        } catch (LocalCloudException e) {
            System.err.println("! the programs could not learn to start fast and will start slowly: " + e.getMessage());
        }
    }
}
