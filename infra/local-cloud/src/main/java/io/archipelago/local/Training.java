package io.archipelago.local;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** Runs {@link LocalCloud#train} for the start script; a cloud also starts without, only slower. */
public final class Training {
    private static final String CLEAR = "\r\u001b[2K";

    private Training() {}

    /** @param args the project's folder and a file for what is going on */
    public static void main(String[] args) throws IOException {
        var began = System.nanoTime();
        var cloud = new LocalCloud(Installation.of(Path.of(args[0])));
        var log = Path.of(args[1]).toAbsolutePath();
        var untrained = cloud.installation().programsToTrain();
        if (untrained.isEmpty()) return;
        System.err.println(
                "learning to start fast, once after a build (" + untrained.size() + " programs; log: " + log + ")");
        var terminal = System.console() != null && System.console().isTerminal();
        try (var lines = new PrintStream(Files.newOutputStream(log), true, StandardCharsets.UTF_8)) {
            cloud.train(step -> {
                lines.println(Instant.now() + " " + step);
                if (terminal) show(step, began);
            });
            System.err.println((terminal ? CLEAR : "") + "✓ learned  " + seconds(began) + " s");
        } catch (LocalCloudException e) {
            System.err.println((terminal ? CLEAR : "")
                    + "! the programs could not learn to start fast and will start slowly: " + e.getMessage());
        }
    }

    private static void show(Progress step, long began) {
        var place = step.region() == null ? "" : step.region() + " ";
        var part = step.part() == null ? "" : step.part();
        System.err.print(CLEAR + "learning " + seconds(began) + " s  " + step.phase() + " " + place + part);
    }

    private static long seconds(long began) {
        return (System.nanoTime() - began) / 1_000_000_000;
    }
}
