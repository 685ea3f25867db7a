package io.archipelago.placement.domain;

import io.archipelago.events.quantity.Resources;
import io.archipelago.events.quantity.Usd;
import io.archipelago.placement.domain.Planner.Decision;
import io.archipelago.placement.engine.Shortfall;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
        before = planner.standing(present, Planner.plannable(present));
        after = planner.decide(imagined);
    }

    Preview preview() {
        var names = new TreeSet<String>();
        before.model().groups().forEach(group -> names.add(group.name()));
        after.model().groups().forEach(group -> names.add(group.name()));
        var changes = new ArrayList<Preview.WorkloadChange>();
        for (var name : names) changes.add(change(name));
        var totalling = new Totalling(planner.prices);
        return new Preview(
                List.copyOf(changes),
                totalling.of(before),
                totalling.of(after),
                moves(names),
                new ParetoOptions(imagined, planner, after).options(),
                conflicts(),
                notes());
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

    static Preview.@Nullable Side side(Decision decision, String workload) {
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

    private List<Preview.Move> moves(Iterable<String> workloads) {
        var steps = new ArrayList<MoveOrder.Step>();
        for (var workload : workloads) {
            int priority = priority(workload);
            for (var move : moves(workload)) steps.add(new MoveOrder.Step(move, imagined.unit(workload), priority));
        }
        return new MoveOrder(freeBefore()).order(steps);
    }

    /** What the sites to come have left beside what runs now. */
    private Map<String, Resources> freeBefore() {
        var free = new HashMap<String, Resources>();
        for (var site : after.model().sites()) free.put(site.name(), site.room().minus(site.taken()));
        for (var group : before.model().groups())
            counts(before, group.name())
                    .forEach((site, n) -> free.computeIfPresent(
                            site,
                            (name, left) -> left.minus(group.spec().resources().times(n))));
        return free;
    }

    private List<Preview.WorkloadConflict> conflicts() {
        var contradiction = new Contradiction(imagined, after.model(), after.plan());
        return after.plan().shortfalls().stream()
                .map(Shortfall::group)
                .filter(g -> g < after.model().groups().size())
                .distinct()
                .flatMap(g -> contradiction.of(g).stream()
                        .map(conflict -> new Preview.WorkloadConflict(
                                after.model().groups().get(g).name(), conflict)))
                .toList();
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
                    new Preview.Move(workload, from, to, 1, excluded != null, false, why),
                    (a, b) -> a.part(a.replicas() + 1));
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
        if (after.model().sites().isEmpty()) notes.add("no site is declared: nothing can run; declare one, kind Site");
        if (after.model().groups().isEmpty()) notes.add("no workload is planned by region " + imagined.region());
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
