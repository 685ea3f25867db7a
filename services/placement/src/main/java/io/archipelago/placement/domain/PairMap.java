package io.archipelago.placement.domain;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** Values by a key of two names, {@code site/workload}, found from either of them. */
final class PairMap<V> {
    private final SortedMap<String, SortedMap<String, V>> bySecondName = new TreeMap<>();
    private final SortedMap<String, SortedMap<String, V>> byFirstName = new TreeMap<>();

    static String key(String first, String second) {
        return first + "/" + second;
    }

    void put(String key, V value) {
        int slash = key.indexOf('/');
        var first = key.substring(0, slash);
        var second = key.substring(slash + 1);
        byFirstName.computeIfAbsent(first, name -> new TreeMap<>()).put(second, value);
        bySecondName.computeIfAbsent(second, name -> new TreeMap<>()).put(first, value);
    }

    void remove(String key) {
        int slash = key.indexOf('/');
        var first = key.substring(0, slash);
        var second = key.substring(slash + 1);
        remove(byFirstName, first, second);
        remove(bySecondName, second, first);
    }

    private static <V> void remove(SortedMap<String, SortedMap<String, V>> map, String outer, String inner) {
        var values = map.get(outer);
        if (values == null) return;
        values.remove(inner);
        if (values.isEmpty()) map.remove(outer);
    }

    void putAll(PairMap<V> other) {
        other.byFirstName.forEach((first, values) -> values.forEach((second, value) -> put(key(first, second), value)));
    }

    SortedMap<String, V> byFirst(String name) {
        return Collections.unmodifiableSortedMap(byFirstName.getOrDefault(name, Collections.emptySortedMap()));
    }

    SortedMap<String, V> bySecond(String name) {
        return Collections.unmodifiableSortedMap(bySecondName.getOrDefault(name, Collections.emptySortedMap()));
    }
}
