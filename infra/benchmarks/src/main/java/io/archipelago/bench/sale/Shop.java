package io.archipelago.bench.sale;

import io.archipelago.events.inventory.DemandSpec;
import io.archipelago.events.inventory.WorkloadSpec;
import io.archipelago.events.inventory.WorkloadSpec.AreaDemand;
import io.archipelago.events.quantity.Usd;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A workload of the flash sale, with the load its users bring by the minute.
 *
 * @param legal the countries it may run in
 * @param usual requests per second at the busiest hour, by area; each area is one city
 */
record Shop(String name, String home, WorkloadSpec spec, Set<String> legal, SortedMap<String, Double> usual) {
    private static final double NIGHT = 0.4;

    /** The most it may spend on compute and transfer per hour. */
    Usd ceiling() {
        var budget = spec.budget();
        return budget == null ? new Usd(Long.MAX_VALUE) : budget.maxPerHour();
    }

    /** Requests per second by area at a minute of the day, in universal time; busiest at eight in the evening where the users are. */
    SortedMap<String, Double> load(int minute, SaleStory story) {
        var load = new TreeMap<String, Double>();
        usual.forEach((area, busiest) -> {
            double hour = minute / 60.0 + story.city(area).longitude() / 15;
            double day = (1 + StrictMath.cos(2 * StrictMath.PI * (hour - 20) / 24)) / 2;
            double sale = area.equals(SaleStory.AREA) && story.onSale(minute) ? SaleStory.SURGE : 1;
            load.put(area, busiest * (NIGHT + (1 - NIGHT) * day) * sale);
        });
        return load;
    }

    DemandSpec demand(SortedMap<String, Double> load) {
        return new DemandSpec(
                name,
                load.entrySet().stream()
                        .map(area -> new AreaDemand(area.getKey(), area.getValue()))
                        .toList());
    }

    /** Replicas this load needs, within what the declaration allows. */
    int needed(SortedMap<String, Double> load) {
        var replicas = spec.replicas();
        var each = replicas.requestsPerSecond();
        if (each == null) return replicas.min();
        double all = load.values().stream().mapToDouble(Double::doubleValue).sum();
        return Math.clamp((long) Math.ceil(all / each), replicas.min(), replicas.max());
    }
}
