package io.archipelago.residency.gate;

import io.archipelago.events.ledger.Crossing;
import io.archipelago.residency.domain.Circumstances;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * On which terms the records of a flow are decided: two flows on equal terms let the same records cross. Written next to
 * the offsets, so that the gate knows after any restart what was decided by which law.
 *
 * @param code the version of the code in force
 * @param floors {@code class:jurisdiction} of each dataset the topic carries: must be allowed too, whatever a record says
 * @param destinations the jurisdiction of each region it may go to at all, by the region's name
 * @param circumstances what is known of all its records
 * @param columns the fingerprint of what its datasets declare of their columns; empty when they declare none
 */
record Terms(
        String code,
        List<String> floors,
        SortedMap<String, String> destinations,
        Circumstances circumstances,
        String columns) {

    /** As the ledger keeps them, for one of the destinations. */
    Crossing.Inputs inputs(String to) {
        return new Crossing.Inputs(
                code,
                floors,
                destinations.getOrDefault(to, ""),
                circumstances.origin(),
                List.copyOf(circumstances.purposes()),
                List.copyOf(circumstances.safeguards()),
                circumstances.volume());
    }

    /** No space and no {@code @}: those divide what a {@link History} writes. */
    @Override
    public String toString() {
        return code
                + ';'
                + String.join("+", floors)
                + ';'
                + destinations.entrySet().stream()
                        .map(destination -> destination.getKey() + ':' + destination.getValue())
                        .collect(Collectors.joining(","))
                + ';'
                + circumstances
                + (columns.isEmpty() ? "" : ';' + columns);
    }

    /** Null for what was not written by {@link #toString}. */
    static @Nullable Terms parse(String text) {
        var parts = text.split(";", -1);
        if (parts.length < 3 || parts.length > 5 || parts[0].isEmpty() || text.indexOf('@') >= 0) return null;
        var circumstances = parts.length == 3 ? Circumstances.UNKNOWN : Circumstances.parse(parts[3]);
        if (circumstances == null) return null;
        var destinations = new TreeMap<String, String>();
        for (var destination : parts[2].split(",", -1)) {
            if (destination.isEmpty()) continue;
            int colon = destination.indexOf(':');
            if (colon < 1) return null;
            destinations.put(destination.substring(0, colon), destination.substring(colon + 1));
        }
        return new Terms(
                parts[0],
                parts[1].isEmpty() ? List.of() : List.of(parts[1].split("\\+", -1)),
                destinations,
                circumstances,
                parts.length == 5 ? parts[4] : "");
    }
}
