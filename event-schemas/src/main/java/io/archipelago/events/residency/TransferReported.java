package io.archipelago.events.residency;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the gate let cross, and what it kept home, on one flow in one window. The body of {@code residency.transfers.v1}.
 *
 * @param flow the local topic
 * @param from the region whose gate it was
 * @param to the destination region
 * @param dataset the dataset the topic carries, if it is users' data
 * @param crossed records copied to the export topic
 * @param crossedBytes their size: key, value and headers
 * @param keptHome records that stayed, by reason: {@code unlabelled}, {@code denied gdpr#transfer}, …
 * @param total records crossed since the flow began, so that a lost report can be noticed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TransferReported(
        String flow,
        String from,
        String to,
        @Nullable String dataset,
        @Nullable String owner,
        String dataClass,
        Instant windowStart,
        Instant windowEnd,
        long crossed,
        long crossedBytes,
        Map<String, Long> keptHome,
        long total) {}
