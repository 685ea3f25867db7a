package io.archipelago.local.process;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;

/** Folders with all that is in them. */
public final class Folders {
    private Folders() {}

    /** Copies a folder with owners, permissions and times; holes in files stay holes. {@code to} must not be there. */
    public static void copy(Path from, Path to) throws IOException {
        var copying = new ProcessBuilder("cp", "-a", from.toString(), to.toString())
                .redirectErrorStream(true)
                .start();
        var said = new String(copying.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (copying.waitFor() != 0)
                throw new IOException("cannot copy " + from + " to " + to + ": " + said.strip());
        } catch (InterruptedException e) {
            copying.destroy();
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while copying " + from);
        }
    }

    /** Closes a folder to everybody but its owner. */
    public static void restrict(Path folder) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }

    /** Deletes a file, or a folder with its content; nothing when it is not there. */
    public static void delete(Path path) throws IOException {
        if (!Files.exists(path)) return;
        try (var all = Files.walk(path)) {
            for (var file : all.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(file);
        }
    }
}
