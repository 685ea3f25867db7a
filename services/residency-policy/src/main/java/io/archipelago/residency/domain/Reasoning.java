package io.archipelago.residency.domain;

import io.archipelago.events.inventory.WorkloadSpec.DataUse;
import io.archipelago.events.residency.Ruling;
import io.archipelago.events.residency.Ruling.Verdict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Works out rulings under one law. Workloads that do the same with the same data share their verdicts. */
final class Reasoning {

    private static final Verdict NO_DATA = new Verdict(true, List.of(), "it touches no dataset", null);

    private final Law law;
    private final Collection<String> places;
    private final Map<String, Known.Dataset> datasets;
    private final Function<Known.Dataset, Circumstances> circumstances;
    private final boolean asksForAttestedPlaces;
    private final Map<List<DataUse>, SortedMap<String, Verdict>> verdicts = new HashMap<>();

    Reasoning(
            Law law,
            Collection<String> places,
            Map<String, Known.Dataset> datasets,
            Function<Known.Dataset, Circumstances> circumstances) {
        this.law = law;
        this.places = places;
        this.datasets = datasets;
        this.circumstances = circumstances;
        this.asksForAttestedPlaces = law.asksForAttestedPlaces();
    }

    static String subject(Known.Dataset dataset) {
        return "dataset/" + dataset.name();
    }

    static String subject(Known.Workload workload) {
        return "workload/" + workload.name();
    }

    /** Where a dataset may lie, and how its columns are treated on the way there. */
    Ruling on(Known.Dataset dataset) {
        var known = circumstances.apply(dataset);
        var stored = new TreeMap<String, Verdict>();
        for (var place : places) {
            var verdict = decide(dataset, Action.STORE, place, known);
            stored.put(place, treated(verdict, dataset, place, known));
        }
        return new Ruling(subject(dataset), false, stored, policies(Set.of(dataset.dataClass())));
    }

    private Verdict treated(Verdict verdict, Known.Dataset dataset, String place, Circumstances known) {
        if (place.equals(known.origin()) || dataset.columns().isEmpty()) return verdict;
        var sent = law.judge(dataset.dataClass(), dataset.jurisdiction(), Action.SEND, place, known);
        var treatments = Treatment.of(dataset.columns(), sent.treatments(), dataset.encrypt());
        return treatments.isEmpty()
                ? verdict
                : new Verdict(
                        verdict.allowed(),
                        verdict.rules(),
                        verdict.reason(),
                        verdict.source(),
                        treatments,
                        verdict.attested());
    }

    /** A denial says whether it would hold at a site whose place is attested, too. */
    private Verdict decide(Known.Dataset dataset, Action action, String place, Circumstances known) {
        var verdict = law.decide(dataset.dataClass(), dataset.jurisdiction(), action, place, known);
        if (verdict.allowed() || !asksForAttestedPlaces) return verdict;
        return law.judge(dataset.dataClass(), dataset.jurisdiction(), action, place, known.whereAttested())
                        .allowed()
                ? whereAttested(verdict)
                : verdict;
    }

    private static Verdict whereAttested(Verdict denial) {
        return new Verdict(false, denial.rules(), denial.reason(), denial.source(), denial.treatments(), true);
    }

    /** Where a workload may run: wherever it may do all it does with its data. */
    Ruling on(Known.Workload workload) {
        var classes = workload.data().stream()
                .map(use -> datasets.get(use.dataset()))
                .flatMap(dataset ->
                        dataset == null ? java.util.stream.Stream.empty() : java.util.stream.Stream.of(dataset))
                .map(Known.Dataset::dataClass)
                .collect(Collectors.toSet());
        var everywhere = verdicts.computeIfAbsent(workload.data(), this::verdicts);
        return new Ruling(subject(workload), false, everywhere, policies(classes));
    }

    private SortedMap<String, Verdict> verdicts(List<DataUse> uses) {
        var verdicts = new TreeMap<String, Verdict>();
        for (var place : places) verdicts.put(place, uses.isEmpty() ? NO_DATA : all(uses, place));
        return verdicts;
    }

    private Verdict all(List<DataUse> uses, String place) {
        var allowed = new ArrayList<Verdict>();
        var denied = new ArrayList<Verdict>();
        for (var use : uses) {
            var verdict = one(use, place);
            var named = new Verdict(
                    verdict.allowed(),
                    verdict.rules(),
                    use.dataset() + ": " + verdict.reason(),
                    verdict.source(),
                    null,
                    verdict.attested());
            (verdict.allowed() ? allowed : denied).add(named);
        }
        if (denied.isEmpty()) return joined(true, allowed);
        var denial = joined(false, denied);
        return denied.stream().allMatch(Verdict::allowedWhereAttested) ? whereAttested(denial) : denial;
    }

    private Verdict one(DataUse use, String place) {
        var dataset = datasets.get(use.dataset());
        if (dataset == null)
            return new Verdict(false, List.of(), "nobody has declared this dataset here yet: what law binds it?", null);
        for (var action : List.of(Action.STORE, Action.PROCESS))
            if (action.word().equals(use.action())) return decide(dataset, action, place, circumstances.apply(dataset));
        return new Verdict(
                false, List.of(), "'" + use.action() + "' is neither store nor process: what is done with it?", null);
    }

    private static Verdict joined(boolean allowed, List<Verdict> verdicts) {
        var rules = new LinkedHashSet<String>();
        var sources = new LinkedHashSet<String>();
        for (var verdict : verdicts) {
            rules.addAll(verdict.rules());
            if (verdict.source() != null) sources.add(verdict.source());
        }
        return new Verdict(
                allowed,
                List.copyOf(rules),
                verdicts.stream().map(Verdict::reason).collect(Collectors.joining("; ")),
                sources.isEmpty() ? null : String.join("; ", sources));
    }

    /** Those in force that speak of the classes, with their revisions. */
    private SortedMap<String, Long> policies(Set<String> classes) {
        var policies = new TreeMap<String, Long>();
        law.code().policies().forEach((name, article) -> {
            if (classes.stream()
                    .anyMatch(dataClass -> DataClass.nearest(
                                    dataClass, Law.listed(article.spec().dataClasses()))
                            != null)) policies.put(name, article.revision());
        });
        return policies;
    }
}
