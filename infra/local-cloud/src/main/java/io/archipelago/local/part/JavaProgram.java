package io.archipelago.local.part;

import io.archipelago.local.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A program for a small JVM: one that starts fast and stays small rather than one that peaks high.
 *
 * @param heapMiB most heap it may use
 * @param options further options of the JVM
 * @param program {@code -cp … Main} or {@code -jar …}, with the program's arguments
 */
record JavaProgram(int heapMiB, List<String> options, List<String> program) {
    private static final List<String> SMALL = List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseCompactObjectHeaders",
            "-XX:ReservedCodeCacheSize=64m",
            "-XX:-UsePerfData",
            "-XX:+ExitOnOutOfMemoryError",
            "-Xss512k",
            "-Dfile.encoding=UTF-8",
            "-Djava.net.preferIPv4Stack=true",
            "-Duser.timezone=UTC");

    static List<String> withClasspath(List<Path> jars, String... mainAndArguments) {
        var words = new ArrayList<String>();
        words.add("-cp");
        words.add(jars.stream().map(Path::toString).collect(Collectors.joining(":")));
        words.addAll(List.of(mainAndArguments));
        return words;
    }

    /** The same, by an argument file in the part's folder: the list of processes stays readable. */
    Command command(Path folder, Map<String, String> environment) throws IOException {
        var words = new ArrayList<>(SMALL);
        words.add("-Xms16m");
        words.add("-Xmx" + heapMiB + "m");
        words.addAll(options);
        words.addAll(program);
        Files.createDirectories(folder);
        var file = folder.resolve("java.args");
        Files.writeString(file, words.stream().map(JavaProgram::quoted).collect(Collectors.joining("\n", "", "\n")));
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new Command(List.of(java, "@" + file), environment, folder);
    }

    /** Argument files take backslash and quotes as in C. */
    private static String quoted(String word) {
        return '"' + word.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
