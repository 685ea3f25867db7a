package io.archipelago.events.erasure;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.archipelago.events.ledger.LedgerKey;
import java.time.Instant;
import java.util.Objects;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A region says of its copies that nothing readable is left in them under the keys of an erased person. The body of
 * {@code residency.attestations.v1}.
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

    /** As it is exported: one line. */
    public String text() {
        return Texts.of(this);
    }
}
