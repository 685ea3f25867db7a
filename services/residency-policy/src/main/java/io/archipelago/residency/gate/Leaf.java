package io.archipelago.residency.gate;

import io.archipelago.events.ledger.RecordHash;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Hashes Kafka records for the ledger, copies and arrivals alike. Not thread-safe. */
public final class Leaf {

    private final RecordHash hash = new RecordHash();

    public byte[] of(long timestampMs, byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
        hash.begin(timestampMs, key, value);
        for (var header : headers) hash.header(header.key(), header.value());
        return hash.end();
    }
}
