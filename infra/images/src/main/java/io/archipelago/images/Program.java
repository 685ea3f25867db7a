package io.archipelago.images;

import io.archipelago.local.Installation;
import io.archipelago.local.LocalRegion;
import io.archipelago.local.PartName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What one image holds and how it starts.
 *
 * @param name of the image, below {@code archipelago/}
 * @param files by their path in the image
 * @param dependencies the file with the coordinates of its libraries
 * @param java what comes behind the JVM's own options
 * @param arguments of the program, unless others are given
 * @param ports where it listens
 * @param writable folders of the program's user: volumes mounted there begin with that owner
 */
record Program(
        String name,
        String title,
        SortedMap<String, Path> files,
        Path dependencies,
        List<String> java,
        List<String> arguments,
        List<Integer> ports,
        List<String> writable) {

    static final String HOME = "/app";
    /** Where the command line hands each part of a region what it has to know, a volume each. */
    static final String HANDOUT = "/handout";

    static final String STATE = "/var/lib/archipelago";
    private static final String DEPENDENCIES = "quarkus-app-dependencies.txt";
    private static final int HTTP = 8080;
    private static final int CONNECT_REST = 8083;

    Program {
        files = new TreeMap<>(files);
    }

    /** All of a built project. */
    static List<Program> all(Installation built) throws IOException {
        var all = new ArrayList<Program>();
        for (var service : PartName.services()) all.add(service(built, service));
        all.add(connect(built));
        all.add(cli(built));
        return all;
    }

    private static Program service(Installation built, PartName service) throws IOException {
        var app = built.service(service).resolveSibling(".").normalize();
        return new Program(
                service.text(),
                "Archipelago " + service.text(),
                tree(app, HOME, file -> !file.endsWith(DEPENDENCIES)),
                app.resolve(DEPENDENCIES),
                List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:-AOTReplayTraining", "-jar", HOME + "/quarkus-run.jar"),
                List.of(),
                List.of(HTTP),
                service == PartName.RESIDENCY_POLICY ? List.of(STATE, "/var/lib/ledger") : List.of(STATE));
    }

    private static Program connect(Installation built) {
        var jars = built.connectClasspath();
        return new Program(
                "connect",
                "Archipelago Kafka Connect: Debezium, MirrorMaker 2 and the plug-ins",
                libraries(jars),
                built.lib().resolveSibling("dependencies.txt"),
                List.of(
                        "-cp",
                        classpath(jars),
                        "-Dlog4j2.configurationFile=backbone-log4j2.xml",
                        "org.apache.kafka.connect.cli.ConnectDistributed"),
                List.of(STATE + "/worker.properties"),
                List.of(CONNECT_REST),
                List.of(STATE));
    }

    private static Program cli(Installation built) throws IOException {
        var lib = built.project().resolve("infra/cli/target/lib");
        var jars = jars(lib);
        var files = libraries(jars);
        for (var shelf : List.of("examples", "infra/catalogue/data"))
            files.putAll(tree(built.project().resolve(shelf), HOME + "/" + shelf, file -> true));
        var writable = new ArrayList<>(List.of(STATE, HANDOUT + "/operator", HANDOUT + "/outside"));
        for (var region : LocalRegion.ALL)
            for (var part : PartName.values()) writable.add(HANDOUT + "/" + region.name() + "/" + part.text());
        return new Program(
                "cli",
                "Archipelago command line",
                files,
                lib.resolveSibling("dependencies.txt"),
                List.of("-Darchipelago.project=" + HOME, "-cp", classpath(jars), "io.archipelago.cli.Archipelago"),
                List.of(),
                List.of(),
                writable);
    }

    private static List<Path> jars(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }

    private static SortedMap<String, Path> libraries(List<Path> jars) {
        var files = new TreeMap<String, Path>();
        for (var jar : jars) files.put(HOME + "/lib/" + jar.getFileName(), jar);
        return files;
    }

    private static String classpath(List<Path> jars) {
        return jars.stream().map(jar -> HOME + "/lib/" + jar.getFileName()).collect(Collectors.joining(":"));
    }

    static SortedMap<String, Path> tree(Path folder, String target, java.util.function.Predicate<String> wanted)
            throws IOException {
        var files = new TreeMap<String, Path>();
        try (var all = Files.walk(folder)) {
            for (var file : all.filter(Files::isRegularFile).toList())
                if (wanted.test(file.toString())) files.put(target + "/" + folder.relativize(file), file);
        }
        return files;
    }
}
