package io.archipelago.observability.domain;

import io.archipelago.events.inventory.WorkloadSpec;
import io.archipelago.events.placement.Placement;
import io.archipelago.events.placement.TrafficWeights;
import io.archipelago.events.quantity.Usd;
import io.archipelago.observability.domain.Picture.SiteShareRow;
import io.archipelago.observability.domain.Picture.WorkloadRow;
import io.archipelago.observability.domain.Plans.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The workloads of all regions: what was declared, what was decided, what it costs, what its users get. */
final class WorkloadRows {

    private WorkloadRows() {}

    static List<WorkloadRow> of(Facts facts) {
        var placements = Plans.inForce(facts.placements);
        var weights = Plans.inForce(facts.weights);
        var names = new TreeSet<>(facts.workloads.keySet());
        names.addAll(placements.keySet());
        var rows = new ArrayList<WorkloadRow>();
        for (var name : names) {
            var declared = facts.workloads.get(name);
            var placed = placements.get(name);
            var row = placed == null ? null : planned(facts, declared, placed, within(weights.get(name)));
            if (row == null && declared != null) row = waiting(declared);
            if (row != null) rows.add(row);
        }
        return rows;
    }

    private static WorkloadRow waiting(Facts.Workload declared) {
        var spec = declared.spec();
        var none = List.<Placement.Waiting>of();
        return row(
                declared.name(),
                spec.owner(),
                declared.home(),
                spec,
                null,
                spec.replicas().min(),
                none,
                Usd.ZERO,
                null,
                List.of());
    }

    private static WorkloadRow planned(
            Facts facts, Facts.@Nullable Workload declared, Plan<Placement> plan, @Nullable Double within) {
        var placed = plan.body();
        var spec = declared == null ? null : declared.spec();
        return row(
                placed.workload(),
                placed.owner(),
                placed.home(),
                spec,
                plan,
                placed.wanted(),
                placed.waiting(),
                placed.perHour(),
                within,
                SiteShares.of(facts, placed));
    }

    private static WorkloadRow row(
            String name,
            String owner,
            String home,
            @Nullable WorkloadSpec spec,
            @Nullable Plan<Placement> plan,
            int wanted,
            List<Placement.Waiting> waiting,
            Usd perHour,
            @Nullable Double within,
            List<SiteShareRow> sites) {
        var placed = plan == null ? null : plan.body();
        var objective = spec == null ? null : spec.objective();
        var budget = spec == null ? null : spec.budget();
        return new WorkloadRow(
                name,
                owner,
                home,
                plan == null ? null : plan.plannedBy(),
                wanted,
                placed == null ? 0 : placed.placed(),
                waiting,
                perHour,
                budget == null ? null : budget.maxPerHour(),
                placed == null ? null : placed.cause(),
                placed == null ? null : placed.decidedAt(),
                placed == null ? null : placed.epoch(),
                placed == null ? null : placed.plan(),
                objective == null ? null : objective.latencyMs(),
                objective == null ? null : objective.share(),
                within,
                spec == null
                        ? List.of()
                        : spec.data().stream()
                                .map(WorkloadSpec.DataUse::dataset)
                                .distinct()
                                .toList(),
                sites);
    }

    private static @Nullable Double within(@Nullable Plan<TrafficWeights> plan) {
        if (plan == null) return null;
        double all = 0;
        double within = 0;
        for (var area : plan.body().areas()) {
            all += area.requestsPerSecond();
            within += area.requestsPerSecond() * area.withinObjective();
        }
        return all == 0 ? null : Math.round(within / all * 10_000) / 10_000.0;
    }
}
