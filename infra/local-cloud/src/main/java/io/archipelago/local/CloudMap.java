package io.archipelago.local;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import java.util.Map;

/**
 * The addresses of a running cloud: the file {@code cloud.json}.
 *
 * @param control the supervisor's address
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record CloudMap(String control, List<Region> regions) {

    /**
     * @param kafka host:port
     * @param postgres host:port
     * @param connect base address of the Connect worker's REST API
     * @param trust the folder of the region's certificates
     * @param services base address by service name
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Region(
            String name,
            String jurisdiction,
            String location,
            String kafka,
            String postgres,
            String connect,
            String trust,
            Map<String, String> services) {}
}
