package io.archipelago.local.supervisor;

import io.archipelago.local.http.JsonHttp;
import io.archipelago.local.process.OwnedProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * How to reach a running supervisor.
 *
 * @param token the word it wants to hear
 * @param authority the file of the authority that vouches for it
 */
public record ControlFile(String url, String token, String authority, OwnedProcess process) {

    /** Written when the supervisor answers; readable by its owner only. */
    static void write(Path file, ControlFile content) throws IOException {
        var fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(fresh, JsonHttp.JSON.writeValueAsBytes(content));
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The supervisor that wrote the file, if it runs. */
    public static Optional<ControlFile> ofRunning(Path file) throws IOException {
        if (!Files.exists(file)) return Optional.empty();
        var content = JsonHttp.JSON.readValue(Files.readAllBytes(file), ControlFile.class);
        return content.process().isAlive() ? Optional.of(content) : Optional.empty();
    }
}
