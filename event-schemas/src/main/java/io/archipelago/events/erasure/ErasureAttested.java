package io.archipelago.events.erasure;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.archipelago.events.ledger.LedgerKey;
import java.time.Instant;
import java.util.Objects;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A region says of its copies that it has the tombstones of an erasure, and that under their keys no value is left with
 * nothing in it encrypted. The body of {@code residency.attestations.v1}.
 *
 * @param order as its home signed it
 * @param region that speaks
 * @param through for each partition of the flow the number of the last crossing that was looked at
 * @param tombstones that were found
 * @param encrypted values of that person that still wait for compaction: the key they need is held nowhere
 * @param key the region's public key
 * @param signature over the JSON of everything before it; null while it is not signed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ErasureAttested(
        ErasureOrder order,
        String region,
        SortedMap<Integer, Long> through,
        long tombstones,
        long encrypted,
        Instant at,
        String key,
        @Nullable String signature) {

    public ErasureAttested {
        Objects.requireNonNull(order, "order");
        Objects.requireNonNull(region, "region");
        Objects.requireNonNull(through, "through");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(key, "key");
    }

    public ErasureAttested signedBy(LedgerKey by) {
        var unsigned = new ErasureAttested(order, region, through, tombstones, encrypted, at, by.publicKey(), null);
        return new ErasureAttested(
                order, region, through, tombstones, encrypted, at, by.publicKey(), by.sign(unsigned.text()));
    }

    public boolean isSignedBy(String publicKey) {
        return Texts.isSigned(text(), publicKey);
    }

    /**
     * True when all that was sent by the end of the sweep had come when it looked.
     *
     * @param sent the number of the last crossing by partition; null when the region is sent nothing any more
     */
    public boolean reaches(@Nullable SortedMap<Integer, Long> sent) {
        return sent == null
                || sent.entrySet().stream()
                        .allMatch(last -> through.getOrDefault(last.getKey(), 0L) >= last.getValue());
    }

    /** As it is exported: one line. */
    public String text() {
        return Texts.of(this);
    }
}
