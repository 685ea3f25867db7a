package io.archipelago.placement.domain;

import io.archipelago.events.placement.DecisionExplained;
import io.archipelago.events.placement.Placement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Writes down why a placement came out as it did, for every region to read. */
final class DecisionReport {
    /** Where no catalogue knows a site: ISO 3166 keeps ZZ for the unknown. */
    private static final String UNKNOWN_COUNTRY = "ZZ";

    private final RegionState state;

    DecisionReport(RegionState state) {
        this.state = state;
    }

    DecisionExplained of(Placement placement, Explaining explaining) {
        return new DecisionExplained(
                placement.workload(),
                placement.home(),
                false,
                summary(placement),
                placement.cause(),
                seen(placement.workload()),
                explaining.options().stream().map(DecisionReport::candidate).toList(),
                explaining.flips(),
                placement.decidedAt(),
                placement.epoch(),
                placement.plan());
    }

    static DecisionExplained gone(Placement placement) {
        return new DecisionExplained(
                placement.workload(),
                placement.home(),
                true,
                placement.cause(),
                placement.cause(),
                List.of(),
                List.of(),
                List.of(),
                placement.decidedAt(),
                placement.epoch(),
                placement.plan());
    }

    private static DecisionExplained.Candidate candidate(Explanation.SiteOption option) {
        var place = option.country();
        var compute = option.compute();
        var carbon = option.carbon();
        return new DecisionExplained.Candidate(
                option.site(),
                option.region(),
                option.cloudRegion(),
                place == null ? UNKNOWN_COUNTRY : place,
                option.verdict(),
                option.rule(),
                option.reason(),
                "law".equals(option.rule()) ? option.law().source() : null,
                option.replicas(),
                compute == null || carbon == null ? null : compute.plus(carbon),
                option.delta(),
                option.meanRttMs());
    }

    private static String summary(Placement placement) {
        var at = new ArrayList<String>();
        for (var share : placement.sites()) at.add(share.replicas() + " at " + share.site());
        var runs = at.isEmpty() ? "nothing runs" : "runs " + String.join(", ", at);
        var price = " for " + placement.perHour() + " USD per hour";
        var waits = new StringBuilder();
        for (var waiting : placement.waiting())
            waits.append("; ")
                    .append(waiting.replicas() > 0 ? waiting.replicas() + " wait, " : "")
                    .append(waiting.rule())
                    .append(": ")
                    .append(waiting.reason());
        return runs + price + waits;
    }

    private List<DecisionExplained.Seen> seen(String workload) {
        var seen = new ArrayList<DecisionExplained.Seen>();
        var fact = state.workloads.get(workload);
        if (fact != null) seen.add(new DecisionExplained.Seen("workload", fact.writtenAt()));
        add(
                seen,
                "demand",
                state.demands.values().stream()
                        .filter(demand -> demand.declared().spec().workload().equals(workload))
                        .toList());
        var ruling = state.rulings.get("workload/" + workload);
        if (ruling != null) seen.add(new DecisionExplained.Seen("ruling", ruling.writtenAt()));
        add(seen, "sites", state.sites.values());
        add(seen, "catalogue", state.catalogues.values());
        for (var region : state.regions.values())
            seen.add(new DecisionExplained.Seen("health of " + region.health().region(), region.writtenAt()));
        return List.copyOf(seen);
    }

    private static void add(List<DecisionExplained.Seen> seen, String what, Collection<? extends Fact> facts) {
        facts.stream()
                .map(Fact::writtenAt)
                .max(Instant::compareTo)
                .ifPresent(youngest -> seen.add(new DecisionExplained.Seen(what, youngest)));
    }
}
