package io.archipelago.placement.engine;

import java.util.List;

/**
 * What fails as one. The domains of a scope share no site; a region lies in several corridors, and a corridor in several
 * regions, where somebody says so.
 */
public enum Scope {
    SITE,
    REGION,
    /** A cable, a flood plain, a power grid. */
    CORRIDOR;

    static final List<Scope> ALL = List.of(values());
}
