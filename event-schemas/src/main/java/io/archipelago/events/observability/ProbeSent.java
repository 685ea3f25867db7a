package io.archipelago.events.observability;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A sign of life that takes the road every fact takes: outbox, Debezium, gate, mirror. The body of
 * {@code observability.probes.v1}.
 *
 * @param sequence counts up by one; a gap at the other end is a lost probe
 * @param heardMsAgo by region, how long before {@code sentAt} the sender last heard of it directly, in ms; a region it
 *     never heard is missing. So each end of a link learns whether the other end hears it, and a region that is only cut
 *     off from one other is told from one that is gone
 */
public record ProbeSent(String region, long sequence, Instant sentAt, Map<String, Long> heardMsAgo) {

    public ProbeSent(String region, long sequence, Instant sentAt, @Nullable Map<String, Long> heardMsAgo) {
        this.region = region;
        this.sequence = sequence;
        this.sentAt = sentAt;
        this.heardMsAgo = heardMsAgo == null ? Map.of() : Map.copyOf(heardMsAgo);
    }
}
