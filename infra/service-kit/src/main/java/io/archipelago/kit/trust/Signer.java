package io.archipelago.kit.trust;

import io.archipelago.events.envelope.EventSignature;
import io.archipelago.events.ledger.LedgerKey;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Signs what a service tells other regions, with the service's own key. */
public final class Signer {

    /** Of a service without a key: its events leave unsigned, and a region that checks will not take them. */
    public static final Signer NONE = new Signer(null);

    private final @Nullable WatchedFile<LedgerKey> key;

    private Signer(@Nullable WatchedFile<LedgerKey> key) {
        this.key = key;
    }

    /**
     * @throws java.io.UncheckedIOException when the file is not there
     * @throws IllegalStateException when it holds no key
     */
    public static Signer keptIn(Path file) {
        return new Signer(new WatchedFile<>(file, LedgerKey::of));
    }

    /**
     * @param texts {@link io.archipelago.events.envelope.EventText}s
     * @return the value of each one's {@code ce_signature}; empty without a key
     */
    public List<String> sign(List<String> texts) {
        return key == null ? List.of() : EventSignature.of(texts, key.content());
    }
}
