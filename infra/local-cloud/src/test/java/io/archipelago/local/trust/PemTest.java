package io.archipelago.local.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PemTest {

    private static final int WRITERS = 8;
    private static final int TIMES = 100;

    @TempDir
    private Path folder;

    /** The services of a region start at the same time, and each sees to the files they share. */
    @Test
    void many_may_write_one_file_at_the_same_time() throws Exception {
        var file = folder.resolve("trust/issuer.json");
        try (var pool = Executors.newFixedThreadPool(WRITERS)) {
            var writers = new ArrayList<Callable<Void>>();
            for (int writer = 0; writer < WRITERS; writer++)
                writers.add(() -> {
                    for (int i = 0; i < TIMES; i++) Pem.write(file, "the keys");
                    return null;
                });
            for (var written : pool.invokeAll(writers)) written.get();
        }
        assertThat(file).hasContent("the keys");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(files()).containsExactly("issuer.json");
    }

    private Iterable<String> files() throws IOException {
        try (var all = Files.list(folder.resolve("trust"))) {
            return all.map(path -> path.getFileName().toString()).toList();
        }
    }
}
