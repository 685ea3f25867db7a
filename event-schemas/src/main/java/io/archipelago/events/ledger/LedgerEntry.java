package io.archipelago.events.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.archipelago.events.EventJson;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * All that crossed a region's gate in one window: one link of the region's chain. The body of
 * {@code residency.ledger.v1}.
 *
 * @param number counts up by one from 1
 * @param previous hash of the entry before, in hexadecimal; {@link #BEGINNING} for the first
 * @param key the region's public key, in hexadecimal
 * @param signature over the JSON of everything before it; null while it is not signed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LedgerEntry(
        String region,
        long number,
        Instant windowStart,
        Instant windowEnd,
        List<Crossing> crossings,
        String previous,
        String key,
        @Nullable String signature) {

    /** What the first entry of a chain follows. */
    public static final String BEGINNING = "0".repeat(2 * Sha256.BYTES);

    public LedgerEntry {
        Objects.requireNonNull(region, "region");
        Objects.requireNonNull(previous, "previous");
        Objects.requireNonNull(key, "key");
        crossings = List.copyOf(crossings);
    }

    public LedgerEntry signedBy(LedgerKey key) {
        return new LedgerEntry(
                region,
                number,
                windowStart,
                windowEnd,
                crossings,
                previous,
                key.publicKey(),
                key.sign(unsigned(key.publicKey()).text()));
    }

    private LedgerEntry unsigned(String publicKey) {
        return new LedgerEntry(region, number, windowStart, windowEnd, crossings, previous, publicKey, null);
    }

    /** As it is published and exported: one line. */
    public String text() {
        try {
            return EventJson.MAPPER.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an entry cannot be written as JSON", e);
        }
    }

    /** What the next entry's {@code previous} says: the hash of the whole text, the signature included. */
    public static String hash(byte[] text) {
        return HexFormat.of().formatHex(Sha256.digest().digest(text));
    }

    public String hash() {
        return hash(text().getBytes(UTF_8));
    }
}
