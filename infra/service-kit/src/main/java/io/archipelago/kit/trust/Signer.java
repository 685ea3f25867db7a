package io.archipelago.kit.trust;

import io.archipelago.events.envelope.Envelope;
import io.archipelago.events.envelope.EventText;
import io.archipelago.events.ledger.LedgerKey;
import java.nio.file.Path;
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
     * @param value null for a tombstone
     * @return 128 hexadecimal digits; null without a key
     */
    public @Nullable String sign(Envelope envelope, String key, byte @Nullable [] value) {
        return this.key == null ? null : this.key.content().sign(EventText.of(envelope, key, value));
    }
}
