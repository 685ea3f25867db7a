package io.archipelago.events.observability;

import java.time.Instant;

/**
 * A sign of life that takes the road every fact takes: outbox, Debezium, gate, mirror. The body of
 * {@code observability.probes.v1}.
 *
 * @param sequence counts up by one; a gap at the other end is a lost probe
 */
public record ProbeSent(String region, long sequence, Instant sentAt) {}
