package io.archipelago.local.part;

import io.archipelago.local.LocalCloudException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * PostgreSQL's programs, unpacked once from the archive on the classpath.
 *
 * @param folder holds {@code bin}, {@code lib} and {@code share}
 */
public record PostgresProgram(Path folder) {
    private static final String ARCHIVE = "/postgres-linux-x86_64.txz";

    /**
     * The programs under this folder; unpacks them when they are not there. An interrupted unpacking leaves nothing
     * that a later one would take for whole.
     */
    public static PostgresProgram under(Path folder) throws IOException {
        if (Files.exists(folder)) return new PostgresProgram(folder);
        Files.createDirectories(folder.toAbsolutePath().getParent());
        var fresh = Files.createTempDirectory(folder.toAbsolutePath().getParent(), "unpacking");
        try (var archive = PostgresProgram.class.getResourceAsStream(ARCHIVE)) {
            if (archive == null)
                throw new LocalCloudException("there is no PostgreSQL for this machine: Linux on x86-64 is needed");
            unpack(archive, fresh);
        }
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
        return new PostgresProgram(folder);
    }

    public Path program(String name) {
        return folder.resolve("bin").resolve(name);
    }

    private static void unpack(InputStream archive, Path folder) throws IOException {
        try (var tar = new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(archive)))) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                var target = folder.resolve(entry.getName()).normalize();
                if (!target.startsWith(folder)) throw new IOException("archive entry outside: " + entry.getName());
                write(tar, entry, target);
            }
        }
    }

    private static void write(TarArchiveInputStream tar, TarArchiveEntry entry, Path target) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.getParent());
        if (entry.isSymbolicLink()) {
            try {
                Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
            } catch (FileAlreadyExistsException e) {
                throw new IOException("archive entry twice: " + entry.getName(), e);
            }
        } else {
            Files.copy(tar, target);
            var executable = (entry.getMode() & 0100) != 0;
            Files.setPosixFilePermissions(
                    target, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
        }
    }
}
