package io.archipelago.kit.trust;

import static io.archipelago.events.envelope.EnvelopeCodec.Reason.UNTRUSTED_ORIGIN;

import io.archipelago.events.envelope.Envelope;
import io.archipelago.events.envelope.EnvelopeCodec.Undecodable;
import io.archipelago.events.envelope.EventText;
import io.archipelago.events.envelope.Header;
import io.archipelago.events.ledger.LedgerKey;
import io.archipelago.topology.Subscription;
import io.archipelago.topology.Topic;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Whether a record that came from another region was written by whom it names. A mirror, and whoever holds its
 * certificate, can write anything into the copies; what it cannot do is sign.
 */
public final class Origins {

    /** Checks which region is named, but no signature: for a region that was given no bundle. */
    public static final Origins UNSIGNED = new Origins(null);

    private final @Nullable WatchedFile<TrustBundle> bundle;

    private Origins(@Nullable WatchedFile<TrustBundle> bundle) {
        this.bundle = bundle;
    }

    /**
     * @throws java.io.UncheckedIOException when the file is not there
     * @throws IllegalStateException when it holds no bundle
     */
    public static Origins vouchedForIn(Path file) {
        return new Origins(new WatchedFile<>(file, TrustBundle::parse));
    }

    /**
     * @param value null for a tombstone
     * @return null when the record may be believed. The region's own records are its broker's matter; telemetry, which
     *     no service writes through its outbox, is believed by nobody to be more than that.
     */
    public @Nullable Undecodable refuse(
            Subscription subscription,
            Envelope envelope,
            @Nullable String signature,
            String key,
            byte @Nullable [] value) {
        var peer = subscription.peer();
        if (peer == null) return null;
        var source = envelope.source();
        if (!envelope.region().equals(peer))
            return new Undecodable(
                    UNTRUSTED_ORIGIN,
                    Header.SOURCE,
                    "'" + source + "' speaks in the name of another region than " + peer);
        if (bundle == null || subscription.topic().through() != Topic.Through.OUTBOX) return null;
        if (!subscription.topic().producers().contains(envelope.service()))
            return new Undecodable(
                    UNTRUSTED_ORIGIN,
                    Header.SOURCE,
                    "'" + source + "' has no say on " + subscription.topic().name());
        if (signature == null)
            return new Undecodable(UNTRUSTED_ORIGIN, Header.SIGNATURE, "'" + source + "' did not sign it");
        var text = EventText.of(envelope, key, value);
        for (var trusted : bundle.content().of(source)) if (LedgerKey.isSigned(text, signature, trusted)) return null;
        return new Undecodable(UNTRUSTED_ORIGIN, Header.SIGNATURE, "not the signature of '" + source + "'");
    }
}
