package io.archipelago.events.envelope;

import io.archipelago.events.ledger.Sha256;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What an {@link EventSignature} covers: its type, and with it the topic; source, id, subject, record key, time, labels
 * and clock; and the SHA-256 of its value. Each field is preceded by its length, so no two events have one text. The
 * trace context is left out: it binds no one.
 */
public final class EventText {

    private static final String DOMAIN = "archipelago-event-v1";
    private static final String ABSENT = "-;";

    private EventText() {}

    /**
     * @param key of the record
     * @param value of the record; null for a tombstone
     */
    public static String of(Envelope envelope, String key, byte @Nullable [] value) {
        var labels = envelope.labels();
        var text = new StringBuilder(512).append(DOMAIN).append(';');
        for (var field : new String[] {
            envelope.type(),
            envelope.source(),
            envelope.id(),
            envelope.subject(),
            key,
            envelope.time().toString(),
            labels.dataClass(),
            labels.jurisdiction(),
            labels.owner(),
            labels.audience(),
            labels.origin(),
            envelope.hlc() == null ? null : envelope.hlc().toString(),
            value == null ? null : HexFormat.of().formatHex(Sha256.digest().digest(value))
        }) append(text, field);
        return text.toString();
    }

    private static void append(StringBuilder text, @Nullable String field) {
        if (field == null) text.append(ABSENT);
        else text.append(field.length()).append(':').append(field).append(';');
    }
}
