package io.archipelago.residency.gate;

import java.util.IdentityHashMap;
import java.util.Map;

/** What happened on one flow to one destination in one transaction. Of the gate's thread. */
final class Counts {
    long crossed;
    long crossedBytes;
    private final Map<Decision, long[]> kept = new IdentityHashMap<>();

    void crossed(long bytes) {
        crossed++;
        crossedBytes += bytes;
    }

    void kept(Decision decision) {
        kept.computeIfAbsent(decision, first -> new long[1])[0]++;
    }

    boolean any() {
        return crossed > 0 || !kept.isEmpty();
    }

    Map<Decision, long[]> keptHome() {
        return kept;
    }

    void clear() {
        crossed = 0;
        crossedBytes = 0;
        kept.clear();
    }
}
