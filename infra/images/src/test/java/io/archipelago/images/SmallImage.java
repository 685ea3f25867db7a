package io.archipelago.images;

import io.archipelago.images.health.Health;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** An image as the real ones are, of a program that takes no time to build. */
record SmallImage(Path folder) {
    static final String VERSION = "1.2.3";

    /** Builds it for the processors and returns its digest; the archive is {@code small.tar}. */
    String build(Map<Architecture, Runtime> runtimes) throws IOException {
        var program = program();
        var parts = new TreeMap<Architecture, Path>();
        for (var each : runtimes.entrySet()) {
            var base = folder.resolve("base-" + each.getKey() + ".tar");
            DebianBase.write(base, List.of(debian()), each.getKey());
            var archive = folder.resolve("part-" + each.getKey() + ".tar");
            new ImageBuild(
                            program,
                            VERSION,
                            each.getValue(),
                            Materials.of(program, VERSION, each.getValue(), List.of(debian())),
                            null,
                            folder.resolve("own-" + each.getKey()))
                    .write(new Base.InFile(base), archive, folder.resolve("caches"));
            parts.put(each.getKey(), archive);
        }
        return OciArchive.join(archive(), "archipelago/small:" + VERSION, parts, folder.resolve("joined"));
    }

    Path archive() {
        return folder.resolve("small.tar");
    }

    /** A folder that looks like a runtime. */
    Runtime runtime(Architecture architecture) throws IOException {
        var home = folder.resolve("java-" + architecture);
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("bin/java"), "no program for " + architecture);
        var unused = home.resolve("bin/java").toFile().setExecutable(true);
        return new Runtime(home, architecture, "25.0.1");
    }

    Program program() throws IOException {
        var jar = folder.resolve("small-" + VERSION + ".jar");
        try (var out = new JarOutputStream(Files.newOutputStream(jar));
                var health = Health.class.getResourceAsStream("Health.class")) {
            var entry = new JarEntry("io/archipelago/images/health/Health.class");
            entry.setTime(0);
            out.putNextEntry(entry);
            out.write(health.readAllBytes());
        }
        var list = Files.writeString(
                folder.resolve("dependencies.txt"),
                "   org.example:small:jar:" + VERSION + ":compile -- module small\n");
        return new Program(
                "small",
                "A small program",
                new TreeMap<>(Map.of(Program.HOME + "/lib/" + jar.getFileName(), jar)),
                list,
                List.of("-cp", Program.HOME + "/lib/" + jar.getFileName(), Health.class.getName()),
                List.of("http://127.0.0.1:9/"),
                List.of(8080),
                List.of(Program.STATE));
    }

    private static DebianPackage debian() {
        return new DebianPackage(
                "Package: libsmall\nVersion: 2.0+deb12u1\n",
                Map.of(
                        "lib/x86_64-linux-gnu/libsmall.so.1",
                        new DebianPackage.Bytes("library".getBytes(StandardCharsets.UTF_8), 0644),
                        "bin/sh",
                        new DebianPackage.Bytes("a shell".getBytes(StandardCharsets.UTF_8), 0755),
                        "lib/x86_64-linux-gnu/libsmall.so",
                        new DebianPackage.Link("libsmall.so.1")));
    }
}
