package io.archipelago.residency.domain;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All that ever happened on one flow to one destination, as far as it was reported.
 *
 * @param flow the local topic
 * @param crossedBytes key, value and headers
 * @param keptHome decisions to keep a record, by reason; a record that a later law released counts under both
 * @param upTo the end of the last window that is in it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TransferTotal(
        String flow,
        String from,
        String to,
        @Nullable String dataset,
        @Nullable String owner,
        String dataClass,
        long crossed,
        long crossedBytes,
        Map<String, Long> keptHome,
        Instant upTo) {

    static final String DOCUMENT = "transfer";

    static String key(String flow, String to) {
        return flow + "|" + to;
    }

    /** @param before null for the first report */
    public static TransferTotal of(
            @Nullable TransferTotal before, String from, ReportTransfers.Line line, Instant upTo) {
        var kept = new TreeMap<String, Long>(before == null ? Map.of() : before.keptHome);
        line.keptHome().forEach((reason, count) -> kept.merge(reason, count, Long::sum));
        return new TransferTotal(
                line.flow(),
                from,
                line.to(),
                line.dataset(),
                line.owner(),
                line.dataClass(),
                line.crossed() + (before == null ? 0 : before.crossed),
                line.crossedBytes() + (before == null ? 0 : before.crossedBytes),
                kept,
                upTo);
    }
}
