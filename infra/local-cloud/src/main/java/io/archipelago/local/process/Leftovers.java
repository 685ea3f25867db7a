package io.archipelago.local.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Processes that a killed supervisor left behind, by the files in which it kept their numbers. */
public record Leftovers(Path folder) {
    private static final Duration END_LIMIT = Duration.ofSeconds(10);

    /** Ends them all; returns how many still ran. A number that another program has by now is left alone. */
    public int end() throws IOException {
        var running = new ArrayList<OwnedProcess>();
        for (var file : files()) {
            OwnedProcess.read(file).filter(OwnedProcess::isAlive).ifPresent(running::add);
            Files.deleteIfExists(file);
        }
        running.forEach(OwnedProcess::kill);
        running.forEach(process -> process.waitForEnd(END_LIMIT));
        return running.size();
    }

    private List<Path> files() throws IOException {
        if (!Files.isDirectory(folder)) return List.of();
        try (var files = Files.list(folder)) {
            return files.toList();
        }
    }
}
