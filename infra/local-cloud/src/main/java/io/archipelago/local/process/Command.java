package io.archipelago.local.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A program and what it is started with.
 *
 * @param environment added to the supervisor's own
 * @param folder where it runs
 */
public record Command(List<String> words, Map<String, String> environment, Path folder) {

    public static Command of(Path folder, List<String> words) {
        return new Command(words, Map.of(), folder);
    }

    /** Starts it; what it prints is appended to the log. */
    public Process start(Path log) throws IOException {
        Files.createDirectories(folder);
        Files.createDirectories(log.toAbsolutePath().getParent());
        var builder = new ProcessBuilder(words)
                .directory(folder.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().keySet().removeIf(name -> name.equals("JAVA_TOOL_OPTIONS") || name.equals("CLASSPATH"));
        builder.environment().putAll(environment);
        return builder.start();
    }
}
