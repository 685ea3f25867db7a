package io.archipelago.placement.engine;

/** How many threads share what is done for each group by itself; what they find must not depend on it. */
final class Threads {
    private static final int WORTHWHILE = 64; // groups per thread

    private Threads() {}

    static int forGroups(int groups) {
        return Math.clamp(groups / WORTHWHILE, 1, Runtime.getRuntime().availableProcessors());
    }
}
