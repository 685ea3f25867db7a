package io.archipelago.placement.assign;

/**
 * Temperature over one round, and what breaches of hard rules cost at each temperature. Where it is hot they are cheap, so
 * that the search walks through what is not allowed; as it cools they become dearer than anything they could save.
 *
 * @param hot temperature at the start, in units of cost
 * @param cold temperature before the last part, in which only what does not cost is accepted
 * @param boiling temperature at which capacity above the hard limit costs the same as above the safety limit
 */
record Schedule(double hot, double cold, double boiling) {
    private static final double SETTLE = 0.7;
    private static final double FREEZE = 0.95;
    private static final double DEAREST = 1000;
    private static final double RULE = 3; // a broken rule at boiling point, in temperatures
    private static final double RULE_GROWTH = 0.4;

    /** @param progress through the round, from 0 to 1 */
    double temperature(double progress) {
        return progress >= FREEZE ? 0 : hot * StrictMath.pow(cold / hot, progress / FREEZE);
    }

    /** Whether what is still not allowed should give way now, while things can move. */
    boolean settling(double progress) {
        return progress >= SETTLE;
    }

    double overPrice(double temperature) {
        return Math.min(DEAREST, boiling / Math.max(cold, temperature));
    }

    double rulePrice(double temperature) {
        if (temperature == 0) return DEAREST * boiling;
        return temperature * RULE * StrictMath.pow(boiling / temperature, RULE_GROWTH);
    }
}
