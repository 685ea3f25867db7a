package io.archipelago.placement.domain;

import io.archipelago.events.envelope.Labels;
import io.archipelago.events.placement.Placement;
import io.archipelago.events.placement.ReplicasRequested;
import io.archipelago.events.placement.TrafficWeights;
import io.archipelago.events.quantity.Resources;
import io.archipelago.events.quantity.Usd;
import io.archipelago.kit.core.Emit;
import io.archipelago.kit.core.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Compares what was just decided with what the region last said and says only what is new: wishes to sites, placements,
 * traffic weights. Goes as far towards the plan as a {@link Wave} allows. What is given back goes out before what is asked
 * for, so that one workload's room can become another's.
 */
final class Announcements {
    static final String REQUESTS = "placement.requests.v1";
    static final String RESERVATIONS = "placement.reservations.v1";
    static final String PLACEMENTS = "placement.placements.v1";
    static final String WEIGHTS = "placement.weights.v1";
    static final String DECISIONS = "placement.decisions.v1";

    private final RegionState state;
    private final Labels labels;
    private final Instant now;
    private final Outcome.Builder outcome;
    private final List<ReplicasRequested> wishes = new ArrayList<>();
    private final List<Runnable> reports = new ArrayList<>();

    Announcements(RegionState state, Labels labels, Instant now, Outcome.Builder outcome) {
        this.state = state;
        this.labels = labels;
        this.now = now;
        this.outcome = outcome;
    }

    void decided(Planner planner, Planner.Decision decision) {
        var model = decision.model();
        var wave = Wave.next(state, decision);
        var report = new PlacementReport(planner, state, decision, wave);
        for (int g = 0; g < model.groups().size(); g++) {
            var workload = model.groups().get(g).name();
            int group = g;
            state.ownClaim(workload).ifPresent(claim -> decided(group, claim, model, wave, report));
        }
    }

    private void decided(int g, Claim claim, Model model, int[][] wave, PlacementReport report) {
        var workload = model.groups().get(g).name();
        var spec = model.groups().get(g).spec();
        var desired = new TreeMap<String, Integer>();
        for (int s = 0; s < model.sites().size(); s++)
            if (wave[g][s] > 0) desired.put(model.sites().get(s).name(), wave[g][s]);
        long plan = nextPlan(workload, claim);
        boolean asked = ask(new Wanted(
                workload, claim, plan, spec.owner(), spec.resources(), ModelBuilder.priority(spec), desired));
        var last = state.placements.get(workload);
        boolean continued = last != null && claim.equals(new Claim(last.epoch(), last.home()));
        reports.add(() -> publish(
                report.placement(g, claim, plan, cause(workload, continued && completes(asked) ? last : null), now),
                report.weights(g, claim, plan, now),
                asked));
    }

    /** A workload that is gone gives everything back. */
    void withdrawn(String workload, Claim claim) {
        var last = state.placements.get(workload);
        long plan = nextPlan(workload, claim);
        var owner = owner(workload);
        boolean asked = ask(new Wanted(workload, claim, plan, owner, state.unit(workload), 0, new TreeMap<>()));
        if (!asked && (last == null || last.removed())) return;
        reports.add(() -> publish(
                gone(workload, claim, owner, plan, cause(workload, null)),
                new TrafficWeights(workload, claim.home(), true, List.of(), now, claim.epoch(), plan),
                asked));
    }

    /**
     * Another region plans it now. Readers of this region's own topics alone must not go on believing the old placement;
     * the others know better already, so this stays home.
     */
    void yielded(String workload, TrafficWeights last) {
        var own = new Claim(last.epoch(), last.home());
        for (var wish : state.wishesFor(workload).values())
            outcome.remove(Documents.WISH, PairMap.key(wish.site(), workload));
        outcome.remove(Documents.WEIGHTS, workload);
        if (last.removed()) return;
        long plan = last.plan() + 1;
        var newHome = state.claim(workload).map(Claim::home).orElse("another region");
        var home = labels.onlyFor(state.region());
        var gone = gone(workload, own, owner(workload), plan, newHome + " plans it now");
        var weights = new TrafficWeights(workload, own.home(), true, List.of(), now, own.epoch(), plan);
        reports.add(() -> outcome.emit(Emit.of(PLACEMENTS, workload, gone, home))
                .emit(Emit.of(WEIGHTS, workload, weights, home))
                .emit(Emit.of(DECISIONS, workload, DecisionReport.gone(gone), home)));
    }

    private String owner(String workload) {
        var fact = state.workloads.get(workload);
        if (fact != null) return fact.declared().spec().owner();
        var placement = state.placements.get(workload);
        return placement == null ? "nobody" : placement.owner();
    }

    void sayAll() {
        wishes.sort(Comparator.comparing(this::asksForMore));
        for (var wish : wishes) {
            var key = PairMap.key(wish.site(), wish.workload());
            outcome.put(Documents.WISH, key, wish)
                    .emit(Emit.of(
                            REQUESTS, key, wish, labels.ownedBy(wish.owner()).onlyFor(regionOf(wish))));
        }
        reports.forEach(Runnable::run);
    }

