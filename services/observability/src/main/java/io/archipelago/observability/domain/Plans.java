package io.archipelago.observability.domain;

import io.archipelago.events.placement.DecisionExplained;
import io.archipelago.events.placement.Placement;
import io.archipelago.events.placement.TrafficWeights;
import java.util.Map;
import java.util.TreeMap;

/**
 * Of what several regions say about one workload, what is in force. After a takeover both the home and the survivor have
 * a plan; the higher epoch wins, within it the later plan.
 */
final class Plans {

    /** @param plannedBy the region that wrote it */
    record Plan<T>(String plannedBy, T body, long epoch, long number) {

        boolean beats(Plan<?> other) {
            return epoch != other.epoch ? epoch > other.epoch : number > other.number;
        }
    }

    private Plans() {}

    /** @param byRegion keyed {@code <region>/<workload>}; what is gone is not among them */
    static <T> Map<String, Plan<T>> inForce(Map<String, T> byRegion) {
        var inForce = new TreeMap<String, Plan<T>>();
        byRegion.forEach((key, body) -> {
            int slash = key.indexOf('/');
            var plan = plan(key.substring(0, slash), body);
            inForce.merge(key.substring(slash + 1), plan, (a, b) -> b.beats(a) ? b : a);
        });
        return inForce;
    }

    private static <T> Plan<T> plan(String region, T body) {
        return switch (body) {
            case Placement placed -> new Plan<>(region, body, placed.epoch(), placed.plan());
            case TrafficWeights sent -> new Plan<>(region, body, sent.epoch(), sent.plan());
            case DecisionExplained why -> new Plan<>(region, body, why.epoch(), why.plan());
            default -> throw new IllegalArgumentException("not a plan: " + body.getClass());
        };
    }
}
