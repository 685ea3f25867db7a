package io.archipelago.observability.domain;

import io.archipelago.kit.core.Passing;
import java.time.Instant;
import java.util.Map;

/** Something that was heard, or that it was quiet. Worth nothing a minute later, so none of it is stored. */
sealed interface Word extends Passing {

    /**
     * A probe arrived; from this region itself it is an echo, and proves that its own outbox, Debezium and broker work.
     *
     * @param lagMs from its sending to its handling here; includes the difference of the clocks
     */
    record Probe(String from, long sequence, long lagMs, Instant at, Map<String, Long> heardMsAgo) implements Word {}

    /** MirrorMaker's heartbeat arrived: the backbone of that region is alive. */
    record Heartbeat(String from, Instant at) implements Word {}

    /** This region's own probes do not come back: what it does not hear means nothing now. */
    record Deaf(Instant at) implements Word {}

    /** This region was asleep or deaf, or just started: silence counts from now on. */
    record Woke(Instant at) implements Word {}
}
