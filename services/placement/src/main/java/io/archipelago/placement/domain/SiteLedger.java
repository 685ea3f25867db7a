package io.archipelago.placement.domain;

import static java.util.Objects.requireNonNull;

import io.archipelago.events.inventory.SiteSpec;
import io.archipelago.events.placement.ReplicasRequested;
import io.archipelago.events.quantity.Bytes;
import io.archipelago.events.quantity.Cpu;
import io.archipelago.events.quantity.Resources;
import io.archipelago.events.resource.Declared;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a site has promised and still has to give. Only the region that owns the site writes it, one answer at a time, so
 * planners that do not know of each other can never promise more than there is.
 *
 * @param promisable what may be promised in all; nothing once the site is removed
 * @param closed true while cordoned or removed: what runs may stay or shrink, nothing is added
 * @param held by workload
 */
public record SiteLedger(
        String site, String region, Resources promisable, boolean closed, Map<String, Reservation> held) {

    /** A request is answered, or it is not heard because a later one was. */
    public sealed interface Answer {
        Reservation reservation();

        /** @param evicted what gave way: reservations of lower priority, now smaller */
        record Decided(Reservation reservation, List<Reservation> evicted) implements Answer {}

        /** The same request again, or an older one: the standing answer holds. */
        record Repeated(Reservation reservation) implements Answer {}
    }

    static SiteLedger of(Declared<SiteSpec> site, Map<String, Reservation> held) {
        var spec = site.spec();
        return new SiteLedger(
                site.name(),
                spec.region(),
                site.removed() ? Resources.NONE : spec.promisable(),
                site.removed() || spec.closed(),
                held);
    }

    public Resources promised() {
        return held.values().stream().map(Reservation::held).reduce(Resources.NONE, Resources::plus);
    }

    /** Negative where the site shrank below its promises and has not been settled yet. */
    public Resources free() {
        return promisable.minus(promised());
    }

    /** Grants what fits, and more by the room of lower priorities. A repeat repeats the answer; an older planner or plan is not heard. */
    public Answer answer(ReplicasRequested request) {
        var earlier = held.get(request.workload());
        if (earlier != null && !isNews(request, earlier)) return new Answer.Repeated(earlier);
        var others = new TreeMap<>(held);
        others.remove(request.workload());
        int atMost =
                closed ? Math.min(request.replicas(), earlier == null ? 0 : earlier.granted()) : request.replicas();
        var evicted = evictFor(request, atMost, others);
        int granted = Math.min(atMost, roomFor(request.perReplica(), others));
        return new Answer.Decided(
                Reservation.granting(request, region, granted, whyFewer(request, granted, others)), evicted);
    }

    private static boolean isNews(ReplicasRequested request, Reservation earlier) {
        int order = new Claim(request.epoch(), request.home()).compareTo(earlier.claim());
        return order != 0 ? order > 0 : request.plan() > earlier.plan();
    }

    /** Lets the lowest priorities give way, one replica at a time, as long as that brings room; updates {@code others}. */
    private List<Reservation> evictFor(ReplicasRequested request, int wanted, Map<String, Reservation> others) {
        if (roomFor(request.perReplica(), others) >= wanted) return List.of();
        var before = Map.copyOf(others);
        var why = "gave way to " + request.workload() + ", which has priority " + request.priority();
        for (var victim : weakestFirst(others)) {
            if (victim.priority() >= request.priority()) break;
            for (int left = victim.granted() - 1; left >= 0; left--) {
                if (roomFor(request.perReplica(), others) >= wanted) break;
                others.put(victim.workload(), victim.cutTo(left, why));
            }
        }
        int gained = Math.min(wanted, roomFor(request.perReplica(), others));
        for (var victim : weakestFirst(before).reversed()) { // those whose room was not what lacked come back
            var cut = requireNonNull(others.put(victim.workload(), victim));
            if (!cut.equals(victim) && roomFor(request.perReplica(), others) < gained)
                others.put(victim.workload(), cut);
        }
        return others.values().stream()
                .filter(r -> !r.equals(before.get(r.workload())))
                .toList();
    }

    /** What must be given back because the site shrank or went away; lowest priority first. */
    List<Reservation> settle() {
        var kept = new TreeMap<>(held);
        var why = promisable.equals(Resources.NONE) ? "the site was removed" : "the site shrank";
        for (var victim : weakestFirst(held))
            for (int left = victim.granted() - 1; left >= 0 && !promisable.covers(sum(kept)); left--)
                kept.put(victim.workload(), victim.cutTo(left, why));
        return kept.values().stream()
                .filter(r -> !r.equals(held.get(r.workload())))
                .toList();
    }

    SiteLedger with(Reservation reservation) {
        var next = new TreeMap<>(held);
        next.put(reservation.workload(), reservation);
        return new SiteLedger(site, region, promisable, closed, next);
    }

    private static List<Reservation> weakestFirst(Map<String, Reservation> held) {
        var order = new ArrayList<>(held.values());
        order.sort(Comparator.comparingInt(Reservation::priority).thenComparing(Reservation::workload));
        return order;
    }

    private int roomFor(Resources unit, Map<String, Reservation> others) {
        return Math.max(0, promisable.minus(sum(others)).fits(unit));
    }

    private static Resources sum(Map<String, Reservation> held) {
        return held.values().stream().map(Reservation::held).reduce(Resources.NONE, Resources::plus);
    }

    private @Nullable String whyFewer(ReplicasRequested request, int granted, Map<String, Reservation> others) {
        if (granted == request.replicas()) return null;
        if (closed) return site + " is cordoned and admits nothing new";
        var missing = request.perReplica().times(granted + 1L).minus(promisable.minus(sum(others)));
        return "room for %d of %d: %s short".formatted(granted, request.replicas(), shortage(missing));
    }

    private static String shortage(Resources missing) {
        var parts = new ArrayList<String>();
        if (missing.cpu().compareTo(Cpu.NONE) > 0) parts.add(missing.cpu() + " CPU");
        if (missing.memory().compareTo(Bytes.NONE) > 0) parts.add(missing.memory() + " of memory");
        if (missing.storage().compareTo(Bytes.NONE) > 0) parts.add(missing.storage() + " of storage");
        return String.join(" and ", parts);
    }
}
