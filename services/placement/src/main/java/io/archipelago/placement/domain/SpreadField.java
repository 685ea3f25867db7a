package io.archipelago.placement.domain;

import io.archipelago.placement.engine.Scope;

/**
 * The field of a workload that asks for distinct domains of a scope.
 *
 * @param path as it is declared
 * @param noun what it counts
 */
record SpreadField(String path, String noun) {
    static SpreadField of(Scope scope) {
        return switch (scope) {
            case SITE -> new SpreadField("spec.spread.minSites", "sites");
            case REGION -> new SpreadField("spec.spread.minRegions", "regions");
            case CORRIDOR -> new SpreadField("spec.spread.minCorridors", "corridors");
        };
    }
}
