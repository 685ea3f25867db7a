package io.archipelago.images;

import io.archipelago.local.process.Folders;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Caches that let the programs of the images start fast. Each is learned in a run of the very program, by the very runtime
 * of the image, from jars of the same names, sizes and times; the JVM does not mind that they lay elsewhere then. What was
 * learned differs from run to run, so a cache is kept by what it was learned from: the same inputs find the same bytes.
 *
 * @param kept where they are kept
 */
record StartCaches(Path kept) {
    private static final String CLI = "cli";

    /** Trains what is not kept yet, by a small cloud of the built project that runs for a minute. */
    void train(Path project, List<Program> programs, Runtime runtime, Path work) throws IOException {
        var missing = new HashMap<String, Path>();
        for (var program : programs) {
            var file = file(program, runtime);
            if (Files.exists(file)) continue;
            Files.createDirectories(kept);
            if (program.name().equals(CLI)) new CliRun(program, runtime, work.toAbsolutePath()).teach(file);
            else missing.put(program.name(), file);
        }
        if (missing.isEmpty()) return;
        System.out.println("training "
                + String.join(", ", missing.keySet().stream().sorted().toList())
                + ": a cloud of two regions runs for a minute or more");
        Folders.delete(work);
        stage(project, work);
        Commands.run(List.of(
                runtime.folder().resolve("bin/java").toAbsolutePath().toString(),
                "-XX:+UseSerialGC",
                "-cp",
                work.resolve("infra/local-cloud/target/lib").toAbsolutePath() + "/*",
                "io.archipelago.local.Training",
                work.toAbsolutePath().toString(),
                work.resolve("training.log").toAbsolutePath().toString()));
        for (var cache : missing.entrySet()) {
            var learned = learned(work.resolve(".archipelago/aot"), cache.getKey());
            if (learned.isPresent()) Files.move(learned.get(), cache.getValue());
        }
        Folders.delete(work);
    }

    /** The cache of a program; empty when there was no training or it did not work. */
    Optional<Path> of(Program program, Runtime runtime) throws IOException {
        return Optional.of(file(program, runtime)).filter(Files::exists);
    }

    private Path file(Program program, Runtime runtime) throws IOException {
        var inputs = new StringBuilder(Digest.of(runtime.folder().resolve("lib/modules")));
        for (var file : program.files().entrySet())
            if (file.getKey().endsWith(".jar"))
                inputs.append(file.getKey())
                        .append(' ')
                        .append(Digest.of(file.getValue()))
                        .append('\n');
        return kept.resolve(program.name() + "-"
                + Digest.of(inputs.toString().getBytes(StandardCharsets.UTF_8)).substring(0, 16) + ".aot");
    }

    private static Optional<Path> learned(Path folder, String program) throws IOException {
        if (!Files.isDirectory(folder)) return Optional.empty();
        try (var files = Files.newDirectoryStream(folder, program + "-????????.aot")) {
            for (var file : files) return Optional.of(file);
        }
        return Optional.empty();
    }

    /** Copies what a cloud needs, each file with the time it has in the images. */
    private static void stage(Path project, Path stage) throws IOException {
        var files =
                new HashMap<>(Map.of("infra/local-cloud/target/lib", project.resolve("infra/local-cloud/target/lib")));
        try (var services = Files.list(project.resolve("services"))) {
            services.forEach(service -> files.put(
                    "services/" + service.getFileName() + "/target/quarkus-app",
                    service.resolve("target/quarkus-app")));
        }
        for (var folder : files.entrySet())
            for (var file : Program.tree(folder.getValue(), folder.getKey(), any -> true)
                    .entrySet()) {
                var target = stage.resolve(file.getKey());
                Files.createDirectories(target.getParent());
                Files.copy(file.getValue(), target);
                Files.setLastModifiedTime(target, FileTime.from(ImageBuild.TIME));
            }
    }
}
