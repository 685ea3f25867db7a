package io.archipelago.residency;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.archipelago.events.ledger.LedgerKey;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** The region's key, as it lies in a file that only its owner can read. */
@Singleton
public class KeyFile {

    private final LedgerKey key;

    KeyFile(GateConfig config) {
        this.key = keptIn(config.ledgerKey().toAbsolutePath());
    }

    public LedgerKey key() {
        return key;
    }

    /** Made at the first call; a file is there whole or not at all. */
    static LedgerKey keptIn(Path file) {
        try {
            if (Files.notExists(file)) write(file, LedgerKey.generate().secret());
            return LedgerKey.of(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException("the ledger's key cannot be kept in " + file, e);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(file + " holds no ledger key: put back the one that was there", e);
        }
    }

    private static void write(Path file, String secret) throws IOException {
        Files.createDirectories(file.getParent());
        var draft = Files.createTempFile(
                file.getParent(),
                "ledger",
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(draft, secret, UTF_8);
        try {
            Files.createLink(file, draft); // a move would put this key in place of another that came first
        } catch (FileAlreadyExistsException another) {
            // that one is the key
        } finally {
            Files.delete(draft);
        }
    }
}
