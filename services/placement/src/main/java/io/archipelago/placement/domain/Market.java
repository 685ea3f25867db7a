package io.archipelago.placement.domain;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A country somebody thinks of serving.
 *
 * @param country ISO 3166-1 alpha-2
 * @param workload the one that would serve it, with its demand there
 * @param certifications that providers there must hold, such as {@code iso-27001}
 */
public record Market(String country, String workload, List<String> certifications) {
    public Market(String country, String workload, @Nullable List<String> certifications) {
        this.country = country;
        this.workload = workload;
        this.certifications = certifications == null ? List.of() : certifications;
    }
}
