package io.archipelago.images;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FileEntry;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import com.google.cloud.tools.jib.api.buildplan.Port;
import io.archipelago.cli.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Builds one image for one processor, in layers from what changes least to what changes most.
 *
 * @param work for files that are made on the way
 * @param cache the image's start-up cache; null when it was not trained
 */
record ImageBuild(
        Program program,
        String version,
        Runtime runtime,
        byte[] materials,
        @Nullable Path cache,
        Path work) {

    /** Every file's time in every image; a start-up cache knows its jars by it. */
    static final Instant TIME = Instant.ofEpochSecond(1);

    static final String JAVA = "/opt/java/bin/java";
    private static final String CACHE = Program.HOME + "/start.aot";
    private static final String HEALTH = "/opt/health";

    static final List<String> OPTIONS = List.of(
            "-XX:+UseSerialGC",
            "-XX:+UseCompactObjectHeaders",
            "-XX:-UsePerfData",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:MaxRAMPercentage=50",
            "-Xss512k",
            "-Xlog:aot*=error,cds*=error",
            "-Dfile.encoding=UTF-8",
            "-Djava.net.preferIPv4Stack=true",
            "-Duser.timezone=UTC");

    /** Writes the image as an OCI layout in an archive. */
    void write(Base base, Path archive, Path caches) throws IOException {
        try {
            var builder = base.start()
                    .setPlatforms(Set.of(new Platform(runtime.architecture().text(), "linux")))
                    .setFormat(ImageFormat.OCI)
                    .setCreationTime(TIME)
                    .setUser(DebianBase.USER)
                    .setWorkingDirectory(AbsoluteUnixPath.get(Program.HOME))
                    .setEntrypoint(List.of(JAVA, "@" + Program.HOME + "/java.args"))
                    .setProgramArguments(program.arguments())
                    .setExposedPorts(program.ports().stream().map(Port::tcp).collect(Collectors.toSet()))
                    .setLabels(Map.of(
                            "org.opencontainers.image.title",
                            program.title(),
                            "org.opencontainers.image.version",
                            version,
                            "io.archipelago.sbom",
                            bill(),
                            "io.archipelago.start-up-cache",
                            cache == null ? "none" : "trained"))
                    .addFileEntriesLayer(layer("java", Program.tree(runtime.folder(), "/opt/java", file -> true)))
                    .addFileEntriesLayer(layer("libraries", files(true)))
                    .addFileEntriesLayer(layer("program", files(false)))
                    .addFileEntriesLayer(own());
            if (cache != null)
                builder.addFileEntriesLayer(layer("start-up cache", new TreeMap<>(Map.of(CACHE, cache))));
            builder.containerize(
                    Containerizer.to(TarImage.at(archive).named("archipelago/" + program.name() + ":" + version))
                            .setToolName("archipelago")
                            .setBaseImageLayersCache(caches)
                            .setApplicationLayersCache(caches));
        } catch (InvalidImageReferenceException | CacheDirectoryCreationException e) {
            throw new IOException(e);
        } catch (ExecutionException | RegistryException e) {
            throw new Failure("the image " + program.name() + " cannot be built: " + reason(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted");
        }
    }

    private String bill() {
        return "/usr/share/sbom/" + program.name() + ".cdx.json";
    }

    /** The project's own jars change with every build, the others with a version. */
    private SortedMap<String, Path> files(boolean others) {
        var files = new TreeMap<String, Path>();
        program.files().forEach((target, file) -> {
            if (others == (target.contains("/lib/") && !target.contains("-SNAPSHOT"))) files.put(target, file);
        });
        return files;
    }

    /** What is made for the image: how it starts, how its health is asked for, what is in it, where it may write. */
    private FileEntriesLayer own() throws IOException {
        Files.createDirectories(work);
        var start = new ArrayList<>(OPTIONS);
        if (cache != null) start.add("-XX:AOTCache=" + CACHE);
        start.addAll(program.java());
        var health = List.of(
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx8m",
                "-cp",
                HEALTH,
                io.archipelago.images.health.Health.class.getName());
        var files = new TreeMap<String, Path>();
        files.put(Program.HOME + "/java.args", text("java.args", start));
        files.put(HEALTH + "/args", text("health.args", health));
        files.put(HEALTH + "/io/archipelago/images/health/Health.class", healthClass());
        files.put(bill(), Files.write(work.resolve("bill.json"), materials));
        var builder = layer("own", files).toBuilder();
        for (var folder : program.writable())
            builder.addEntry(new FileEntry(
                    work, AbsoluteUnixPath.get(folder), FilePermissions.fromOctalString("755"), TIME, DebianBase.USER));
        return builder.build();
    }

    private Path text(String name, List<String> lines) throws IOException {
        return Files.writeString(work.resolve(name), String.join("\n", lines) + "\n", StandardCharsets.UTF_8);
    }

    private Path healthClass() throws IOException {
        try (var in = ImageBuild.class.getResourceAsStream("health/Health.class")) {
            if (in == null) throw new IllegalStateException("the health check is not on the class path");
            return Files.write(work.resolve("Health.class"), in.readAllBytes());
        }
    }

    private static FileEntriesLayer layer(String name, SortedMap<String, Path> files) {
        var builder = FileEntriesLayer.builder().setName(name);
        for (var file : files.entrySet())
            builder.addEntry(
                    file.getValue(),
                    AbsoluteUnixPath.get(file.getKey()),
                    FilePermissions.fromOctalString(Files.isExecutable(file.getValue()) ? "755" : "644"),
                    TIME);
        return builder.build();
    }

    private static String reason(Throwable e) {
        var cause = e.getCause();
        return cause == null ? String.valueOf(e.getMessage()) : reason(cause);
    }
}
