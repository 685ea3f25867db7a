package io.archipelago.residency.keyring;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A data key as it is kept.
 *
 * @param subject the person's pseudonym; who it is, nobody can tell from it without the region's key
 * @param jurisdiction whose key it is wrapped with
 * @param wrapped null when it was destroyed: what is kept then says only that there must be none
 */
public record StoredKey(
        String dataset,
        String subject,
        String jurisdiction,
        byte @Nullable [] wrapped,
        Instant created,
        @Nullable Instant destroyed) {}
