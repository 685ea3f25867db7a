package io.archipelago.events.residency;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A named set of jurisdictions, such as EU-EEA.
 *
 * @param members ISO 3166-1 alpha-2 codes
 * @param source whence the list
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record JurisdictionGroupSpec(@Nullable String description, List<String> members, String source) {}
