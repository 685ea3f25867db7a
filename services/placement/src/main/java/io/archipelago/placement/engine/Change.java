package io.archipelago.placement.engine;

import java.util.List;

/** One change of a problem, all else equal: something that could be negotiated, built, allowed or given up. */
public sealed interface Change {

    /** All prices at a site lower by so many thousandths, for every group. */
    record Discount(int site, int permille) implements Change {}

    /** A site nearer by so many ms to all users and sites; no round trip falls below zero. */
    record Nearer(int site, int ms) implements Change {}

    /** More capacity at a site, per resource; a site's headroom is taken of it as of the rest. */
    record MoreCapacity(int site, List<Long> amounts) implements Change {}

    /** Sites that a group may use although it was excluded there. */
    record Admitted(int group, List<Integer> sites) implements Change {}

    /** A spending ceiling that is higher by so many micro-USD per hour. */
    record HigherCeiling(int group, long by) implements Change {}

    /** A group without its limit of replicas per site. */
    record NoSiteLimit(int group) implements Change {}

    /** A group that wants distinct domains of no scope. */
    record NoSpread(int group) implements Change {}

    /** The problem as it would be; the given one stays as it is. */
    default PlacementProblem in(PlacementProblem problem) {
        return new Variation(problem, this).problem();
    }
}
