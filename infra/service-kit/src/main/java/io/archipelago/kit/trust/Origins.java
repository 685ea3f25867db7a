package io.archipelago.kit.trust;

import static io.archipelago.events.envelope.EnvelopeCodec.Reason.UNTRUSTED_ORIGIN;

import io.archipelago.events.envelope.Envelope;
import io.archipelago.events.envelope.EnvelopeCodec.Undecodable;
import io.archipelago.events.envelope.EventSignature;
import io.archipelago.events.envelope.EventText;
import io.archipelago.events.envelope.Header;
import io.archipelago.events.ledger.LedgerKey;
import io.archipelago.topology.Subscription;
import io.archipelago.topology.Topic;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether a record that came from another region was written by whom it names. A mirror, and whoever holds its
 * certificate, can write anything into the copies; what it cannot do is sign.
 */
public final class Origins {

    /** Checks which region is named, but no signature: for a region that was given no bundle. */
    public static final Origins UNSIGNED = new Origins(null);

    /** Transactions whose events may come between each other's. */
    private static final int REMEMBERED = 256;

    private final @Nullable WatchedFile<TrustBundle> bundle;

    /** Signatures that were found to be true. */
    private final Map<Signed, Boolean> known = latest();

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
        if (isSigned(
                EventText.of(envelope, key, value), signature, bundle.content().of(source))) return null;
        return new Undecodable(UNTRUSTED_ORIGIN, Header.SIGNATURE, "not the signature of '" + source + "'");
    }

    /** Events of one transaction have one signature, which is checked once. */
    private boolean isSigned(String text, String signature, List<String> keys) {
        try {
            var claimed = EventSignature.parse(signature);
            var signed = claimed.signed(text);
            return signed != null
                    && keys.stream()
                            .anyMatch(key -> known.computeIfAbsent(
                                            new Signed(signed, claimed.signature(), key),
                                            checking ->
                                                    LedgerKey.isSigned(signed, claimed.signature(), key) ? true : null)
                                    != null);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private record Signed(String text, String signature, String key) {}

    private static Map<Signed, Boolean> latest() {
        return Collections.synchronizedMap(new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Signed, Boolean> eldest) {
                return size() > REMEMBERED;
            }
        });
    }
}
