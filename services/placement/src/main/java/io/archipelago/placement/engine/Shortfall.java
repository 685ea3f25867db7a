package io.archipelago.placement.engine;

/** What a group asked for and did not get, and which constraint stands in the way. Nothing is dropped silently. */
public sealed interface Shortfall {
    int group();

    /** Replicas left waiting because of this; 0 when all run but a goal is missed. */
    int waiting();

    /** No site is eligible at all; the problem's exclusions give the reason per site. */
    record NoEligibleSite(int group, int waiting) implements Shortfall {}

    /**
     * Eligible sites exist, none has room.
     *
     * @param site the eligible site that comes closest, and {@code shortBy} the missing amount of {@code resource} there
     */
    record NoRoom(int group, int waiting, int site, int resource, long shortBy) implements Shortfall {}

    /**
     * The next replica would lift someone's spend above the ceiling.
     *
     * @param payer the group itself, or one that calls it and would pay for longer ways
     */
    record OverBudget(int group, int waiting, int payer, long ceiling, long spendWithOneMore) implements Shortfall {}

    /** Per-site limits times eligible sites with room is less than what is wanted. */
    record TooConcentrated(int group, int waiting, int limitPerSite, int eligibleSites) implements Shortfall {}

    /** All replicas run, in fewer domains of a scope than wanted. */
    record SpreadMissed(int group, int waiting, Scope scope, int wanted, int got) implements Shortfall {}

    /** The replicas cannot serve the demand even at the maximum count; the rest overloads the nearest ones. */
    record DemandUnserved(int group, int waiting, long unservedMilliRps) implements Shortfall {}
}
