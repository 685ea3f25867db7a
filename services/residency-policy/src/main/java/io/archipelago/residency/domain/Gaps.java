package io.archipelago.residency.domain;

import java.util.NavigableMap;
import java.util.TreeMap;

/** Numbers that are missing, as ranges: a purge of millions is one of them. */
final class Gaps {

    private final NavigableMap<Long, Long> lastByFirst = new TreeMap<>();

    /** None of these is missing yet. */
    void add(long first, long last) {
        lastByFirst.put(first, last);
    }

    /** @return false when it was not missing */
    boolean remove(long number) {
        var range = lastByFirst.floorEntry(number);
        if (range == null || range.getValue() < number) return false;
        lastByFirst.remove(range.getKey());
        if (range.getKey() < number) lastByFirst.put(range.getKey(), number - 1);
        if (number < range.getValue()) lastByFirst.put(number + 1, range.getValue());
        return true;
    }

    /** True when one from {@code first} to {@code last} is missing. */
    boolean any(long first, long last) {
        var range = lastByFirst.floorEntry(last);
        return range != null && range.getValue() >= first;
    }

    long count() {
        long count = 0;
        for (var range : lastByFirst.entrySet()) count += range.getValue() - range.getKey() + 1;
        return count;
    }
}
