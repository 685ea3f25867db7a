package io.archipelago.cost.domain;

import io.archipelago.events.quantity.Resources;
import java.time.Instant;

/** Something that was used and has a price somewhere. */
public sealed interface Usage {

    /** Who pays. */
    String owner();

    Instant from();

    Instant until();

    /** Replicas of a workload ran at a site. */
    record Running(
            String workload,
            String owner,
            String site,
            String cloudRegion,
            Resources perReplica,
            int replicas,
            Instant from,
            Instant until)
            implements Usage {}

    /**
     * Records crossed from this region to another.
     *
     * @param flow the local topic
     * @param bytes keys, values and headers
     */
    record Moved(String flow, String owner, String to, long bytes, Instant from, Instant until) implements Usage {

        Moved plus(Moved other) {
            return new Moved(
                    flow,
                    owner,
                    to,
                    Math.addExact(bytes, other.bytes),
                    from.isBefore(other.from) ? from : other.from,
                    until.isAfter(other.until) ? until : other.until);
        }
    }
}
