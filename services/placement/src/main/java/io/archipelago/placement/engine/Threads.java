package io.archipelago.placement.engine;

import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * How many threads share what is done for each group by itself; what they find does not depend on it.
 *
 * @param most at least 1
 */
record Threads(int most) {
    private static final int WORTHWHILE = 64; // groups per thread

    static Threads ofMachine() {
        return new Threads(Runtime.getRuntime().availableProcessors());
    }

    int forGroups(int groups) {
        return Math.clamp(groups / WORTHWHILE, 1, most);
    }

    /** Runs shares 0 to {@code count - 1} beside each other and waits for all. */
    static void share(int count, IntConsumer work) {
        IntStream.range(0, count).parallel().forEach(work);
    }
}
