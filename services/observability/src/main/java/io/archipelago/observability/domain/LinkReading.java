package io.archipelago.observability.domain;

import io.archipelago.events.observability.LinkHealth;
import java.time.Instant;

/**
 * A link as last published.
 *
 * @param saidAt when
 */
record LinkReading(LinkHealth health, Instant saidAt) {

    static final String UP = "up";
    static final String SLOW = "slow";
    static final String SILENT = "silent";
    static final String UNKNOWN = "unknown";
}
