package io.archipelago.images;

import io.archipelago.cli.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/**
 * A Java runtime for images.
 *
 * @param folder has {@code bin/java}
 * @param version as its {@code release} file says
 */
record Runtime(Path folder, Architecture architecture, String version) {

    /** What the programs use, directly or by reflection. */
    private static final List<String> MODULES = List.of(
            "java.base",
            "java.compiler",
            "java.desktop", // java.beans, which Connect's REST server and Debezium use
            "java.instrument",
            "java.logging",
            "java.management",
            "java.naming",
            "java.net.http",
            "java.rmi",
            "java.scripting",
            "java.security.jgss",
            "java.security.sasl",
            "java.sql",
            "java.transaction.xa",
            "java.xml",
            "java.xml.crypto",
            "jdk.crypto.ec",
            "jdk.httpserver",
            "jdk.jfr",
            "jdk.management",
            "jdk.naming.dns",
            "jdk.net",
            "jdk.nio.mapmode",
            "jdk.security.auth",
            "jdk.unsupported",
            "jdk.zipfs");

    /** Links one from this JDK, with the modules the programs use and no tools. */
    static Runtime linked(Path folder) throws IOException {
        var jdk = Path.of(System.getProperty("java.home"));
        Commands.run(List.of(
                jdk.resolve("bin/jlink").toString(),
                "--add-modules",
                String.join(",", MODULES),
                "--no-header-files",
                "--no-man-pages",
                "--strip-debug",
                "--generate-cds-archive",
                "--output",
                folder.toString()));
        // Heaps of these programs are far below the 32 GB from which on this one is used.
        Files.deleteIfExists(folder.resolve("lib/server/classes_nocoops.jsa"));
        return new Runtime(folder, Architecture.here(), release(jdk).getProperty("JAVA_VERSION", "?"));
    }

    /** A runtime that somebody else made, for a processor that nothing can be linked for here. */
    static Runtime given(Path folder) throws IOException {
        if (!Files.exists(folder.resolve("bin/java"))) throw new Failure(folder + " holds no Java runtime");
        var release = release(folder);
        return new Runtime(
                folder,
                Architecture.of(release.getProperty("OS_ARCH", "unknown")),
                release.getProperty("JAVA_VERSION", "?"));
    }

    private static Properties release(Path folder) throws IOException {
        var lines = new Properties();
        try (var in = Files.newInputStream(folder.resolve("release"))) {
            lines.load(in);
        }
        lines.replaceAll((key, value) -> String.valueOf(value).replace("\"", ""));
        return lines;
    }
}
