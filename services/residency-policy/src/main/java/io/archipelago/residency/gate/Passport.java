package io.archipelago.residency.gate;

import io.archipelago.events.envelope.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * What the gate reads of a record's headers. One serves for all records, one after the other. A header that is empty
 * counts as absent. A label that is there twice could be read in two ways, so it is not read at all.
 */
final class Passport {
    byte @Nullable [] dataClass;
    byte @Nullable [] jurisdiction;
    byte @Nullable [] audience;
    boolean repeated;
    boolean unreadable;

    /** It has a header that its copy must not have. */
    boolean sheds;

    private Counts.@Nullable Labels latest;

    void read(Headers headers) {
        dataClass = null;
        jurisdiction = null;
        audience = null;
        repeated = false;
        unreadable = false;
        sheds = false;
        for (var header : headers)
            switch (header.key()) {
                case Header.DATA_CLASS -> dataClass = label(dataClass, header.value());
                case Header.JURISDICTION -> jurisdiction = label(jurisdiction, header.value());
                case Header.AUDIENCE -> audience = label(audience, header.value());
                case Header.ORIGIN -> repeated |= header.value() != null && header.value().length > 0;
                case Copier.TREATED, Copier.ERASURE, Copier.BAGGAGE, Copier.TRACESTATE -> sheds = true;
                default -> {}
            }
    }

    /** Of a record that crosses: such a one has both. The same object as long as they are the same. */
    Counts.Labels labels() {
        if (dataClass == null || jurisdiction == null)
            throw new IllegalStateException("a record without labels may not cross");
        if (latest == null || !latest.areThose(dataClass, jurisdiction))
            latest = new Counts.Labels(dataClass, jurisdiction);
        return latest;
    }

    private byte @Nullable [] label(byte @Nullable [] before, byte @Nullable [] value) {
        if (value == null || value.length == 0) return before;
        unreadable |= before != null || !isPlain(value);
        return value;
    }

    /** Classes, jurisdictions and regions are written in letters, digits and a few signs. */
    private static boolean isPlain(byte[] text) {
        for (byte character : text) if (character <= ' ' || character == 0x7f) return false;
        return true;
    }
}
