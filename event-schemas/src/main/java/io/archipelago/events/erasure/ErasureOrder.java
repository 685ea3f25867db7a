package io.archipelago.events.erasure;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.archipelago.events.ledger.LedgerKey;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A person is to be erased from a dataset, by the word of the region that keeps it. Whoever finds it can tell from it
 * alone which key must be destroyed, and who said so.
 *
 * @param home the region that keeps the dataset
 * @param jurisdiction whose key wraps the person's
 * @param topic the local topic that carries the dataset
 * @param subject the person's pseudonym in this dataset, 43 letters and digits
 * @param key the home region's public key, 64 hexadecimal digits
 * @param signature over the JSON of everything before it; null while it is not signed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ErasureOrder(
        String id,
        String home,
        String dataset,
        String jurisdiction,
        String topic,
        String subject,
        Instant orderedAt,
        String key,
        @Nullable String signature) {

    public ErasureOrder {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(home, "home");
        Objects.requireNonNull(dataset, "dataset");
        Objects.requireNonNull(jurisdiction, "jurisdiction");
        Objects.requireNonNull(topic, "topic");
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(orderedAt, "orderedAt");
        Objects.requireNonNull(key, "key");
    }

    public ErasureOrder signedBy(LedgerKey region) {
        var unsigned =
                new ErasureOrder(id, home, dataset, jurisdiction, topic, subject, orderedAt, region.publicKey(), null);
        return new ErasureOrder(
                id,
                home,
                dataset,
                jurisdiction,
                topic,
                subject,
                orderedAt,
                region.publicKey(),
                region.sign(unsigned.text()));
    }

    public boolean isSignedBy(String publicKey) {
        return Texts.isSigned(text(), publicKey);
    }

    /** As it is exported: one line. */
    public String text() {
        return Texts.of(this);
    }
}
