package io.archipelago.events.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** One declaration as people write and read it. The spec is a record of the neighbouring packages, by kind. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Resource(
        String apiVersion,
        String kind,
        Metadata metadata,
        JsonNode spec,
        @Nullable JsonNode status) {

    public static final String API_VERSION = "archipelago.io/v1";
}
