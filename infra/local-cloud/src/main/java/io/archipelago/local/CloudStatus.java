package io.archipelago.local;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What runs now.
 *
 * @param supervisor the process that watches the others
 */
public record CloudStatus(Part supervisor, List<Region> regions, Totals totals) {

    public record Region(String name, List<Part> parts, List<Connector> connectors) {}

    /**
     * One process with its children.
     *
     * @param restarts how often it died and was started again
     * @param rssBytes memory in use; pages shared between processes count in each
     * @param pssBytes memory in use; pages shared between processes count once, divided among them
     * @param message what is wrong, or what it waits for
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Part(
            String name,
            PartState state,
            @Nullable Long pid,
            double uptimeSeconds,
            int restarts,
            long rssBytes,
            long pssBytes,
            double cpuSeconds,
            @Nullable String address,
            @Nullable String message) {}

    /** @param state as Connect says it, of the worst of the connector and its tasks */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Connector(
            String name,
            String state,
            int restarts,
            @Nullable String message) {}

    public record Totals(int parts, int ready, int restarts, long rssBytes, long pssBytes, double cpuSeconds) {}
}
