package io.archipelago.residency.domain;

import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How many records have left this region's country since the beginning, by owner and class. A person whose record left
 * twice counts twice, and years are not told apart: an obligation may switch on early, never late.
 */
public final class Volumes {
    private final String origin;
    private final Map<String, String> countries;
    private final Map<String, Map<String, Long>> byOwner = new TreeMap<>();

    /**
     * @param origin the country of this region
     * @param countries of other regions, by name
     */
    Volumes(String origin, Map<String, String> countries) {
        this.origin = origin;
        this.countries = Map.copyOf(countries);
    }

    static Volumes of(String origin, Map<String, String> countries, Collection<TransferTotal> totals) {
        var volumes = new Volumes(origin, countries);
        totals.forEach(total -> volumes.add(total.to(), total.owner(), total.dataClass(), total.crossed()));
        return volumes;
    }

    /** A region of which nobody knows where it is counts as abroad. */
    public void add(String to, @Nullable String owner, String dataClass, long crossed) {
        if (origin.equals(countries.get(to))) return;
        byOwner.computeIfAbsent(Objects.requireNonNullElse(owner, ""), first -> new TreeMap<>())
                .merge(dataClass, crossed, Long::sum);
    }

    /** How many records of an owner may leave before the law may say something else of any. */
    public long room(@Nullable String owner, Law law) {
        long room = law.above(0);
        for (var name : byOwner.getOrDefault(Objects.requireNonNullElse(owner, ""), Map.of())
                .keySet())
            for (int end = name.length(); end > 0; end = name.lastIndexOf('.', end - 1)) {
                long count = count(owner, name.substring(0, end));
                room = Math.min(room, law.above(count) - count);
            }
        return room;
    }

    /** To be counted on from, apart from this one. */
    public Volumes copy() {
        var copy = new Volumes(origin, countries);
        byOwner.forEach((owner, counts) -> copy.byOwner.put(owner, new TreeMap<>(counts)));
        return copy;
    }

    /**
     * Records of a class, its kinds included.
     *
     * @param owner null for Archipelago's own facts
     */
    public long count(@Nullable String owner, String dataClass) {
        long count = 0;
        for (var one : byOwner.getOrDefault(Objects.requireNonNullElse(owner, ""), Map.of())
                .entrySet()) if (DataClass.isA(one.getKey(), dataClass)) count += one.getValue();
        return count;
    }

    /** What the law tells apart: the band of each owner and class that anything has left of, {@code owner|class}. */
    public SortedMap<String, Long> bands(Law law) {
        var bands = new TreeMap<String, Long>();
        byOwner.forEach((owner, counts) -> {
            for (var name : counts.keySet())
                for (int end = name.length(); end > 0; end = name.lastIndexOf('.', end - 1)) {
                    var dataClass = name.substring(0, end);
                    bands.put(owner + '|' + dataClass, law.band(count(owner, dataClass)));
                }
        });
        return bands;
    }

    /**
     * A count has reached what the law tells apart from less: from here on it may say something else.
     *
     * @param bands of each owner and class, {@code owner|class}
     */
    record Reached(SortedMap<String, Long> bands) {
        static final String DOCUMENT = "volumes";
        static final String NOW = "now";
    }
}
