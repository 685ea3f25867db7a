package io.archipelago.events.placement;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.archipelago.events.quantity.Resources;
import org.jspecify.annotations.Nullable;

/**
 * The region that owns a site has answered a {@link ReplicasRequested}. The body of {@code placement.reservations.v1}.
 *
 * @param region the owner of the site
 * @param granted how many replicas the site now holds for the workload
 * @param reason why fewer than requested; null when all were granted
 * @param perReplica what the site set aside for each; null from a region that does not tell
 * @param free what the site may still promise after this answer; null from a region that does not tell
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ReplicasDecided(
        String workload,
        String site,
        String region,
        String home,
        int requested,
        int granted,
        @Nullable String reason,
        long epoch,
        long plan,
        @Nullable Resources perReplica,
        @Nullable Resources free) {}
