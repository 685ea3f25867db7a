package io.archipelago.placement.domain;

import io.archipelago.events.quantity.Usd;
import io.archipelago.placement.domain.Planner.Decision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Plans twice, with and without the drafts, and sets the two side by side. */
final class Previewing {
    private final Planner planner;
    private final RegionState present;
    private final RegionState imagined;
    private final Decision before;
    private final Decision after;

    Previewing(RegionState present, Planner planner, Drafts drafts, Instant now) {
        this.planner = planner;
        this.present = present;
        imagined = drafts.over(present, now);
        var model = planner.model(present, Planner.plannable(present));
        before = new Decision(
                model, planner.engine.assess(model.problem(), model.problem().currentCounts()));
        after = planner.decide(imagined);
    }

    Preview preview() {
        var names = new TreeSet<String>();
        before.model().groups().forEach(group -> names.add(group.name()));
        after.model().groups().forEach(group -> names.add(group.name()));
        var changes = new ArrayList<Preview.WorkloadChange>();
        for (var name : names) changes.add(change(name));
        return new Preview(List.copyOf(changes), totals(before), totals(after), moves(names), notes());
    }

    private Preview.WorkloadChange change(String workload) {
        var was = side(before, workload);
        var will = side(after, workload);
        boolean same = was != null
                && will != null
                && was.sites().equals(will.sites())
                && was.wanted() == will.wanted()
                && was.waiting().equals(will.waiting());
        return new Preview.WorkloadChange(workload, !same, was, will);
    }

    private Preview.@Nullable Side side(Decision decision, String workload) {
        int g = decision.model().groupNamed(workload);
        if (g < 0) return null;
        var cost = decision.plan().costs()[g];
        var sites = new ArrayList<Preview.SiteCount>();
        counts(decision, workload).forEach((site, n) -> sites.add(new Preview.SiteCount(site, n)));
        return new Preview.Side(
                decision.model().problem().neededReplicas(g),
                List.copyOf(sites),
                new Shortage(decision.model()).of(decision.plan(), g),
                new Usd(cost.compute() + cost.transfer() + cost.carbon()),
                Traffic.rounded(new Traffic(decision.model(), g, decision.plan()).meanRttMs(), 10),
                decision.plan().withinObjectivePermille()[g] / 1000.0);
    }

    private static TreeMap<String, Integer> counts(Decision decision, String workload) {
        var counts = new TreeMap<String, Integer>();
        int g = decision.model().groupNamed(workload);
        if (g >= 0)
            for (int s = 0; s < decision.model().sites().size(); s++)
                if (decision.plan().counts()[g][s] > 0)
                    counts.put(
                            decision.model().sites().get(s).name(),
                            decision.plan().counts()[g][s]);
        return counts;
    }

    private Preview.Totals totals(Decision decision) {
        var model = decision.model();
        double rtt = 0;
        double requests = 0;
        double grams = 0;
        int placed = 0;
        int waiting = 0;
        for (int g = 0; g < model.groups().size(); g++) {
            double load = model.groups().get(g).requestsPerSecond();
            rtt += new Traffic(model, g, decision.plan()).meanRttMs() * load;
            requests += load;
            waiting += decision.plan().waiting()[g];
            for (int s = 0; s < model.sites().size(); s++) {
                var place = model.sites().get(s).place();
                int n = decision.plan().counts()[g][s];
                placed += n;
                if (place != null)
                    grams += n
                            * planner.prices.grams(
                                    place, model.groups().get(g).spec().resources());
            }
        }
        return new Preview.Totals(
                Explaining.perHour(decision.plan().total()),
                requests == 0 ? 0 : Traffic.rounded(rtt / requests, 10),
                Traffic.rounded(grams, 10),
                placed,
                waiting);
    }

    private record Step(Preview.Move move, int priority) {}

    private List<Preview.Move> moves(Iterable<String> workloads) {
        var steps = new ArrayList<Step>();
        for (var workload : workloads) {
            int priority = priority(workload);
            for (var move : moves(workload)) steps.add(new Step(move, priority));
        }
        steps.sort(Comparator.comparing((Step step) -> !step.move().forced())
                .thenComparing(step -> step.move().to() == null)
                .thenComparing(step -> -step.priority()));
        return steps.stream().map(Step::move).toList();
    }

    private int priority(String workload) {
        int g = after.model().groupNamed(workload);
        return g < 0 ? 0 : ModelBuilder.priority(after.model().groups().get(g).spec());
    }

    /** Pairs what leaves with what comes, in the order of site names. */
    private List<Preview.Move> moves(String workload) {
        var was = counts(before, workload);
        var will = counts(after, workload);
        var sites = new TreeSet<>(was.keySet());
        sites.addAll(will.keySet());
        var leaving = new ArrayList<String>();
        var coming = new ArrayList<String>();
        for (var site : sites) {
            int change = will.getOrDefault(site, 0) - was.getOrDefault(site, 0);
            for (int i = 0; i < -change; i++) leaving.add(site);
            for (int i = 0; i < change; i++) coming.add(site);
        }
        var grouped = new TreeMap<String, Preview.Move>();
        for (int i = 0; i < Math.max(leaving.size(), coming.size()); i++) {
            var from = i < leaving.size() ? leaving.get(i) : null;
            var to = i < coming.size() ? coming.get(i) : null;
            var excluded = from == null ? null : exclusion(workload, from);
            var why = excluded != null
                    ? excluded.reason()
                    : from == null
                            ? "wanted by its demand"
                            : to == null ? "no longer wanted" : "cheaper or nearer there";
            grouped.merge(
                    from + ">" + to,
                    new Preview.Move(workload, from, to, 1, excluded != null, why),
                    (a, b) -> new Preview.Move(workload, from, to, a.replicas() + 1, a.forced(), a.why()));
        }
        return List.copyOf(grouped.values());
    }

    private @Nullable Exclusion exclusion(String workload, String site) {
        int g = after.model().groupNamed(workload);
        for (int s = 0; g >= 0 && s < after.model().sites().size(); s++)
            if (after.model().sites().get(s).name().equals(site))
                return after.model().exclusion(g, s);
        return null;
    }

    private List<String> notes() {
        var notes = new ArrayList<String>();
        for (var fact : imagined.workloads.values()) {
            var workload = fact.declared().name();
            if (fact.equals(present.workloads.get(workload))) continue;
            if (imagined.ruling(workload).isEmpty())
                notes.add(workload + " is not planned: no ruling says where it may run; send its ruling along");
            else if (imagined.ownClaim(workload).isEmpty())
                notes.add(workload + " is planned by "
                        + imagined.claim(workload)
                                .map(Claim::home)
                                .orElse(fact.declared().home())
                        + "; ask there");
        }
        return List.copyOf(notes);
    }
}
