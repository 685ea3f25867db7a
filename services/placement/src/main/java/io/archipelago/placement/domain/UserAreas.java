package io.archipelago.placement.domain;

import io.archipelago.events.catalogue.City;
import io.archipelago.events.catalogue.World;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the users of an area are. A country stands for its largest cities, each with its share of their people: users in
 * Los Angeles and New York are an ocean's width apart, and one point in Kansas would serve neither.
 */
final class UserAreas {
    private static final int CITIES_PER_AREA = 8;

    /**
     * A spot that sends requests, shared by all workloads.
     *
     * @param city null for an area that no catalogue knows
     */
    record Spot(String name, @Nullable City city) {}

    /**
     * A part of an area's demand.
     *
     * @param spot index into {@link #spots}
     */
    record Part(int spot, long milliRps) {}

    private final World world;
    private final Map<String, Integer> indexes = new LinkedHashMap<>();
    private final List<Spot> spots = new ArrayList<>();

    UserAreas(World world) {
        this.world = world;
    }

    List<Spot> spots() {
        return spots;
    }

    /** Divides an area's load among its cities; the parts add up to it exactly. */
    List<Part> parts(String area, double requestsPerSecond) {
        long milliRps = Math.round(requestsPerSecond * 1000);
        var cities = world.cities(area).stream().limit(CITIES_PER_AREA).toList();
        if (cities.isEmpty()) return List.of(new Part(spot(area, null), milliRps));
        long people = cities.stream().mapToLong(UserAreas::people).sum();
        var parts = new ArrayList<Part>();
        long before = 0;
        long given = 0;
        for (var city : cities) {
            before += people(city);
            long upTo = Math.round((double) milliRps * before / people);
            if (upTo > given) parts.add(new Part(spot(city.country() + "/" + city.name(), city), upTo - given));
            given = upTo;
        }
        return parts;
    }

    private static long people(City city) {
        return Math.max(1, city.population());
    }

    private int spot(String name, @Nullable City city) {
        return indexes.computeIfAbsent(name, unseen -> {
            spots.add(new Spot(unseen, city));
            return spots.size() - 1;
        });
    }
}
