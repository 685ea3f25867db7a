package io.archipelago.images;

import io.archipelago.cli.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Other programs that building needs. */
final class Commands {
    private Commands() {}

    /** @throws Failure with what the program said when it does not end well */
    static void run(List<String> words) throws IOException {
        var process = new ProcessBuilder(words).redirectErrorStream(true).start();
        process.getOutputStream().close();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) throw new Failure(String.join(" ", words) + " failed: " + said.strip());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted");
        }
    }
}
