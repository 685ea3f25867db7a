package io.archipelago.observability.domain;

import io.archipelago.events.observability.RegionHealth;

/**
 * A verdict and what led to it; published when either changes.
 *
 * @param health as published
 */
record Judgement(RegionHealth health, Cause cause) {

    static final String HEALTHY = "healthy";
    static final String SUSPECT = "suspect";
    static final String LOST = "lost";
    static final String UNKNOWN = "unknown";

    enum Cause {
        HEARD,
        /** It speaks, but says that it does not hear this region: a cut in the other direction. */
        HEARD_BUT_HEARS_NOT,
        LATE,
        /** Heartbeats of its backbone arrive, its services say nothing. */
        SERVICES_SILENT,
        /** Others hear it: what is cut is the link to here. */
        HEARD_BY_OTHERS,
        SILENT
    }

    boolean says(String verdict) {
        return health.verdict().equals(verdict);
    }
}
