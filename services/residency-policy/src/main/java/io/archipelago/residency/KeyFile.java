package io.archipelago.residency;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.archipelago.events.ledger.LedgerKey;
import io.archipelago.residency.keyring.WrappingKey;
import io.archipelago.residency.treatment.PseudonymKey;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** The region's keys, each as it lies in a file that only its owner can read. */
@Singleton
public class KeyFile {

    private static final Pattern JURISDICTION = Pattern.compile("[A-Z][A-Z0-9-]{1,62}");

    private final LedgerKey key;
    private final PseudonymKey pseudonyms;
    private final Path ledger;
    private final Map<String, WrappingKey> wrapping = new ConcurrentHashMap<>();

    KeyFile(GateConfig config) {
        this.ledger = config.ledgerKey().toAbsolutePath();
        this.key = ledger(ledger);
        this.pseudonyms = pseudonyms(
                config.pseudonymKey().map(Path::toAbsolutePath).orElse(ledger.resolveSibling("pseudonym.key")));
    }

    /** What the ledger is signed with. */
    public LedgerKey key() {
        return key;
    }

    /** What columns are pseudonymised with. */
    public PseudonymKey pseudonyms() {
        return pseudonyms;
    }

    /**
     * What the keys of a jurisdiction's persons are wrapped with: {@code wrapping-EU-EEA.key} beside the ledger's key, made
     * when it is first asked for.
     *
     * @throws IllegalArgumentException when it is no name of a jurisdiction
     */
    public WrappingKey wrapping(String jurisdiction) {
        if (!JURISDICTION.matcher(jurisdiction).matches())
            throw new IllegalArgumentException("'" + jurisdiction + "' is no name of a jurisdiction");
        return wrapping.computeIfAbsent(
                jurisdiction, name -> wrapping(ledger.resolveSibling("wrapping-" + name + ".key")));
    }

    static WrappingKey wrapping(Path file) {
        return keptIn(file, () -> WrappingKey.generate().secret(), WrappingKey::of);
    }

    static LedgerKey ledger(Path file) {
        return keptIn(file, () -> LedgerKey.generate().secret(), LedgerKey::of);
    }

    static PseudonymKey pseudonyms(Path file) {
        return keptIn(file, () -> PseudonymKey.generate().secret(), PseudonymKey::of);
    }

    /** Made at the first call; a file is there whole or not at all. */
    private static <K> K keptIn(Path file, Supplier<String> fresh, Function<String, K> reader) {
        try {
            if (Files.notExists(file)) write(file, fresh.get());
            return reader.apply(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException("a key of the region cannot be kept in " + file, e);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(file + " holds no such key: put back the one that was there", e);
        }
    }

    private static void write(Path file, String secret) throws IOException {
        Files.createDirectories(file.getParent());
        var draft = Files.createTempFile(
                file.getParent(),
                "key",
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
