package io.archipelago.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file of the repository that is written by a program. */
final class Committed {

    private Committed() {}

    /** Fails when it says something else; with {@code -Dgenerate=true} it is written. */
    static void as(Path file, String text) throws IOException {
        if (Boolean.getBoolean("generate")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        }
        assertThat(file).as("write it anew with -Dgenerate=true").content().isEqualTo(text);
    }
}
