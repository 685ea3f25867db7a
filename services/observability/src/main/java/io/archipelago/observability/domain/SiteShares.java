package io.archipelago.observability.domain;

import io.archipelago.events.actuation.ReplicasObserved;
import io.archipelago.events.actuation.ReplicasObserved.State;
import io.archipelago.events.placement.Placement;
import io.archipelago.events.quantity.Usd;
import io.archipelago.observability.domain.Picture.SiteShareRow;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Desired, admitted, running: the three words about one workload at each of its sites, and where they differ. */
final class SiteShares {

    private SiteShares() {}

    /** The sites of the plan in its order, then those where something still runs that the plan does not name. */
    static List<SiteShareRow> of(Facts facts, Placement placed) {
        var rows = new ArrayList<SiteShareRow>();
        var named = new HashSet<String>();
        for (var at : placed.sites()) {
            named.add(at.site());
            rows.add(row(
                    facts,
                    placed.workload(),
                    at.site(),
                    at.region(),
                    at.replicas(),
                    at.requestsPerSecond(),
                    at.perHour()));
        }
        for (var run : facts.runs.values())
            if (run.workload().equals(placed.workload()) && run.asked() > 0 && named.add(run.site()))
                rows.add(row(facts, placed.workload(), run.site(), run.region(), 0, 0, Usd.ZERO));
        return rows;
    }

    private static SiteShareRow row(
            Facts facts,
            String workload,
            String site,
            String region,
            int replicas,
            double requestsPerSecond,
            Usd perHour) {
        var key = site + '/' + workload;
        var reservation = facts.reservations.get(key);
        int admitted = reservation == null ? 0 : reservation.granted();
        var run = facts.runs.get(key);
        return new SiteShareRow(
                site,
                region,
                replicas,
                requestsPerSecond,
                perHour,
                admitted,
                run == null ? null : run.ready(),
                run == null ? null : run.state(),
                gap(replicas, admitted, run));
    }

    private static @Nullable String gap(int decided, int admitted, @Nullable ReplicasObserved run) {
        if (admitted != decided) return "%d admitted of %d decided".formatted(admitted, decided);
        if (run == null) return null;
        if (run.admitted() != admitted) return "the actuator has not acted on the last reservation yet";
        if (run.state() == State.RUNNING) return null;
        if (run.reason() != null) return run.reason();
        if (!run.drift().isEmpty()) {
            var drift = run.drift().getFirst();
            var by = drift.by() == null ? "somebody" : drift.by();
            return "%s is %s instead of %s, by %s".formatted(drift.field(), drift.found(), drift.wanted(), by);
        }
        return "%d of %d are ready".formatted(run.ready(), decided);
    }
}