    /** What a workload shall have from now on. */
    private record Wanted(
            String workload,
            Claim claim,
            long plan,
            String owner,
            Resources perReplica,
            int priority,
            TreeMap<String, Integer> bySite) {

        ReplicasRequested at(String site) {
            return new ReplicasRequested(
                    workload,
                    site,
                    claim.home(),
                    owner,
                    bySite.getOrDefault(site, 0),
                    perReplica,
                    priority,
                    claim.epoch(),
                    plan);
        }
    }

    /** @return true when any site must be asked for something else than before */
    private boolean ask(Wanted wanted) {
        var sites = new TreeSet<>(wanted.bySite().keySet());
        sites.addAll(state.wishesFor(wanted.workload()).keySet());
        sites.addAll(state.reservationsOf(wanted.workload()).keySet());
        boolean asked = false;
        for (var site : sites) {
            var next = wanted.at(site);
            var last = state.wish(site, wanted.workload());
            var held = state.reservation(site, wanted.workload());
            if (isNews(next, last, held)) {
                wishes.add(next);
                asked = true;
            } else if (last != null && last.replicas() == 0 && held != null && held.answers(last)) {
                outcome.remove(Documents.WISH, PairMap.key(site, wanted.workload())); // given back and confirmed
            }
        }
        return asked;
    }

    private static boolean isNews(
            ReplicasRequested next, @Nullable ReplicasRequested last, @Nullable Reservation held) {
        if (last == null) return next.replicas() > 0 || held != null && held.granted() > 0;
        boolean same = next.replicas() == last.replicas()
                && next.epoch() == last.epoch()
                && (next.replicas() == 0
                        || next.perReplica().equals(last.perReplica()) && next.priority() == last.priority());
        if (!same) return true;
        // a refused wish that now seems possible again, or an answer to plans this region no longer remembers
        return held != null && held.answers(last) && (held.granted() < next.replicas() || held.plan() > last.plan());
    }

    private boolean asksForMore(ReplicasRequested wish) {
        var held = state.reservation(wish.site(), wish.workload());
        return wish.replicas() > (held == null ? 0 : held.granted());
    }

    private String regionOf(ReplicasRequested wish) {
        var site = state.sites.get(wish.site());
        if (site != null) return site.region();
        var held = state.reservation(wish.site(), wish.workload());
        return held == null ? state.region() : held.region();
    }

    private long nextPlan(String workload, Claim claim) {
        long last = 0;
        var placement = state.placements.get(workload);
        if (placement != null && claim.equals(new Claim(placement.epoch(), placement.home()))) last = placement.plan();
        for (var held : state.reservationsOf(workload).values())
            if (held.claim().equals(claim)) last = Math.max(last, held.plan());
        for (var wish : state.wishesFor(workload).values())
            if (wish.epoch() == claim.epoch()) last = Math.max(last, wish.plan());
        return last + 1;
    }

    private void publish(Placement placement, TrafficWeights weights, boolean asked) {
        var workload = placement.workload();
        var own = labels.ownedBy(placement.owner());
        var last = state.placements.get(workload);
        if (asked || last == null || !says(last, placement)) {
            outcome.put(Documents.PLACEMENT, workload, placement).emit(Emit.of(PLACEMENTS, workload, placement, own));
            if (placement.removed()) outcome.emit(Emit.of(DECISIONS, workload, DecisionReport.gone(placement), own));
            else outcome.put(Documents.UNEXPLAINED, workload, new Unexplained(workload));
        }
        var lastWeights = state.weights.get(workload);
        if (lastWeights == null || !says(lastWeights, weights)) {
            outcome.put(Documents.WEIGHTS, workload, weights).emit(Emit.of(WEIGHTS, workload, weights, own));
        }
    }

    /** Whether the last placement says the same, apart from when and why. */
    private static boolean says(Placement last, Placement next) {
        return new Placement(
                        last.workload(),
                        last.home(),
                        last.owner(),
                        last.removed(),
                        last.wanted(),
                        last.perReplica(),
                        last.sites(),
                        last.waiting(),
                        last.perHour(),
                        next.cause(),
                        next.decidedAt(),
                        last.epoch(),
                        next.plan())
                .equals(next);
    }

    private static boolean says(TrafficWeights last, TrafficWeights next) {
        return new TrafficWeights(
                        last.workload(),
                        last.home(),
                        last.removed(),
                        last.areas(),
                        next.decidedAt(),
                        last.epoch(),
                        next.plan())
                .equals(next);
    }

    private Placement gone(String workload, Claim claim, String owner, long plan, String cause) {
        return new Placement(
                workload,
                claim.home(),
                owner,
                true,
                0,
                state.unit(workload),
                List.of(),
                List.of(),
                Usd.ZERO,
                cause,
                now,
                claim.epoch(),
                plan);
    }

    /** Whether this is still the last decision becoming true: nothing is asked for, or nothing but answers came in. */
    private boolean completes(boolean asked) {
        return !asked || state.causes.values().stream().allMatch(Cause::routine);
    }

    /** @param carriedOn the placement that only became more complete: its cause stands */
    private String cause(String workload, @Nullable Placement carriedOn) {
        return Causes.of(state.causes.values(), workload, carriedOn == null ? null : carriedOn.cause());
    }
}
