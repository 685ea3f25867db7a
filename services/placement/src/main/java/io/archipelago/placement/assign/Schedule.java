package io.archipelago.placement.assign;

/**
 * Temperature and prices over one round, all geometric. In the hot part breaches are cheap, so that the search walks
 * through what is not allowed; they end dearer than anything they could save.
 *
 * @param hot temperature at the start, in units of cost
 * @param cold temperature before the last part, in which only what does not cost is accepted
 */
record Schedule(double hot, double cold) {
    private static final double SETTLE = 0.7;
    private static final double FREEZE = 0.95;
    private static final double OVER_FIRST = 1;
    private static final double OVER_LAST = 100;
    private static final double RULE_FIRST = 3;
    private static final double RULE_LAST = 20;

    /** @param progress through the round, from 0 to 1 */
    double temperature(double progress) {
        return progress >= FREEZE ? 0 : between(hot, cold, progress / FREEZE);
    }

    /** Whether what is still not allowed should give way now, while things can move. */
    boolean settling(double progress) {
        return progress >= SETTLE;
    }

    double overPrice(double progress) {
        return progress >= FREEZE ? OVER_LAST * 10 : between(OVER_FIRST, OVER_LAST, progress / FREEZE);
    }

    double rulePrice(double progress) {
        double heat = progress >= FREEZE ? hot * 1000 : between(hot, cold, progress / FREEZE);
        return heat * between(RULE_FIRST, RULE_LAST, Math.min(1, progress / FREEZE));
    }

    private static double between(double first, double last, double progress) {
        return first * StrictMath.pow(last / first, progress);
    }
}
