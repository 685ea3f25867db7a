package io.archipelago.kit.declaration;

import java.time.Instant;

/**
 * An entry of the ledger of lost writes: two regions wrote the same field at the same time, and one had to give way.
 *
 * @param noticedAt when this region joined the two
 */
public record Conflict(String kind, String name, Merge.Loss loss, Instant noticedAt) {

    /** The document kind of the ledger. */
    public static final String DOCUMENT = "conflict";

    /** The same in every region that notices it. */
    String key() {
        return kind + "/" + name + "/" + loss.field() + "/" + loss.lostStamp();
    }
}
