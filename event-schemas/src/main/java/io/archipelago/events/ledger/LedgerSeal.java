package io.archipelago.events.ledger;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.archipelago.events.EventJson;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The last line of an export: the region's word for where its chain ended at one time. Without it, entries missing at the
 * end could not be told from entries that were never made.
 *
 * @param number of the last entry; 0 when there is none
 * @param head hash of that entry
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LedgerSeal(
        String region,
        long number,
        String head,
        Instant at,
        String key,
        @Nullable String signature) {

    public LedgerSeal {
        Objects.requireNonNull(region, "region");
        Objects.requireNonNull(head, "head");
        Objects.requireNonNull(key, "key");
    }

    public static LedgerSeal of(String region, long number, String head, Instant at, LedgerKey key) {
        var unsigned = new LedgerSeal(region, number, head, at, key.publicKey(), null);
        return new LedgerSeal(region, number, head, at, key.publicKey(), key.sign(unsigned.text()));
    }

    public String text() {
        try {
            return EventJson.MAPPER.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a seal cannot be written as JSON", e);
        }
    }
}
