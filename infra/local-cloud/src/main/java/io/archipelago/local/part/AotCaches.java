package io.archipelago.local.part;

import io.archipelago.local.PartName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Caches of loaded classes and profiles that let a JVM start several times faster. A cache is made by a training run of
 * the very program, and is good for exactly the jars and the JVM that it was trained with: both are in its name, so a
 * rebuilt jar leads to another file. The JVM itself checks as well, and goes on without a cache that does not fit.
 *
 * @param folder where the caches are
 * @param training whether programs that have no cache yet shall write it when they end
 */
public record AotCaches(Path folder, boolean training) {

    /** The flags to start a program with; none when it has no cache. */
    public List<String> flags(PartName program, List<Path> jars) throws IOException {
        var cache = cache(program, jars);
        if (training && !Files.exists(cache)) {
            Files.createDirectories(folder);
            dropOutdated(program, jars);
            return List.of("-XX:AOTCacheOutput=" + cache, "-Xlog:aot*=error,cds*=error");
        }
        return Files.exists(cache) ? List.of("-XX:AOTCache=" + cache, "-Xlog:aot*=error,cds*=error") : List.of();
    }

    /** True when a program can start from its cache. */
    public boolean has(PartName program, List<Path> jars) throws IOException {
        return Files.exists(cache(program, jars));
    }

    /** Deletes caches of a program that were trained with other jars. */
    void dropOutdated(PartName program, List<Path> jars) throws IOException {
        if (!Files.isDirectory(folder)) return;
        var current = cache(program, jars);
        var outdated = new ArrayList<Path>();
        try (var files = Files.newDirectoryStream(folder, program.text() + "-????????.aot*")) {
            for (var file : files) if (!file.equals(current)) outdated.add(file);
        }
        for (var file : outdated) Files.deleteIfExists(file);
    }

    private Path cache(PartName program, List<Path> jars) throws IOException {
        return folder.resolve(program.text() + "-" + key(jars) + ".aot");
    }

    /** Path, size and time of each jar, which is what the JVM compares, and the JVM's own version. */
    private static String key(List<Path> jars) throws IOException {
        var crc = new CRC32C();
        crc.update(Runtime.version().toString().getBytes(StandardCharsets.UTF_8));
        for (var jar : jars) {
            var attributes = Files.readAttributes(jar, BasicFileAttributes.class);
            var line = jar + " " + attributes.size() + " "
                    + attributes.lastModifiedTime().toMillis() + "\n";
            crc.update(line.getBytes(StandardCharsets.UTF_8));
        }
        var hex = Long.toHexString(crc.getValue());
        return "0".repeat(8 - hex.length()) + hex;
    }
}
