package io.archipelago.local.part;

import io.archipelago.local.LocalCloudException;
import io.archipelago.local.process.Folders;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.FileSystemException;
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
     * that a later one would take for whole; of two clouds that unpack at once, one keeps what the other made.
     */
    public static synchronized PostgresProgram under(Path folder) throws IOException {
        if (Files.exists(folder)) return new PostgresProgram(folder);
        Files.createDirectories(folder.toAbsolutePath().getParent());
        var fresh = Files.createTempDirectory(folder.toAbsolutePath().getParent(), "unpacking");
        try (var archive = PostgresProgram.class.getResourceAsStream(ARCHIVE)) {
            if (archive == null)
                throw new LocalCloudException("there is no PostgreSQL for this machine: Linux on x86-64 is needed");
            var file = fresh.resolve("archive.txz");
            Files.copy(archive, file);
            if (!unpackedByTar(file, fresh)) unpack(file, fresh);
            Files.delete(file);
        }
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
        try {
            Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException another) {
            if (!Files.exists(folder)) throw another;
            Folders.delete(fresh);
        }
        return new PostgresProgram(folder);
    }

    public Path program(String name) {
        return folder.resolve("bin").resolve(name);
    }

    /** The system's tar needs a second for what takes this JVM six; false where there is none that knows xz. */
    private static boolean unpackedByTar(Path archive, Path folder) throws IOException {
        try {
            return new ProcessBuilder("tar", "-xJf", archive.toString(), "-C", folder.toString(), "--no-same-owner")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException noTar) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalCloudException("interrupted");
        }
    }

    private static void unpack(Path archive, Path folder) throws IOException {
        try (var tar = new TarArchiveInputStream(
                new XZCompressorInputStream(new BufferedInputStream(Files.newInputStream(archive))))) {
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
            Files.deleteIfExists(target);
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else {
            Files.copy(tar, target, StandardCopyOption.REPLACE_EXISTING);
            var executable = (entry.getMode() & 0100) != 0;
            Files.setPosixFilePermissions(
                    target, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
        }
    }
}
