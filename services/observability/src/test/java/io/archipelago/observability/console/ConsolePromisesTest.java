package io.archipelago.observability.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The promises of {@code promises.js}, held in a real browser; skipped where there is none. */
class ConsolePromisesTest {

    private static final long BROWSER_SECONDS = 180;

    @TestFactory
    Stream<DynamicTest> the_console(@TempDir Path profile) throws Exception {
        var browser = browser();
        assumeTrue(browser.isPresent(), "no Chromium on the PATH: the console was not opened");
        try (var console = new ConsoleUnderTest()) {
            var process = new ProcessBuilder(
                            browser.get().toString(),
                            "--headless",
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-quic",
                            "--no-first-run",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync",
                            "--disable-dev-shm-usage",
                            "--remote-debugging-port=0",
                            "--user-data-dir=" + profile.resolve("chromium"),
                            console.url("/console/promises.html"))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                var results = ConsoleUnderTest.JSON.readTree(console.results().get(BROWSER_SECONDS, TimeUnit.SECONDS));
                assertThat(results.size()).as("promises checked").isGreaterThan(30);
                return StreamSupport.stream(results.spliterator(), false)
                        .map(result -> dynamicTest(
                                result.path("name").asText(),
                                () -> assertThat(result.path("error").asText()).isEmpty()));
            } finally {
                stop(process);
            }
        }
    }

    private static void stop(Process process) throws InterruptedException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }

    private static Optional<Path> browser() {
        var path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Arrays.stream(path.split(java.io.File.pathSeparator, -1))
                .flatMap(folder -> Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(Path.of(folder)::resolve))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
