package io.archipelago.images;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A base image made of Debian packages: the C library and what native libraries link to, a user, a folder for temporary
 * files. No shell, no package manager.
 */
final class DebianBase {
    static final String USER = "65532:65532";
    private static final List<String> PACKAGES = List.of("libc6", "libgcc-s1", "libstdc++6", "gcc-12-base");
    private static final int OPEN_TO_ALL = 01777;

    private DebianBase() {}

    /** The packages of a folder; fetched by apt when it holds none, and kept for the next time. */
    static List<DebianPackage> packages(Path folder, Architecture architecture) throws IOException {
        Files.createDirectories(folder);
        if (debs(folder).isEmpty()) download(folder, architecture);
        var packages = new ArrayList<DebianPackage>();
        for (var deb : debs(folder)) packages.add(DebianPackage.read(deb));
        return packages;
    }

    /** Writes them as an image that a build can start from. */
    static void write(Path image, List<DebianPackage> packages, Architecture architecture) throws IOException {
        var layer = layer(packages);
        var config = Json.bytes(Map.of(
                "architecture", architecture.text(),
                "os", "linux",
                "created", "1970-01-01T00:00:00Z",
                "config", Map.of(),
                "rootfs", Map.of("type", "layers", "diff_ids", List.of("sha256:" + Digest.of(layer)))));
        try (var tar = new Tar(new BufferedOutputStream(Files.newOutputStream(image)))) {
            tar.file("config.json", config, 0644);
            tar.file("layer.tar", layer, 0644);
            tar.file(
                    "manifest.json",
                    Json.bytes(List.of(Map.of("Config", "config.json", "Layers", List.of("layer.tar")))),
                    0644);
        }
    }

    private static byte[] layer(List<DebianPackage> packages) throws IOException {
        var files = new TreeMap<String, DebianPackage.Content>();
        for (var each : packages) {
            each.files().forEach((name, content) -> {
                if (wanted(name)) files.put(merged(name), content);
            });
            files.put("var/lib/dpkg/status.d/" + each.name(), text(each.control()));
        }
        files.put("etc/passwd", text("root:x:0:0:root:/:/sbin/nologin\nnonroot:x:65532:65532::/tmp:/sbin/nologin\n"));
        files.put("etc/group", text("root:x:0:\nnonroot:x:65532:\n"));
        files.put("etc/nsswitch.conf", text("passwd: files\ngroup: files\nhosts: files dns\n"));
        files.put("lib", new DebianPackage.Link("usr/lib"));
        files.put("lib64", new DebianPackage.Link("usr/lib64"));
        var bytes = new ByteArrayOutputStream();
        try (var tar = new Tar(bytes)) {
            for (var folder : folders(files.keySet().stream())) tar.folder(folder, 0755);
            tar.folder("tmp", OPEN_TO_ALL);
            for (var file : files.entrySet())
                switch (file.getValue()) {
                    case DebianPackage.Link link -> tar.link(file.getKey(), link.target());
                    case DebianPackage.Bytes content -> tar.file(file.getKey(), content.content(), content.mode());
                }
        }
        return bytes.toByteArray();
    }

    /** Libraries and licences; no tools, no manuals, no conversions between character sets. */
    private static boolean wanted(String name) {
        return (name.matches("(usr/)?lib(64)?/.*") && !name.contains("/gconv/"))
                || name.matches("usr/share/doc/[^/]+/copyright");
    }

    /** Debian keeps all libraries below /usr; older packages still say otherwise. */
    private static String merged(String name) {
        return name.startsWith("lib") ? "usr/" + name : name;
    }

    private static TreeSet<String> folders(Stream<String> files) {
        var folders = new TreeSet<String>();
        files.forEach(file -> {
            for (int slash = file.indexOf('/'); slash >= 0; slash = file.indexOf('/', slash + 1))
                folders.add(file.substring(0, slash));
        });
        return folders;
    }

    private static DebianPackage.Bytes text(String text) {
        return new DebianPackage.Bytes(text.getBytes(StandardCharsets.UTF_8), 0644);
    }

    private static List<Path> debs(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".deb"))
                    .sorted()
                    .toList();
        }
    }

    /** With lists of its own, since this machine's know its own processor only. */
    private static void download(Path folder, Architecture architecture) throws IOException {
        var own = folder.resolve("apt").toAbsolutePath();
        Files.createDirectories(own.resolve("lists/partial"));
        var apt = List.of(
                "apt-get",
                "-q",
                "-o",
                "APT::Architecture=" + architecture.text(),
                "-o",
                "APT::Architectures=" + architecture.text(),
                "-o",
                "APT::Sandbox::User=",
                "-o",
                "Dir::State::Lists=" + own.resolve("lists"),
                "-o",
                "Dir::Cache=" + own);
        Commands.run(Stream.concat(apt.stream(), Stream.of("update")).toList());
        var all = Stream.concat(apt.stream(), Stream.concat(Stream.of("download"), PACKAGES.stream()))
                .toList();
        Commands.run(Stream.concat(Stream.of("env", "--chdir=" + folder.toAbsolutePath()), all.stream())
                .toList());
    }
}
