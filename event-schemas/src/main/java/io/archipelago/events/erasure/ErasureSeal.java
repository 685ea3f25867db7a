package io.archipelago.events.erasure;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.archipelago.events.ledger.LedgerKey;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The last line of a certificate: the home region says that every region that ever received something of the dataset has
 * attested.
 *
 * @param erasure the order's id
 * @param swept names the regions that had to attest
 * @param lines the SHA-256 of each line before, in their order
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ErasureSeal(
        String erasure,
        String home,
        Erasure.Swept swept,
        List<String> lines,
        Instant at,
        String key,
        @Nullable String signature) {

    public ErasureSeal {
        Objects.requireNonNull(erasure, "erasure");
        Objects.requireNonNull(home, "home");
        Objects.requireNonNull(swept, "swept");
        Objects.requireNonNull(lines, "lines");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(key, "key");
    }

    public ErasureSeal signedBy(LedgerKey by) {
        var unsigned = new ErasureSeal(erasure, home, swept, lines, at, by.publicKey(), null);
        return new ErasureSeal(erasure, home, swept, lines, at, by.publicKey(), by.sign(unsigned.text()));
    }

    /** As it is exported: one line. */
    public String text() {
        return Texts.of(this);
    }
}
