package io.archipelago.events.residency;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A named set of jurisdictions, such as EU-EEA.
 *
 * @param members ISO 3166-1 alpha-2 codes, whenever one asks
 * @param source whence the list
 * @param terms members for a time
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record JurisdictionGroupSpec(
        @Nullable String description,
        List<String> members,
        String source,
        @Nullable List<Term> terms) {

    /**
     * One jurisdiction's membership for a time.
     *
     * @param from a member from then on; always was when absent
     * @param until a member before then; for good when absent
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Term(
            String jurisdiction,
            @Nullable Instant from,
            @Nullable Instant until) {}
}
