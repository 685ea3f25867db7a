package io.archipelago.events.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * @param name unique per kind; lower case letters, digits, '-' and '.', at most 63 characters
 * @param labels free key-value tags
 * @param home the region that plans a workload or keeps a dataset; the region of the first apply when absent
 * @param revision counts the accepted changes; set by the server
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Metadata(
        String name,
        Map<String, String> labels,
        @Nullable String home,
        @Nullable Long revision) {

    public Metadata(String name, @Nullable Map<String, String> labels, @Nullable String home, @Nullable Long revision) {
        this.name = name;
        this.labels = labels == null ? Map.of() : labels;
        this.home = home;
        this.revision = revision;
    }
}
