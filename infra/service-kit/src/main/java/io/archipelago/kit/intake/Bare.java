package io.archipelago.kit.intake;

import io.archipelago.events.envelope.Envelope;
import io.archipelago.events.envelope.EnvelopeCodec;
import io.archipelago.events.envelope.Labels;
import io.archipelago.kit.store.InboxEntry.Source;
import java.time.Instant;

/**
 * Records without any envelope on a topic that takes raw bytes, as {@code kcat -P} writes them: their place in the
 * topic serves as id, and without labels they never leave the region.
 */
final class Bare {

    private Bare() {}

    static EnvelopeCodec.Reading envelope(String topic, Source source, String key, String region, Instant appendedAt) {
        return new EnvelopeCodec.Decoded(new Envelope(
                Received.place(source),
                Envelope.typeOf(topic),
                region + "/unnamed",
                key,
                appendedAt,
                Labels.UNLABELLED,
                null,
                null));
    }
}
