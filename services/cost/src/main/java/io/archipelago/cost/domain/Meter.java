package io.archipelago.cost.domain;

import io.archipelago.events.placement.Placement;
import java.time.Instant;
import java.util.List;

/**
 * What a workload uses right now.
 *
 * @param until its usage is charged up to then
 */
public record Meter(Placement placement, Instant until) {

    /** What was used since the last reading. */
    List<Usage.Running> readAt(Instant at) {
        return placement.sites().stream()
                .filter(share -> share.replicas() > 0)
                .map(share -> new Usage.Running(
                        placement.workload(),
                        placement.owner(),
                        share.site(),
                        share.cloudRegion(),
                        placement.perReplica(),
                        share.replicas(),
                        until,
                        at))
                .toList();
    }

    /** True when the other placement was decided before the one that is metered. */
    boolean knowsBetterThan(Placement other) {
        return placement.epoch() != other.epoch() ? placement.epoch() > other.epoch() : placement.plan() > other.plan();
    }
}
