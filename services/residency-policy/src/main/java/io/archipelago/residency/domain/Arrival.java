package io.archipelago.residency.domain;

import java.time.Instant;

/**
 * A record that came from another region.
 *
 * @param number its sequence number; 0 when it bears none: then no gate let it cross
 * @param sourceOffset in the topic it was copied from
 * @param offset in this region's topic
 * @param bytes key, value and headers
 * @param leaf its hash as the ledger has it
 * @param gate the region whose gate let it cross, as the record says
 */
public record Arrival(long number, long sourceOffset, long offset, long bytes, byte[] leaf, String gate, Instant at) {}
