package io.archipelago.images;

import io.archipelago.cli.Failure;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.ar.ArArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * A Debian package, read without Debian's tools.
 *
 * @param control what the package says of itself
 * @param files by path, without a leading slash
 */
record DebianPackage(String control, Map<String, Content> files) {

    /** A file's bytes, or where a symbolic link leads. */
    sealed interface Content {}

    record Bytes(byte[] content, int mode) implements Content {}

    record Link(String target) implements Content {}

    /** @throws Failure when it is packed otherwise than Debian does */
    static DebianPackage read(Path deb) throws IOException {
        var control = "";
        Map<String, Content> files = Map.of();
        try (var archive = new ArArchiveInputStream(new BufferedInputStream(Files.newInputStream(deb)))) {
            for (var part = archive.getNextEntry(); part != null; part = archive.getNextEntry()) {
                switch (part.getName()) {
                    case "control.tar.xz" -> {
                        if (unpacked(archive.readAllBytes()).get("control") instanceof Bytes said)
                            control = new String(said.content(), StandardCharsets.UTF_8);
                    }
                    case "data.tar.xz" -> files = unpacked(archive.readAllBytes());
                    case "debian-binary" -> {}
                    default -> throw new Failure(deb + " holds " + part.getName() + ", which cannot be read here");
                }
            }
        }
        return new DebianPackage(control, files);
    }

    String name() {
        return field("Package");
    }

    String version() {
        return field("Version");
    }

    private String field(String name) {
        return control.lines()
                .filter(line -> line.startsWith(name + ": "))
                .map(line -> line.substring(name.length() + 2).strip())
                .findFirst()
                .orElseThrow(() -> new Failure("a package does not say its " + name));
    }

    private static Map<String, Content> unpacked(byte[] archive) throws IOException {
        var files = new TreeMap<String, Content>();
        try (var tar = new TarArchiveInputStream(new XZCompressorInputStream(new ByteArrayInputStream(archive)))) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                var name = entry.getName().replaceFirst("^\\./", "");
                if (entry.isSymbolicLink()) files.put(name, new Link(entry.getLinkName()));
                else if (entry.isFile()) files.put(name, new Bytes(tar.readAllBytes(), entry.getMode() & 0777));
            }
        }
        return files;
    }
}
